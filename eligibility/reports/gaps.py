"""What the rules do not know, by instrument: which document to fetch, and what to look for in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..plan.operations import Operation
from ..plan.plan import AwardPlan, DocumentPlan, Plan
from .conditions_text import EVIDENCE
from .policy_text.names import Names

FORMAT = "eligibility-gaps/1"
NO_CLAUSE = "未见条号"
#: kinds, the most pressing first, and what each is called
KINDS = {
    "unknown": "没有查到", "at_most": "只知道上限", "recalled": EVIDENCE["recalled"], "assumed": EVIDENCE["assumed"],
    "reading": "原文没有说清", "no_clause": NO_CLAUSE,
}  # fmt: skip
_WEAK = ("recalled", "assumed")


class Gap(NamedTuple):
    """One thing to look for. ``kinds``: of ``KINDS``, the most pressing first; ``awards``: policy and award that rest on it."""

    kinds: tuple[str, ...]
    what: str
    why: str | None
    ref: str | None
    document: str
    file: str
    line: int
    awards: tuple[tuple[str, str], ...]


class Wanted(NamedTuple):
    """One instrument, what has been read of it, and what to look for."""

    instrument: str
    number: str | None
    sources: tuple[str, ...]
    awards: tuple[tuple[str, str], ...]
    gaps: tuple[Gap, ...]


def wanted(plan: Plan, documents: Iterable[DocumentPlan]) -> list[Wanted]:
    """Instruments of ``documents`` with gaps; first those on which most awards rest."""
    search = _Search(plan)
    groups: dict[tuple, list[DocumentPlan]] = {}
    for document in documents:
        groups.setdefault((document.instrument, document.number), []).append(document)
    found = []
    for (instrument, number), group in groups.items():
        gaps = sorted({g for d in group for g in search.gaps(d)}, key=lambda g: (_rank(g), -len(g.awards), g.file, g.line))
        awards = tuple(dict.fromkeys(a for g in gaps for a in g.awards))
        sources = tuple(dict.fromkeys(d.source for d in group if d.source))
        if gaps:
            found.append(Wanted(instrument, number, sources, awards, tuple(gaps)))
    return sorted(found, key=lambda w: (-len(w.awards), -len(w.gaps), w.instrument))


def _rank(gap: Gap) -> int:
    return list(KINDS).index(gap.kinds[0])


class _Search:
    def __init__(self, plan: Plan):
        self.plan = plan
        self.operations = plan.operations
        self.names = Names(plan)
        self.resting: dict[int, list[tuple[str, str]]] = {}  # operation → awards that rest on it
        self.owners: dict[int, str] = {}  # table, or number nobody found → whose it is
        for document in plan.documents:
            for award in document.awards:
                for index in self.below(award):
                    self.resting.setdefault(index, []).append((document.id, award.name))
                self.owners[self.names.form(award.value)] = f"奖补项“{award.name}”"
        for index, op in enumerate(self.operations):
            if op.op == "named":
                self.owners.setdefault(self.names.form(op.args[0]), f"“{op.label}”")

    def below(self, award: AwardPlan) -> set[int]:
        found: set[int] = set()
        pending = [award.status, award.value]
        while pending:
            index = pending.pop()
            if index not in found:
                found.add(index)
                pending += self.operations[index].args
        return found

    def gaps(self, document: DocumentPlan) -> Iterator[Gap]:
        """Everything that ``document`` leaves open, each place once."""
        resting = {a for i in document.definitions.values() for a in self.resting.get(i, ())} | {(document.id, a.name) for a in document.awards}
        resting |= {(policy, award) for limit in document.limits for policy, award in limit.awards}
        if document.evidence in _WEAK:
            yield self.gap(document, (document.evidence,), "整份文件：没有见到原文", None, None, 1, resting)
        for award in document.awards:
            kinds = self.kinds(award.clause, award.evidence if award.evidence != document.evidence else None)
            if kinds:
                title = f"“{award.name}”" if award.title == award.name else f"“{award.name}”（{award.title}）"
                yield self.gap(document, kinds, f"奖补项{title}", None, award.ref, award.line, [(document.id, award.name)])
        for reading in document.readings:
            yield self.at(document, ("reading",), f"“{reading.name}”", reading.why, reading.operation)
        for parameter in document.parameters:
            for row in parameter.rows:
                kinds = (() if row[1] == "value" else (row[1],)) + self.kinds(row[6], row[4] if row[4] != document.evidence else None)
                since = f"（{row[0]} 起）" if row[0] else ""
                if kinds:
                    yield self.gap(document, kinds, f"参数“{parameter.name}”{since}", row[8], row[7], row[9], self.resting.get(parameter.operation, ()))
        yield from self.of_days_and_limits(document)
        for index, op in enumerate(self.operations):
            if self.plan.files[op.file] == document.file:
                yield from self.of_operation(document, index, op)

    def of_days_and_limits(self, document: DocumentPlan) -> Iterator[Gap]:
        """Days to keep and limits with a weak source."""
        for due in [*document.due, *(due for pool in document.pools for due in pool.due)]:
            kinds = self.kinds(due.clause, due.evidence if due.evidence != document.evidence else None)
            if kinds:
                yield self.gap(document, kinds, f"应办事项“{due.do}”", None, due.ref, due.line, ())
        for limit in document.limits:
            kinds = self.kinds(limit.clause, limit.evidence if limit.evidence != document.evidence else None)
            if kinds:
                yield self.gap(document, kinds, f"限额“{limit.name}”", None, limit.ref, limit.line, map(tuple, limit.awards))

    def of_operation(self, document: DocumentPlan, index: int, op: Operation) -> Iterator[Gap]:
        """Conditions, definitions and rows with a weak source, and amounts that nobody found."""
        if op.op == "unknown":
            what = op.label or "" if op.unit == "bool" else f"{self.owners.get(index, '')}的金额"
            yield self.at(document, ("unknown",), what, op.data[0], index)
        kinds = self.kinds(op.clause, op.evidence)
        if kinds and op.op == "named":
            group = self.names.together(index)
            if index == group[0]:
                yield self.at(document, kinds, "、".join(f"“{self.operations[i].label}”" for i in group), None, index)
        elif kinds:
            yield self.at(document, kinds, self.names.bare(index).inline(), None, index)
        if op.op == "first_of":
            refs = [ref or "" for clause, ref in op.data[1] if clause == NO_CLAUSE]
            if refs:
                yield self.at(document, ("no_clause",), f"{self.owners.get(index, '')}各档", None, index)._replace(ref="、".join(dict.fromkeys(filter(None, refs))))

    def at(self, document: DocumentPlan, kinds: tuple[str, ...], what: str, why: str | None, index: int) -> Gap:
        op = self.operations[index]
        return self.gap(document, kinds, what, why, op.ref, op.line, self.resting.get(index, ()))

    def gap(self, document: DocumentPlan, kinds, what: str, why: str | None, ref: str | None, line: int, resting) -> Gap:
        ordered = tuple(k for k in KINDS if k in kinds)
        return Gap(ordered, what, why, ref, document.id, document.file, line, tuple(sorted(set(resting))))

    @staticmethod
    def kinds(clause: str | None, evidence: str | None) -> tuple[str, ...]:
        return ((evidence,) if evidence in _WEAK else ()) + (("no_clause",) if clause == NO_CLAUSE else ())
