"""Names explained: each once, in the order in which they are used; those of one award alone, with the award."""

from __future__ import annotations

from collections.abc import Callable

from ...plan.operations import Operation
from ...plan.plan import DocumentPlan, Plan
from .amounts import Amounts
from .item import Item, source_text


class Names(Amounts):
    """Explains the names that were mentioned."""

    def __init__(self, plan: Plan):
        super().__init__(plan)
        self.explained: set[int] = set()
        self._of_documents = {i for d in plan.documents for i in d.definitions.values()}
        self._tables: dict[tuple, dict[str, int]] = {}
        in_order = [*(i for d in plan.documents for i in d.definitions.values()), *range(len(self.operations))]
        for index in in_order:
            op = self.operations[index]
            if op.op == "named" and self._is_table(op):
                self._tables.setdefault(self._place(op), {}).setdefault(op.label, index)

    def explain(self, document: DocumentPlan, wanted) -> list[Item]:
        """The definitions of ``document`` among ``wanted``, and those that they mention, each once."""
        mine = set(document.definitions.values())
        items, pending = [], [i for i in wanted if i in mine]
        while pending:
            index = pending.pop(0)
            if index in self.explained:
                continue
            items.append(self.definition(index))
            pending += [i for i in self.mentioned if i in mine and i not in self.explained and i not in pending]
        return items

    def definition(self, index: int, origin: str = "") -> Item:
        """``“本年发证”：高企发证日期 在 本年``, and the names that it alone uses; ``origin`` stands after the name."""
        head, *rest = self.with_own_names(lambda: [self._definition(index, origin)])
        return head._replace(items=(*head.items, *rest), numbered=head.numbered and not rest)

    def with_own_names(self, build: Callable[[], list[Item]]) -> list[Item]:
        """What ``build`` tells, and after it the names that belong to no document but to it alone."""
        around, self.mentioned = self.mentioned, {}
        items, own, told = build(), [], set()
        while (index := next((i for i in self.mentioned if self._is_own(i) and i not in told), None)) is not None:
            own.append(self._definition(index))
            told |= {index, *self.together(index)}
        around.update((i, None) for i in self.mentioned if not self._is_own(i))
        self.mentioned = around
        return [*items, Item("其中", tuple(own))] if own else items

    def _is_own(self, index: int) -> bool:
        return self.operations[index].op == "named" and index not in self._of_documents

    def _definition(self, index: int, origin: str = "") -> Item:
        """Of bands that give several names, all of them at once."""
        op = self.operations[index]
        group = self.together(index)
        self.explained.update(group)
        head = "、".join(f"“{self.operations[i].label}”" for i in group) + origin + source_text(op.clause, op.ref, op.evidence)
        if op.unit == "bool":
            told = self.condition(op.args[0])
            return told._replace(text=f"{head}：{told.text}")
        if op.unit == "records":
            return Item(f"{head}：{self.number(op.args[0])}")
        told = [self.grid([self.operations[i].args[0] for i in group])] if len(group) > 1 else self.value(op.args[0])
        if len(told) > 1:
            return Item(head, tuple(told))
        return told[0]._replace(text=f"{head}：{told[0].text}")

    # ------------------------------------------------------- bands that give several

    def _is_table(self, op: Operation) -> bool:
        inner = self.operations[op.args[0]]
        return inner.op == "first_of" and inner.data[0] is not None

    def _place(self, op: Operation) -> tuple:
        inner = self.operations[op.args[0]]
        return inner.file, inner.line, inner.col

    def together(self, index: int) -> list[int]:
        """The definitions that stand in one table with ``index``, itself included, told alike but for what they give."""
        op = self.operations[index]
        names = self._tables.get(self._place(op), {}) if self._is_table(op) else {}
        if names.get(op.label) != index:
            return [index]
        return [i for i in names.values() if i == index or self._alike(i) == self._alike(index)]

    def _alike(self, index: int) -> tuple:
        op = self.operations[index]
        return op.clause, op.ref, op.evidence, self.rows(self.operations[op.args[0]])
