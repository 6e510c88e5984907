"""Operations again, with the pools they name replaced by what is known of them; what never or always holds drops out."""

from __future__ import annotations

from collections.abc import Mapping

from ..language.diagnostic import Where
from ..language.syntax import Clause
from .draft import Draft
from .operations import Operation



class Replacing:
    """Makes copies of operations in ``draft``. Pools are operations ``pool``, told apart by their name."""

    def __init__(self, draft: Draft):
        self.draft = draft
        self._reached: dict[int, frozenset[str]] = {}
        self._made: dict[tuple, int] = {}

    def reached(self, index: int) -> frozenset[str]:
        """The names of the pools that ``index`` rests on."""
        if index not in self._reached:
            op = self.draft.operations[index]
            own = frozenset([op.data[1]]) if op.op == "pool" else frozenset()
            self._reached[index] = own.union(*map(self.reached, op.args))
        return self._reached[index]

    def replaced(self, index: int, values: Mapping[str, int]) -> int:
        """``index`` with each pool replaced by its operation in ``values``; itself where it rests on none."""
        names = self.reached(index)
        if not names:
            return index
        key = index, tuple((name, values[name]) for name in sorted(names))
        if key not in self._made:
            op = self.draft.operations[index]
            args = tuple(self.replaced(a, values) for a in op.args)
            self._made[key] = values[op.data[1]] if op.op == "pool" else self._again(index, op, args)
        return self._made[key]

    def _again(self, index: int, op: Operation, args: tuple[int, ...]) -> int:
        where = Where(self.draft.files[op.file], op.line, op.col)
        known = [self.settled(a) for a in args]
        if op.op in ("named", "is", "not") and op.unit == "bool" and known[0] is not None:
            turned = op.op == "not" or op.op == "is" and op.data == ["否"]
            return self.draft.truth(known[0] is not turned, where)
        if op.op in ("all", "any", "at_least"):
            args = tuple(a for a, k in zip(args, known) if k is not (op.op == "all"))
            settled = self._joined(op, args, known)
            if settled is not None:
                return self.draft.truth(settled, where)
        made = self.draft.add(
            op.op, args, op.unit, where, data=op.data, label=op.label, word=op.word, scope=op.scope,
            clause=Clause(op.clause, op.ref, op.evidence), span=(op.low, op.high), scale=op.scale,
        )
        self.draft.nones[made] = self.draft.nones[index]
        return made

    @staticmethod
    def _joined(op: Operation, args: tuple[int, ...], known: list[bool | None]) -> bool | None:
        """What a group comes to, whatever the open ``args`` are; None where they decide."""
        if op.op == "all":
            return False if False in known else None if args else True
        if op.op == "any":
            return True if True in known else None if args else False
        return None if len(args) >= op.data[0] else False

    def settled(self, index: int) -> bool | None:
        """Whether ``index`` always (True) or never (False) holds: all of nothing, any of nothing."""
        op = self.draft.operations[index]
        return None if op.args else {"all": True, "any": False}.get(op.op)
