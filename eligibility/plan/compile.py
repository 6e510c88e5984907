"""Library → plan: names looked up, units and bounds checked, one list of operations."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial

from ..language.diagnostic import Findings, Where
from ..language.fact import Fact
from ..language.model import Library, Rules
from ..language.spelling import did_you_mean
from ..language.syntax import Name
from .awards import build_award, build_gates, build_settlement
from .definitions import declare
from .draft import MOST_DEPTH, MOST_OPERATIONS, Draft, TooDeep, TooLarge
from .due import build_dues
from .limits import build_limits
from .parameters import build_parameter
from .plan import DocumentPlan, Plan, ReadingPlan, iso
from .pool_rows import build_pools
from .pools import Pools
from .proportion import check_proportion
from .scope import BUILT_IN, Scope
from .versions import check_versions

#: Definitions may nest 60 deep and each hold an expression of 200 operators, in brackets 50 deep. These calls are
#: all of Python functions, so they need no room on the machine's own stack.
RECURSION = 50_000


def compile_library(library: Library, findings: Findings, sha256: str = "") -> Plan:
    """The plan of all standards, policies, pools and limits; what is wrong goes to ``findings``.

    With errors among the findings the plan is incomplete and must not be run.
    """
    vocabulary = merge_vocabulary(library, findings)
    draft = Draft(findings, vocabulary, frozenset(name for v in library.vocabularies for name in v.unread))
    plan = Plan(sha256, draft.files, vocabulary, draft.operations)
    check_versions(library.rules, findings)
    builders = [_Document(rules, draft) for rules in library.rules]
    by_id: dict[str, list[_Document]] = {}
    for builder in builders:
        by_id.setdefault(builder.rules.id, []).append(builder)
    for id_, versions in by_id.items():
        for name in dict.fromkeys(n for v in versions for n in v.own_names()):
            draft.homes.setdefault(name, []).append(id_)
        draft.awards[id_] = list(dict.fromkeys(award for v in versions for award in v.rules.awards))
    known = {part.file for part in (*library.vocabularies, *library.rules, *library.cases)}
    unread = any(file not in known for file in library.sources)
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, RECURSION))
    try:
        for builder in builders:
            builder.scope.incomplete = unread
            builder.import_names(by_id)
        for builder in builders:
            builder.declare()
        for builder in builders:
            plan.documents.append(builder.build())
        check_proportion(plan, findings)
        if not findings.has_errors:
            for builder in builders:
                builder.check_readings()
    except TooLarge:
        findings.error("P618", Where(library.rules[0].file), f"规则库太大：超过 {MOST_OPERATIONS} 个运算步骤。", "把规则分成几个库。")
    except TooDeep as deep:
        findings.error("P602", deep.args[0], f"算到这里，一步套一步超过 {MOST_DEPTH} 层。", "合并一些中间名称，把长的算式改短。")
    finally:
        sys.setrecursionlimit(limit)
    return plan


def merge_vocabulary(library: Library, findings: Findings) -> dict[str, Fact]:
    """One vocabulary of all facts files; a fact or alias declared twice is reported."""
    vocabulary: dict[str, Fact] = {}
    owner: dict[str, str] = {}
    for fact in (f for v in library.vocabularies for f in v.facts.values()):
        if fact.name in vocabulary or fact.name in BUILT_IN:
            known = vocabulary.get(fact.name)
            findings.error("N415", fact.where, f"指标“{fact.name}”登记了两次。" if known else f"“{fact.name}”是语言自带的名称，不能登记为指标。",
                           f"另一处在 {known.where}；删去一处。" if known else "换一个名称。")
            continue
        vocabulary[fact.name] = fact
    for fact in vocabulary.values():
        for alias in fact.aliases:
            if alias in vocabulary or alias in owner:
                findings.error("N416", fact.where, f"别名“{alias}”已经属于“{owner.get(alias, alias)}”。", "删去其中一个别名，使一个说法只指一个指标。")
            else:
                owner[alias] = fact.name
    for role in ("name", "code", "founded"):
        bearers = [f for f in vocabulary.values() if f.role == role]
        for fact in bearers[1:]:
            findings.error("N417", fact.where, f"role: {role} 已经属于“{bearers[0].name}”。", "一个 role 只能给一个指标；从其中一个里删去 role。")
    return vocabulary


class _Document:
    """Builds one file; its names exist before any file is built, so files may use each other."""

    def __init__(self, rules: Rules, draft: Draft):
        self.rules = rules
        self.draft = draft
        self.imported = Scope(draft)
        self.scope = Scope(draft, anchor="application" if rules.this_year == "申报年度" else "policy", parent=self.imported,
                           awards=frozenset(rules.awards))
        self.pools = Pools(rules, self.scope)
        self.readings_used: set[str] = set()
        instrument = rules.instrument
        self.plan = DocumentPlan(
            rules.id, rules.kind, rules.title, rules.file, instrument.evidence if instrument else "assumed",
            instrument.title if instrument else "", instrument.number if instrument else None, rules.department,
            iso(rules.in_force.start), iso(rules.in_force.end), iso(rules.published), rules.in_force.by,
            [n.text for n in rules.uses], materials=list(rules.materials), this_year=rules.this_year,
            source=instrument.source if instrument else None, note=rules.note,
        )

    def import_names(self, by_id: dict[str, list["_Document"]]) -> None:
        """Make the names of every used document visible; each stands for the version in force."""
        for used in self.rules.uses:
            versions = by_id.get(used.text)
            if not versions:
                hint = did_you_mean(used.text, list(by_id))
                if hint or not self.scope.incomplete:  # else it may be the file that could not be read
                    self.draft.findings.error("N413", used.where, f"找不到 id 为“{used.text}”的文件。", hint or "核对 uses 里的 id。")
                self.scope.incomplete = True
                continue
            for name in dict.fromkeys(n for v in versions for n in v.own_names()):
                if name in self.imported.names:
                    self.draft.findings.error("N418", used.where, f"“{name}”在 uses 的几个文件里都有定义。", "只用其中一个文件，或给其中一个改名。")
                    continue
                self.imported.names[name] = partial(self._version, name, versions, used)

    def own_names(self) -> list[str]:
        given = [g.text for d in self.rules.define.values() for g in getattr(getattr(d.body, "value", None), "gives", ())]
        return [*self.rules.define, *given, *self.rules.parameters, *self.rules.pools]

    def exported(self, name: str) -> Callable[[], int | None] | None:
        """What ``name`` stands for outside of the document; None where it has no such name."""
        build = self.scope.names.get(name)

        def resolved() -> int | None:
            index = build()
            return None if index is None else self.pools.resolved(index)

        return build and resolved

    def _version(self, name: str, versions: list["_Document"], used: Name) -> int | None:
        found = []
        for version in versions:
            build = version.exported(name)
            if build is None:
                if name not in version.rules.define and name not in version.rules.pools:
                    self.draft.findings.error("N412", used.where, f"“{used.text}”的版本 {version.rules.file} 没有定义“{name}”。", "在那个版本里补上同名的定义。")
                return None
            index = build()
            if index is None:
                return None
            found.append(index)
        unit = self.draft.unit(found[0])
        if any(self.draft.unit(i) != unit for i in found):
            self.draft.findings.error("T533", used.where, f"“{name}”在“{used.text}”的各版本里单位不同。", "把各版本的同名定义写成同一单位。")
            return None
        documents = [[v.rules.id, v.rules.file] for v in versions]
        return self.draft.add("version", tuple(found), unit, used.where, data=documents, label=name)

    def declare(self) -> None:
        """Readings, parameters and definitions become names."""
        for reading in self.rules.readings.values():
            index = self.draft.add("reading", (), "bool", reading.where, data=[self.rules.id, reading.name, reading.take], label=reading.name)
            self.plan.readings.append(ReadingPlan(reading.name, reading.take, reading.why, index))
            self.scope.add(reading.name, reading.where, partial(self._reading, reading.name, index))
        for parameter in self.rules.parameters.values():
            made = build_parameter(parameter, self.rules, self.scope) if self.rules.instrument else None
            if made:
                self.plan.parameters.append(made)
            self.scope.add(parameter.name, parameter.where, partial(_same, made.operation if made else None))
        declare(self.rules.define, self.scope)
        self.pools.declare()

    def _reading(self, name: str, index: int) -> int:
        self.readings_used.add(name)
        return index

    def check_readings(self) -> None:
        """Warn of readings that nothing uses. Only for rules without errors: what could not be built uses nothing."""
        for reading in self.rules.readings.values():
            if reading.name not in self.readings_used:
                self.draft.findings.warning("P622", reading.where, f"没有一处用到理解口径“{reading.name}”，采用不采用，结果都一样。",
                                            f"在受它影响的条件里写“{reading.name}: 是”或“{reading.name}: 否”；没有这样的条件的，删去它，把疑问写进 note。")

    def build(self) -> DocumentPlan:
        """Definitions, gates and awards become operations."""
        rules, scope, plan = self.rules, self.scope, self.plan
        for name in self.own_names():
            if name in rules.parameters or name not in scope.names:
                continue
            index = self.exported(name)()
            if index is not None:
                plan.definitions[name] = index
        plan.gates = build_gates(rules, scope)
        if rules.instrument is None:
            return plan
        plan.due = build_dues(rules.due, scope)
        build_pools(plan, self.pools)
        build_limits(rules, plan, scope)
        for award in rules.awards.values():
            made = build_award(award, rules, plan.gates, scope)
            if made:
                plan.awards.append(made)
        if plan.awards:
            build_settlement(rules, plan, scope)
        return plan


def _same(index: int | None) -> int | None:
    """What a name stands for that is built already."""
    return index
