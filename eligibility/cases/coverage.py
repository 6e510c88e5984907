"""What the cases have tried of each document, and what not.

A case tries only what its expectations rest on: a test below an award that the
case does not mention goes unchecked and is not counted, and an award counts as
paid only where the case says how much. Of a pool the status counts, and what decides whether one is in it, enters
or leaves. Open points of the text (``readings``)
are also tried the other way, as a decision does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from ..decisions.decide import decide
from ..engines.scalar.engine import ScalarEngine, Trace
from ..plan.plan import Plan, PoolPlan
from ..pools.decide_pools import decide_pools
from ..pools.decision import UNDETERMINED
from .check import TOTAL, Prepared
from .deciding import Skeleton
from .rows import ProbedPlan, parts_below
from .run import Engines
from .sites import (
    AT, BITES, BEYOND, DECIDING, FALSE, FREE, INSIDE, NOT_INSIDE, OPEN, PAID, REFUSED, TRUE, UNKNOWN, Edge, Site, Sites, conditions_of,
)

#: open points whose combinations are all tried
MOST_READINGS = 6
_ASPECTS = {True: TRUE, False: FALSE, None: UNKNOWN}


@dataclass(frozen=True, slots=True)
class DocumentCoverage:
    """Of one document (one version is one file): how many aspects there are and were seen, and the sites not all seen."""

    id: str
    file: str
    wanted: int
    seen: int
    unseen: tuple[Site, ...]

    @property
    def percent(self) -> Fraction:
        return Fraction(100 * self.seen, self.wanted) if self.wanted else Fraction(100)


class Coverage:
    """Collects what cases try: ``observe`` each, then ask for ``documents``."""

    def __init__(self, plan: Plan):
        self.plan = plan
        self.sites = Sites(plan)
        self.probed = ProbedPlan(plan)
        self.engines = Engines(self.probed.plan)
        self._skeletons: dict[tuple, Skeleton] = {}

    def observe(self, prepared: Prepared) -> None:
        """Note everything that one case tries."""
        engine = self.engines.of(prepared)
        trace = engine.run_profile(prepared.profile)
        awards = prepared.document.awards
        asked = [a for a in awards if _asks(a.name, prepared)]
        in_money = [a for a in awards if _asks(a.name, prepared, in_money=True)]
        for award in asked:
            status = trace.raw(award.status)
            if status is False or (status and award in in_money):
                self.sites.awards[prepared.document.file, award.name].seen.add(PAID if status else REFUSED)
        pools = self._pools(engine, prepared)
        outcomes = [a.status for a in asked] + [c for p in pools for c in conditions_of(p)]
        outcomes += [a.operation for a in prepared.asked if a.kind == "definition"]
        caps = self._limits(engine, prepared)
        for run in [trace, *_other_readings(engine, trace)]:
            amounts = caps + [a.value for a in in_money if run.raw(a.status) is not False]
            self._look(engine, outcomes + amounts, outcomes, run)

    def documents(self, files: Iterable[str] | None = None) -> list[DocumentCoverage]:
        """Every document, or those in ``files``."""
        chosen = None if files is None else set(files)
        found = []
        for document in self.plan.documents:
            if chosen is not None and document.file not in chosen:
                continue
            sites = sorted((s for s in self.sites.sites.values() if s.place[0] == document.file), key=lambda s: s.place)
            wanted = sum(len(s.wanted) for s in sites)
            unseen = tuple(s for s in sites if s.unseen)
            found.append(DocumentCoverage(document.id, document.file, wanted, wanted - sum(len(s.unseen) for s in unseen), unseen))
        return found

    def _limits(self, engine: ScalarEngine, prepared: Prepared) -> list[int]:
        """The caps of the limits over awards of which the case expects an amount; whether each left something out is noted."""
        whole = any(a.kind == TOTAL for a in prepared.asked)
        asked = {a.award for a in prepared.asked if a.kind == "award" and a.wanted.form != "status"}
        limits = [limit for limit in prepared.document.limits if whole or asked.intersection(map(tuple, limit.awards))]
        if not limits:
            return []
        decision = decide(engine, prepared.profile, search=False)
        left_out = decision.combination.left_out if decision.combination else ()
        paid = {(p.policy, a.award) for p in decision.decisions for a in p.awards if a.amount.low}
        for limit in limits:
            mine = set(map(tuple, limit.awards))
            if any(row.award in mine and limit.name in row.rule.split("、") for row in left_out):
                self.sites.limits[prepared.document.file, limit.name].seen.add(BITES)
            elif mine & paid:
                self.sites.limits[prepared.document.file, limit.name].seen.add(FREE)
        return [limit.cap for limit in limits if limit.cap is not None]

    def _pools(self, engine: ScalarEngine, prepared: Prepared) -> list[PoolPlan]:
        """The pools that the case expects something of; how it stands to each is noted."""
        names = {a.name for a in prepared.asked if a.kind == "pool"}
        if not names:
            return []
        for pool in decide_pools(engine, prepared.document, prepared.profile, search=False).pools:
            if pool.pool in names:
                stands = OPEN if pool.status == UNDETERMINED else INSIDE if pool.inside else NOT_INSIDE
                self.sites.pools[prepared.document.file, pool.pool].seen |= {stands, pool.status}
        return [pool for pool in prepared.document.pools if pool.name in names]

    # --------------------------------------------------------------------- one run

    def _look(self, engine: ScalarEngine, roots: list[int], outcomes: list[int], trace: Trace) -> None:
        """A whole run, then each row of the records it rests on."""
        skeleton = self._skeleton(engine, roots, outcomes)
        self._note(skeleton, _Whole(trace))
        for part in parts_below(self.probed, engine, skeleton.below):
            of_row = self._skeleton(engine, [part.root], [part.root] if part.is_condition else [])
            for view in self.probed.views(trace, part):
                self._note(of_row, view)

    def _note(self, skeleton: Skeleton, view) -> None:
        for index in skeleton.below:
            site = self.sites.tests.get(index)
            if site is not None:
                decides = skeleton.decides(index, view.truth)
                site.seen |= {_ASPECTS[view.truth(index)], *([DECIDING] if decides else [])}
                if not decides:
                    continue  # an edge is tried only where it matters on which side the subject is
            for edge in self.sites.edges.get(index, ()):
                left, right = (view.value(skeleton.target(i)) for i in (edge.left, edge.right))
                side = _side(edge, left, right, self.plan.operations[edge.left].unit)
                if side:
                    self.sites.see(edge.place, f"{side} {edge.name}")

    def _skeleton(self, engine: ScalarEngine, roots: list[int], outcomes: list[int]) -> Skeleton:
        key = (id(engine), tuple(roots), tuple(outcomes))
        if key not in self._skeletons:
            self._skeletons[key] = Skeleton(engine, roots, outcomes)
        return self._skeletons[key]


class _Whole:
    """A run seen as a whole, with the face of ``rows.View``."""

    def __init__(self, trace: Trace):
        self.truth = trace.raw
        self.value = trace.value


def _asks(award: str, prepared: Prepared, *, in_money: bool = False) -> bool:
    """Whether the case expects something of the award, itself or in the total; ``in_money``: an amount."""
    named = [a for a in prepared.asked if a.kind == TOTAL or (a.kind == "award" and a.name == award)]
    return any(not in_money or a.wanted.form != "status" for a in named)


def _other_readings(engine: ScalarEngine, trace: Trace) -> Iterator[Trace]:
    """The case with its open points read otherwise, in every combination."""
    slots = [i for i, slot in enumerate(engine.slots) if slot.kind == "reading"][:MOST_READINGS]
    for turned in product((False, True), repeat=len(slots)):
        if any(turned):
            inputs = list(trace.inputs)
            for slot, turn in zip(slots, turned):
                inputs[slot] = inputs[slot] is not turn
            yield engine.rerun(inputs)


def _side(edge: Edge, left, right, unit: str) -> str | None:
    """``at`` where both are equal, ``beyond`` where they are apart by one unit or at most 1%, on the other side of the edge."""
    if any(isinstance(v, bool) or not isinstance(v, (int, Fraction)) for v in (left, right)):
        return None
    if left == right:
        return AT
    gap = right - left if edge.op in ("ge", "lt") else left - right
    if gap < 0:
        return None
    whole = 1 if unit in ("money", "date", "year") or unit.startswith("count:") else 0
    most = whole if unit in ("date", "year") else max(abs(right) * Fraction(1, 100), whole)
    return BEYOND if gap <= most or right == 0 else None  # nothing is near to 0 in percent
