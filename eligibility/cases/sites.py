"""Everything in the rules that cases should try: awards, pools, tests, edges, each at its place in a file.

The plan repeats an operation (for each of three years) or shares one, so what
is at one place counts once. What cannot be by nature is not asked for: a
reading is never unknown, a test of constants never turns.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from ..language.quantities import value_text
from ..plan.operations import COMPARISONS, Operation
from ..plan.plan import Plan, PoolPlan
from ..pools.decision import CANDIDATE, LEAVE, PROMOTE

TRUE, FALSE, UNKNOWN, DECIDING, PAID, REFUSED = "true", "false", "unknown", "deciding", "paid", "refused"
AT, BEYOND = "at", "beyond"
INSIDE, NOT_INSIDE, OPEN = "inside", "not inside", "open"  # of a pool: belongs there, does not, nobody can say yet
BITES, FREE = "bites", "free"  # of a limit: something is left out by it, nothing is
POOL_WORDS = {PROMOTE: "应入库", LEAVE: "应退库", CANDIDATE: "候选"}
WORDS = {TRUE: "成立", FALSE: "不成立", UNKNOWN: "不清楚", DECIDING: "由它决定结果", PAID: "符合", REFUSED: "不符合",
         AT: "正好在界上", BEYOND: "刚过界", INSIDE: "在库或应入库", NOT_INSIDE: "不在库", OPEN: "待定", BITES: "起作用", FREE: "不起作用", **POOL_WORDS}  # fmt: skip

_BLANKS = ("fact", "records", "column", "paid_ever", "paid_sum", "column_sum", "column_min", "column_max", "column_mean", "group_size")
_TESTS = COMPARISONS | {"is", "one_of", "exists", "absent", "has"}
_EXISTED = "已成立"  # the plan's own test, whether the firm was founded by then

Place = tuple[str, int, int, str]  # file, line, column, and award, pool, test or tier


@dataclass(slots=True)
class Site:
    """Something to try: ``wanted`` maps each aspect (``true``, ``at 不低于``) to its Chinese word."""

    place: Place
    text: str
    wanted: dict[str, str]
    seen: set[str] = field(default_factory=set)

    @property
    def unseen(self) -> list[str]:
        return [word for aspect, word in self.wanted.items() if aspect not in self.seen]


class Edge(NamedTuple):
    """Where ``op`` (ge gt le lt) turns: ``left`` equal to ``right``; ``name`` tells it from others at its place."""

    place: Place
    name: str
    op: str
    left: int
    right: int


class Sites:
    """All sites of a plan, and which operation belongs to which."""

    def __init__(self, plan: Plan):
        self.plan = plan
        self.operations = plan.operations
        self.sites: dict[Place, Site] = {}
        self.tests: dict[int, Site] = {}
        self.awards: dict[tuple[str, str], Site] = {}  # (file, award)
        self.pools: dict[tuple[str, str], Site] = {}  # (file, pool)
        self.limits: dict[tuple[str, str], Site] = {}  # (file, limit)
        self.edges: dict[int, list[Edge]] = {}
        self._below: dict[int, frozenset[int]] = {}
        for document in plan.documents:
            for award in document.awards:
                wanted = {PAID, REFUSED} if self.operations[award.status].args else {PAID}
                self.awards[document.file, award.name] = self._site(award.status, "award", f"奖补项“{award.name}”", wanted)
            for limit in document.limits:
                place = (document.file, limit.line, 1, "limit")
                self.limits[document.file, limit.name] = self.sites.setdefault(place, Site(place, f"限额“{limit.name}”", {a: WORDS[a] for a in (BITES, FREE)}))
            for pool in document.pools:
                self.pools[document.file, pool.name] = self._site(pool.inside, "pool", f"企业库“{pool.name}”", _statuses(pool), pool.line)
        for index in sorted(self._in_use()):
            self._add(index)

    def see(self, place: Place, aspect: str) -> None:
        self.sites[place].seen.add(aspect)

    # ------------------------------------------------------------------ what there is

    def _in_use(self) -> set[int]:
        """Operations that some award, gate or definition rests on (a fully covered band table has a test to spare)."""
        roots = [r for d in self.plan.documents for r in (*d.definitions.values(), *(g for _, g in d.gates))]
        roots += [r for d in self.plan.documents for a in d.awards for r in (a.status, a.amount)]
        roots += [limit.cap for d in self.plan.documents for limit in d.limits if limit.cap is not None]
        roots += [d.settle for d in self.plan.documents if d.settle is not None]
        roots += [r for d in self.plan.documents for p in d.pools for r in conditions_of(p)]
        return frozenset().union(*(self._closure(r) for r in roots)) if roots else set()

    def _add(self, index: int) -> None:
        op = self.operations[index]
        window = op.op == "all" and op.word == "在"
        once = op.op == "not" and self.operations[op.args[0]].op == "paid_ever"
        if op.op == "sum" and op.label == "分段累计":
            self._add_tiers(op)
        elif window or once or (op.op in _TESTS and op.label != _EXISTED and not self._in_window(index)):
            wanted = self._wanted(index)
            if wanted:
                self.tests[index] = self._site(index, "test", f"条件“{self.text(index)}”", wanted)
        for comparison in op.args if window else (index,):
            if index in self.tests and self.operations[comparison].op in ("ge", "gt", "le", "lt"):
                self._add_edge(comparison, index)

    def _in_window(self, index: int) -> bool:
        """One of the two comparisons that a 在 … stands for: only ever followed by that."""
        after = self.operations[index + 1 : index + 3]
        return any(op.op == "all" and op.word == "在" and index in op.args for op in after)

    def _add_edge(self, index: int, test: int) -> None:
        op = self.operations[index]
        if self._never_known(index):
            return
        left, right = (self.operations[a] for a in op.args)
        below = op.op in ("ge", "lt")  # just beyond the edge is below it
        possible = {AT: left.low <= right.high and left.high >= right.low, BEYOND: left.low < right.high if below else left.high > right.low}
        self._edge(test, self.tests[test].place, op.word or op.op, op.op, *op.args, possible)

    def _add_tiers(self, total: Operation) -> None:
        """Each bound of a tier table: an operation ``min`` of the subject and the bound."""
        for row in total.args:
            part = self.operations[row].args[0]
            while self.operations[part].op in ("max", "sub"):
                part = self.operations[part].args[0]
            op = self.operations[part]
            if op.op == "min" and not self._never_known(part):
                left, right = op.args
                site = self._site(part, "tier", f"分段“不超过 {self._operand(right)}”", set())
                self._edge(part, site.place, "不超过", "le", left, right, {AT: True, BEYOND: True})

    def _edge(self, index: int, place: Place, name: str, op: str, left: int, right: int, possible: dict[str, bool]) -> None:
        self.edges.setdefault(index, []).append(Edge(place, name, op, left, right))
        several = "" if place[3] == "tier" else f"（{name}）"
        for aspect, can in possible.items():
            if can:
                self.sites[place].wanted[f"{aspect} {name}"] = WORDS[aspect] + several

    def _site(self, index: int, sort: str, text: str, wanted: set[str], line: int | None = None) -> Site:
        op = self.operations[index]
        place = (self.plan.files[op.file], line or op.line, op.col, sort)
        site = self.sites.setdefault(place, Site(place, text, {}))
        site.wanted |= {aspect: word for aspect, word in WORDS.items() if aspect in wanted}
        return site

    # ---------------------------------------------------------------- what can be

    def _wanted(self, index: int) -> set[str]:
        """The aspects that the test can have at all."""
        kinds = {self.operations[i].op for i in self._closure(index)}
        if not kinds & set(_BLANKS):
            return {DECIDING} if "reading" in kinds else set()
        if self._never_known(index):
            return {UNKNOWN}
        op = self.operations[index]
        if op.op in COMPARISONS:
            left, right = (self.operations[a] for a in op.args)
            swap = op.op in ("le", "lt")
            over, under = (right, left) if swap else (left, right)
            if op.op in ("ge", "le"):
                can = over.high >= under.low, over.low < under.high
            else:
                can = over.high > under.low, over.low <= under.high
            if op.op != "eq" and not all(can) and not self._may_be_none(index):
                return set()
        return {TRUE, FALSE, UNKNOWN, DECIDING}

    def _never_known(self, index: int) -> bool:
        """It rests on a number nobody found."""
        return any(
            op.op == "unknown" or (op.op == "parameter" and all(row[1] != "value" for row in op.data[2]))
            for op in map(self.operations.__getitem__, self._closure(index))
        )

    def _may_be_none(self, index: int) -> bool:
        facts = [self.plan.vocabulary.get(op.data[0]) for op in map(self.operations.__getitem__, self._closure(index)) if op.op == "fact"]
        return any(fact is not None and fact.none for fact in facts)

    def _closure(self, index: int) -> frozenset[int]:
        """``index`` and everything it rests on, in every version."""
        if index not in self._below:
            self._below[index] = frozenset([index]).union(*(self._closure(a) for a in self.operations[index].args))
        return self._below[index]

    # ------------------------------------------------------------------- in words

    def text(self, index: int) -> str:
        """A test as one would say it: 高企发证日期 在 本年."""
        op = self.operations[index]
        if op.op == "not":
            return "以前没有领过"
        if op.op == "all":
            return f"{self._operand(self.operations[op.args[0]].args[0])} {op.label}"
        if op.op == "has":
            return f"{op.label} 中有符合条件的一条"
        subject = self._operand(op.args[0])
        if op.op in ("is", "one_of"):
            return f"{subject} {op.word} {'、'.join(op.data)}"
        return f"{subject} {op.word}" if len(op.args) == 1 else f"{subject} {op.word} {self._operand(op.args[1])}"

    def _operand(self, index: int) -> str:
        op = self.operations[index]
        if op.op == "const":
            return value_text(op.low, op.unit)
        return op.label or "…"


def conditions_of(pool: PoolPlan) -> list[int]:
    """The conditions of a pool whose tests cases should try; being inside tests the pools of ``after`` too."""
    return [condition for condition in (pool.member, pool.enter, pool.leave, pool.inside) if condition is not None]


def _statuses(pool: PoolPlan) -> set[str]:
    """How an enterprise can stand to a pool, as far as its conditions tell."""
    can_leave = pool.leave is not None or bool(pool.after)
    return {
        OPEN, *([INSIDE] if pool.member is not None or pool.enter is not None else []), *([NOT_INSIDE] if pool.enter is not None or can_leave else []),
        *([PROMOTE] if pool.member is not None and pool.enter is not None else []),
        *([LEAVE] if can_leave and pool.member is not None or pool.leave is not None else []),
        *([CANDIDATE] if pool.short_of is not None else []),
    }  # fmt: skip
