"""A cases file held against the plan: names looked up, given facts and expected results read.

What is wrong is a finding, and that case is left out; the rest can be run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from ..combining.combination import Key
from ..language.diagnostic import Findings, Where
from ..language.fact import Fact
from ..language.model import Case, Cases, Expectation, Library
from ..language.spelling import did_you_mean
from ..language.tree import Scalar
from ..plan.plan import DocumentPlan, Plan
from ..plan.versions import in_force
from ..profiles.profile import PaidBefore, Profile
from ..profiles.reader import labels_of_cases, profile_from_tree
from ..profiles.values import read_value, read_year
from .members import named_members, policies_of
from .results import Wanted, WrongUnit, example_of, meant_pool_status, meant_status, read_award_result, read_pool_result, read_value_result

TOTAL = "total"
EARLIEST, LATEST = 1900, 2201  # years of as_of: those of the calendar that rules reckon with
PAID_BEFORE = "已兑现"  # how a decision calls the ledger when it is missing

_AMOUNT = Fact("amount", "money", Where(""))
_DATED = re.compile(r"(.+)（(\d{4})年）|(\d{4})年(.+)")


@dataclass(frozen=True, slots=True)
class Asked:
    """One expectation. ``kind``: award, total, pool or definition; ``operation`` is the definition's, ``award`` (policy, award)."""

    name: str
    kind: str
    wanted: Wanted
    source: Expectation
    operation: int = -1
    needs: frozenset[str] | None = None
    because: tuple[str, ...] = ()
    award: Key | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A case that can be run: ``document`` is the version in force, ``given`` the defined names it sets."""

    case: Case
    document: DocumentPlan
    policy_year: int
    as_of: date
    profile: Profile
    asked: tuple[Asked, ...]

    @property
    def given(self) -> frozenset[str]:
        return frozenset(self.profile.definitions)


def check_cases(library: Library, plan: Plan, findings: Findings) -> None:
    """Report everything that would keep a case of ``library`` from being run."""
    for cases in library.cases:
        for _ in prepare_cases(cases, plan, findings):
            pass


def prepare_cases(cases: Cases, plan: Plan, findings: Findings) -> Iterator[Prepared]:
    """The cases of one file that are sound, in order; the others are in ``findings``."""
    versions = [d for d in plan.documents if d.id == cases.rules.text]
    if not cases.rules.text:
        return  # no ``for``: the schema says so
    if not versions:
        known = sorted({d.id for d in plan.documents})
        findings.error("C801", cases.rules.where, f"没有 id 为“{cases.rules.text}”的规则文件。",
                       did_you_mean(cases.rules.text, known) or "请核对 for 里的 id，应与规则文件的 id 相同。")  # fmt: skip
        return
    undated = [case for case in cases.cases if not (case.policy_year or cases.policy_year)]
    if undated:
        findings.error("C802", undated[0].where, f"用例“{undated[0].name}”{'等' if undated[1:] else ''}没有政策年度。", "在文件开头写 policy_year: 2021，或写在这一例里。")
    names = cache(lambda year, as_of: _Names(versions, plan, year, as_of))  # most cases of a file are of one day
    for case in (c for c in cases.cases if c not in undated):
        local = Findings()
        prepared = _Preparing(case, cases, names, plan, local).prepare()
        findings.items += local.items
        if prepared is not None and not local.has_errors:
            yield prepared


class _Names:
    """What a case may name on its day: ``document``, the version in force, and what it and those it uses define."""

    def __init__(self, versions: list[DocumentPlan], plan: Plan, year: int, as_of: date):
        self.versions = versions
        self.document = next((d for d in versions if in_force(d, year, as_of)), None)
        if self.document is None:
            return
        policies = [d for d in plan.documents if d.id in policies_of(self.document)]  # of a limits file
        used = [d for d in plan.documents if d.id in {*self.document.uses, *(u for p in policies for u in p.uses)}] + policies
        live = [d for d in policies if in_force(d, year, as_of)]
        self.awards = {a.name: (self.document.id, a.name) for a in self.document.awards} | named_members([self.document], live)
        self.ever = {a.name: (d.id, a.name) for d in versions for a in d.awards} | named_members(versions, policies)
        self.pools = [p.name for p in self.document.pools]
        self.definitions: dict[str, int] = {}  # name → operation, of what is in force
        for document in (d for d in used if in_force(d, year, as_of)):
            self.definitions |= document.definitions
        self.definitions |= self.document.definitions
        self.readings = frozenset(r.name for d in (*used, self.document) for r in d.readings)
        # What used documents that are not in force define may be given as well.
        given = {name: index for d in used for name, index in d.definitions.items()} | self.definitions
        # But no pools of its own, nor what rests on them: who is in which is what such a case tries.
        inside = {pool.inside for pool in self.document.pools}
        given = {name: index for name, index in given.items() if not inside or not _rests_on(index, inside, plan)}
        self.labels = labels_of_cases(plan.vocabulary, {name: plan.operations[index].unit for name, index in given.items()})


def _rests_on(index: int, wanted: set[int], plan: Plan) -> bool:
    """Whether an operation is, or rests on, one of ``wanted``."""
    pending, seen = [index], set()
    while pending:
        index = pending.pop()
        if index in wanted:
            return True
        pending += [arg for arg in plan.operations[index].args if arg not in seen]
        seen.add(index)
    return False


class _Preparing:
    """One case on its way to being run."""

    def __init__(self, case: Case, cases: Cases, names: Callable[[int, date], _Names], plan: Plan, findings: Findings):
        self.case, self.cases, self.names, self.plan, self.findings = case, cases, names, plan, findings

    def prepare(self) -> Prepared | None:
        case, findings = self.case, self.findings
        year = case.policy_year or self.cases.policy_year
        self.as_of = case.as_of or self.cases.as_of or date(year + 1, 6, 30)
        if not EARLIEST <= self.as_of.year <= LATEST:
            return findings.error("C813", case.where, f"用例“{case.name}”的申报日期 {self.as_of} 不在 {EARLIEST} 至 {LATEST} 年之间。", "改正 as_of，写作 2022-06-30。")
        self.year = year
        self.known = self.names(year, self.as_of)
        self.document = self.known.document
        if self.document is None:
            versions = self.known.versions
            spans = "；".join(f"{d.start or '不限'} 至 {d.end or '不限'}" for d in versions)
            return findings.error("C803", case.where, f"“{versions[0].id}”在 {year} 政策年度没有施行的版本（施行期：{spans}）。", "改正 policy_year、as_of，或补上那个时期的版本。")
        profile = profile_from_tree(case.given, self.cases.file, self.plan.vocabulary, findings, known=self.known.labels, readings=self.known.readings)
        profile.paid = self._paid()
        asked = tuple(a for a in map(self._asked, case.expect) if a)
        if not case.expect:
            findings.error("C804", case.where, f"用例“{case.name}”没有可用的期望。", "在 expect 里写奖补项和应得的结果。")
        return Prepared(case, self.document, year, self.as_of, profile, asked)

    # ------------------------------------------------------------------- names

    def _asked(self, expectation: Expectation) -> Asked | None:
        name = expectation.name
        awards, definitions = self.known.awards, self.known.definitions
        if name in awards:
            kind, operation, unit = "award", -1, "money"
        elif name == TOTAL and self.document.kind in ("policy", "limits"):
            kind, operation, unit = "total", -1, "money"
        elif name in self.known.pools:
            kind, operation, unit = "pool", -1, "bool"
        elif name in definitions:
            kind, operation = "definition", definitions[name]
            unit = self.plan.operations[operation].unit
        else:
            names = list(dict.fromkeys([*awards, *([TOTAL] if awards else []), *self.known.pools, *definitions]))
            what = "企业库" if self.document.kind == "pools" else "奖补项"
            return self.findings.error("C805", expectation.where, f"“{self.document.id}”没有名为“{name}”的{what}或定义。",
                                       did_you_mean(name, names) or f"可以写：{'、'.join(names)}。")  # fmt: skip
        wanted = self._wanted(expectation.result, unit, kind)
        needs = self._needs(expectation, kind, unit) if expectation.needs else None
        if wanted is None:
            return None
        return Asked(name, kind, wanted, expectation, operation, needs, tuple(b.text for b in expectation.because), awards.get(name))

    # ----------------------------------------------------------------- results

    def _wanted(self, result: Scalar, unit: str, kind: str) -> Wanted | None:
        if kind == "pool":
            wanted = read_pool_result(result.text)
            return wanted or self.findings.error("C806", result.where, f"看不懂期望的结果“{result.text}”。", meant_pool_status(result.text))
        named = kind == "definition"
        example = example_of(unit) if named else f"{example_of('money')}，或 eligible、ineligible、undetermined"
        try:
            wanted = read_value_result(result.text, unit) if named else read_award_result(result.text)
        except WrongUnit as wrong:
            self.findings.error("C807", result.where, f"期望的结果“{wrong}”单位不对。", f"可以写：{example}。")
            return None
        if wanted is None:
            self.findings.error("C806", result.where, f"看不懂期望的结果“{result.text}”。", (meant_status(result.text, named) if unit == "bool" or not named else None) or f"可以写：{example}。")
        return wanted

    def _needs(self, expectation: Expectation, kind: str, unit: str) -> frozenset[str] | None:
        """The names of ``needs`` as decisions show them."""
        if kind == "total" or unit != ("money" if kind == "award" else "bool"):
            self.findings.error("C808", expectation.needs[0].where, f"“{expectation.name}”不能写 needs。", "needs 只能写在奖补项、企业库或是/否的定义上；删去 needs。")
            return None
        return frozenset(filter(None, map(self._needed, expectation.needs)))

    def _needed(self, scalar: Scalar) -> str | None:
        text = scalar.text.strip()
        dated = _DATED.fullmatch(text)
        name, year = (dated[1] or dated[4], dated[2] or dated[3]) if dated else (text, None)
        name = self.plan.aliases.get(name, name)
        fact = self.plan.vocabulary.get(name)
        if name == PAID_BEFORE and not year:
            return name
        if fact is None or (year and not fact.per_year):
            names = [*self.plan.vocabulary, PAID_BEFORE]
            hint = did_you_mean(name, names) if fact is None else f"“{name}”不分年度，去掉年份。"
            return self.findings.error("C809", scalar.where, f"needs 里的“{text}”不是指标。", hint or "写词汇表里的指标名称。")
        if fact.per_year and not year:
            return self.findings.error("C809", scalar.where, f"needs 里的“{text}”没有写是哪一年的。", f"写作“{self.year - 1}年{name}”。")
        return f"{name}（{year}年）" if year else name

    # ------------------------------------------------------------- paid before

    def _paid(self) -> tuple[PaidBefore, ...] | None:
        """``paid_before`` as a ledger of this policy; None where the case does not know."""
        if self.case.paid_before is None:
            return None
        awards = self.known.ever
        paid = []
        for row in self.case.paid_before:
            if row.award.text not in awards:
                self.findings.error("C810", row.award.where, f"“{self.document.id}”没有名为“{row.award.text}”的奖补项。",
                                    did_you_mean(row.award.text, sorted(awards)) or f"可以写：{'、'.join(sorted(awards))}。")  # fmt: skip
                continue
            year = read_year(row.year.text) if row.year else None
            fen = read_value(_AMOUNT, row.amount, self.findings) if row.amount else None
            paid.append(PaidBefore(*awards[row.award.text], year, fen, row.where))
        return tuple(paid)
