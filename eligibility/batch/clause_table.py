"""The table that says what each bit of the masks is: every test and group that an award rests on, with its clause, its words and its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..engines.scalar.engine import ScalarEngine
from ..plan.plan import AwardPlan, PoolPlan
from .clause_words import ClauseWords
from .columns import Bit
from .folder import CLAUSES, Folder

if TYPE_CHECKING:
    import polars as pl


class Clause(NamedTuple):
    """A verdict that ``award`` of ``policy`` rests on (a pool of a pools document likewise): bit ``bit`` of ``sure_{mask}`` and ``open_{mask}``.

    ``clause`` and ``ref`` are those of what it stands in where it has none.
    ``operation`` is its number in the plan (as ``Bit`` has it), ``depth`` how deep it stands below the award.
    """

    policy: str
    award: str
    depth: int
    mask: int
    bit: int
    condition: str
    clause: str | None
    ref: str | None
    file: str
    line: int
    operation: int


def clauses_of(engine: ScalarEngine, bits: Sequence[Bit]) -> list[Clause]:
    """Policy by policy and award by award, then pool by pool, each verdict before those it is made of."""
    words = ClauseWords(engine.run({}))
    by_operation = {b.operation: b for b in bits}
    found = []
    for document in engine.documents:
        if document.kind == "policy" and document.settle is not None:
            for award in document.awards:
                found += _of_verdict(engine, by_operation, (document.id, award.name), award.status, award, words)
        for pool in document.pools:
            found += _of_verdict(engine, by_operation, (document.id, pool.name), pool.inside, pool, words)
    return found


def _of_verdict(engine: ScalarEngine, bits: dict[int, Bit], whose: tuple[str, str], root: int, told_by: AwardPlan | PoolPlan,
                words: ClauseWords) -> Iterator[Clause]:  # fmt: skip
    """``root`` and all that it is made of; ``whose``: the policy and award, or the document and pool, of which ``told_by`` has the clause."""
    operations, files = engine.operations, engine.plan.files
    seen: set[int] = set()
    listed: set[int] = set()  # a definition that 是 asks for is the same verdict, yet what it is made of stands below it
    waiting = [(root, 0, told_by.clause, told_by.ref)]
    while waiting:
        asked, depth, clause, ref = waiting.pop()
        target = engine.target(asked)
        if target in seen:
            continue
        seen.add(target)
        one = engine.same.get(target, target)
        op, named = operations[target], operations[asked]
        clause, ref = (op.clause or clause), (op.ref or (None if op.clause else ref))
        bit = None if one in listed else bits.get(one)
        listed.add(one)
        if bit is not None:
            told = named if named.label and asked != target else op
            yield Clause(*whose, depth, bit.mask, bit.bit, words.of(asked)[0], clause, ref, files[told.file], told.line, one)
        if op.op not in ("version", "parameter"):
            waiting += [(arg, depth + (bit is not None), clause, ref) for arg in reversed(op.args)]


def clause_frame(clauses: Sequence[Clause]) -> "pl.DataFrame":
    """The table as it is written."""
    import polars as pl

    schema = {"policy": pl.String, "award": pl.String, "depth": pl.Int64, "mask": pl.Int64, "bit": pl.Int64, "condition": pl.String,
              "clause": pl.String, "ref": pl.String, "file": pl.String, "line": pl.Int64, "operation": pl.Int64}  # fmt: skip
    return pl.DataFrame(clauses, schema, orient="row")


def bits_in(folder: Folder) -> list[Bit]:
    """The bits of a batch as its masks have them, operations as the plan of the batch numbers them."""
    import polars as pl

    table = pl.read_parquet(folder / CLAUSES, columns=["operation", "mask", "bit"], glob=False)
    return list(dict.fromkeys(Bit(*row) for row in table.iter_rows()))
