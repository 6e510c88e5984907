"""The policies of one enterprise decided together: limits across policies applied, and the best combination told.

Policies are settled one by one first. Where no limit speaks of them and
nothing was left out, that is all.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..combining.combination import Combination, Key, LeftOut
from ..combining.combine import Part, combination_of, parts_of, span
from ..combining.problem import Group, Problem
from ..engines.scalar.engine import Trace
from ..engines.scalar.values import Interval, ends
from ..language.quantities import money_text
from ..plan.plan import DocumentPlan, LimitPlan
from ..plan.versions import in_force
from .decision import ELIGIBLE, UNDETERMINED, Amount, AwardDecision, EnterpriseDecision, PolicyDecision
from .evidence import WEAK
from .open_amounts import blanks_of_amount

BEFORE_LIMITS = "不同理解、参考测算的金额没有计入合并限额"


def combined(trace: Trace, documents: Sequence[DocumentPlan], decisions: tuple[PolicyDecision, ...]) -> tuple[tuple[PolicyDecision, ...], Combination | None]:
    """The decisions with what is really paid, and the combination; None where no award has to do with another."""
    limits = [limit for d in trace.engine.documents for limit in d.limits]
    if not limits and not any(_cut(trace, d, p) for d, p in zip(documents, decisions)):
        return decisions, None
    problem = problem_of(trace, documents, decisions, limits)
    parts = parts_of(problem)
    across = [p for p in parts if p.across]
    told = [p for p in parts if (p in across and len(p.positions) > 1) or p.left_out]
    combination = combination_of(told, parts)
    if not across:
        return decisions, combination
    changed = _Changed(problem, parts, combination, _not_decided(trace, limits), decisions)
    return tuple(map(changed.policy, decisions)), combination


def problem_of(trace: Trace, documents: Sequence[DocumentPlan], decisions: Sequence[PolicyDecision], limits: Sequence[LimitPlan]) -> Problem:
    """All awards of the policies, with their law and the limits over them."""
    awards: list[Key] = []
    statuses, amounts, overrides, groups = [], [], [], []
    for document in documents:
        first, place = len(awards), {a.name: len(awards) + i for i, a in enumerate(document.awards)}
        awards += [(document.id, a.name) for a in document.awards]
        statuses += [trace.raw(a.status) for a in document.awards]
        amounts += [trace.raw(a.amount) for a in document.awards]
        overrides += [(place[over], place[under]) for over, under in document.overrides]
        settle = trace.engine.operations[trace.engine.target(document.settle)]
        for together, group in zip(document.together, settle.data[2]):
            cap, paid = (None if group[key] is None else settle.args[group[key]] for key in ("cap", "paid"))
            members = tuple(first + i for i in group["awards"])
            groups.append(_group(trace, together, members, cap, [] if paid is None else [paid]))
    place = {award: i for i, award in enumerate(awards)}
    for limit in limits:
        members = tuple(place[tuple(award)] for award in limit.awards if tuple(award) in place)
        if members:
            group = _group(trace, limit, members, limit.cap, limit.paid)
            groups.append(group._replace(clause=limit.clause or limit.ref, across=True, evidence=limit.evidence))
    blanks = tuple(_blanks(a) for p in decisions for a in p.awards)
    return Problem(tuple(awards), tuple(statuses), tuple(amounts), tuple(overrides), tuple(groups), blanks)


def _group(trace: Trace, rule, members: tuple[int, ...], cap: int | None, paid: list[int]) -> Group:
    before = sum((trace.raw(i) for i in paid), 0) if paid else None
    blanks = [name for i in [*([] if cap is None else [cap]), *paid] for name in blanks_of_amount(trace, i)]
    return Group(rule.name, members, rule.pay, rule.cut, None if cap is None else trace.raw(cap), before,
                 refer=rule.refer, blanks=tuple(dict.fromkeys(blanks)))


def _blanks(award: AwardDecision) -> tuple[str, ...]:
    """What the status and the amount of an award wait for."""
    missing = award.missing
    return tuple(dict.fromkeys(name for names in (*missing.sets, missing.could_refuse, missing.amount) for name in names))


def _cut(trace: Trace, document: DocumentPlan, policy: PolicyDecision) -> bool:
    """Whether an eligible award of a policy is surely paid less than its amount."""
    return any(award.status == ELIGIBLE and award.amount.high is not None and ends(trace.raw(plan.amount))[0] > award.amount.high
               for plan, award in zip(document.awards, policy.awards))


def total_under_limits(trace: Trace, documents: Sequence[DocumentPlan]) -> tuple[float, float]:
    """Lowest and highest 分 that the policies come to at once, of a run without decisions."""
    parts = parts_of(problem_of(trace, documents, (), [limit for d in trace.engine.documents for limit in d.limits]))
    return sum(p.solved.total[0] for p in parts), sum(p.solved.total[1] for p in parts)


def amounts_under_limits(trace: Trace, documents: Sequence[DocumentPlan]) -> tuple[dict[str, tuple[float, float]], dict[Key, tuple[float, float]]]:
    """Lowest and highest 分 of the policies, and of the awards, that limits across policies change; as ``combined`` has them."""
    limits = [limit for d in trace.engine.documents for limit in d.limits]
    if not limits:
        return {}, {}
    problem = problem_of(trace, documents, (), limits)
    parts = parts_of(problem)
    awards = {problem.awards[i]: paid for p in parts if p.across for i, paid in zip(p.positions, p.solved.paid)}
    policies: dict[str, tuple[float, float]] = {}
    for policy in dict.fromkeys(policy for policy, _ in awards):
        spans = [p.solved.policies[policy] for p in parts if policy in p.solved.policies]
        policies[policy] = sum(low for low, _ in spans), sum(high for _, high in spans)
    return policies, awards


def lawful_total(decision: EnterpriseDecision) -> Amount:
    """What all policies of a decision come to at once; without limits the sum of their amounts."""
    combination = decision.combination
    together = {policy for policy, _ in combination.payments} if combination else set()
    amounts = [p.amount for p in decision.decisions if p.policy not in together] + ([Amount(*combination.whole)] if combination else [])
    return Amount(sum(a.low for a in amounts), None if any(a.high is None for a in amounts) else sum(a.high for a in amounts))


def _not_decided(trace: Trace, limits: Sequence[LimitPlan]) -> dict[Key, list[str]]:
    """Award → a sentence for each limit over it that also speaks of policies in force which were not asked for."""
    asked = {d.id for d in trace.engine.documents}
    selection = trace.engine.selection
    titles = {d.id: d.title for d in trace.engine.plan.documents
              if d.id not in asked and in_force(d, selection.policy_year, selection.as_of)}  # fmt: skip
    found: dict[Key, list[str]] = {}
    for limit in limits:
        others = list(dict.fromkeys(titles[policy] for policy, _ in limit.awards if policy in titles))
        if others:
            clause = limit.clause or limit.ref
            sentence = f"合并限额“{limit.name}”{f'（{clause}）' if clause else ''}还管{'、'.join(f'“{title}”' for title in others)}，这次没有判定，没有合并计算"
            for policy, award in limit.awards:
                found.setdefault((policy, award), []).append(sentence)
    return found


class _Changed:
    """Decisions with the payments under limits."""

    def __init__(self, problem: Problem, parts: list[Part], combination: Combination | None, not_decided: dict[Key, list[str]],
                 decisions: tuple[PolicyDecision, ...]):
        self.problem, self.parts, self.not_decided = problem, parts, not_decided
        self.left_out = {row.award: row for row in combination.left_out} if combination else {}
        self.part = {problem.awards[i]: p for p in parts if p.across for i in p.positions}
        self.place = {award: i for i, award in enumerate(problem.awards)}
        self.titles = {p.policy: p.title for p in decisions}

    def policy(self, policy: PolicyDecision) -> PolicyDecision:
        keys = [(policy.policy, a.award) for a in policy.awards]
        if self.part.keys().isdisjoint(keys):
            return policy
        own = [p for p in self.parts if any(self.problem.awards[i] in keys for i in p.positions)]
        amount = Amount(*span(*(sum(p.solved.policies[policy.policy][end] for p in own) for end in (0, 1))))
        return policy._replace(amount=amount, awards=tuple(map(self.award, keys, policy.awards)))

    def award(self, key: Key, award: AwardDecision) -> AwardDecision:
        part = self.part.get(key)
        if part is None:
            return award
        own, paid = self.problem.amounts[self.place[key]], part.solved.paid[part.positions.index(self.place[key])]
        groups = [g for g in part.problem.groups if g.across and part.positions.index(self.place[key]) in g.members]
        touched = len(part.positions) > 1 or paid != ends(own)
        notes = list(award.notes)
        if key in self.left_out and groups:
            notes.append(self._note(self.left_out[key], groups))
        elif paid != ends(own) and (award.status == UNDETERMINED or paid[0] != paid[1]) and groups and len(part.positions) > 1:
            notes.append(f"与{self._named(self._others(part, groups, key))}合并计算（{_rules(groups)}），付多少要看这几项合起来的结果")
        if touched and (award.outcomes or award.reference is not None):
            notes.append(BEFORE_LIMITS)
        notes += self.not_decided.get(key, ())
        weak = tuple(f"合并限额“{g.name}”为{WEAK[g.evidence]}" for g in groups if touched and g.evidence in WEAK)
        return award._replace(amount=Amount(*span(*paid)), notes=tuple(notes), provisional_because=award.provisional_because + weak,
                              missing=self._missing(award, part, isinstance(own, Interval), paid))

    def _missing(self, award: AwardDecision, part: Part, own_open: bool, paid):
        """An amount that was known may be open for what others wait for."""
        if paid[0] == paid[1]:
            return award.missing
        names = [*award.missing.amount, *(n for names in part.problem.blanks for n in names), *(n for g in part.problem.groups for n in g.blanks)]
        return award.missing._replace(amount=tuple(dict.fromkeys(names)))

    def _note(self, row: LeftOut, groups: list[Group]) -> str:
        most = row.lost[0] if row.lost[0] == row.lost[1] else None
        by = f"，已有{self._named(row.by)}" if row.by else ""
        loss = "不再付" if self._paid_nothing(row.award) else f"少付 {money_text(most)}" if most is not None else "少付"
        refer = "；".join(dict.fromkeys(g.refer for g in groups if g.refer and g.name in row.rule.split("、")))
        clause = f"（{row.clause}）" if row.clause else ""
        return f"合并限额“{row.rule}”{clause}{by}，本项{loss}" + (f"；{refer}，转人工" if refer else "")

    def _paid_nothing(self, key: Key) -> bool:
        part = self.part[key]
        return part.solved.paid[part.positions.index(self.place[key])][1] == 0

    def _others(self, part: Part, groups: list[Group], key: Key) -> list[Key]:
        members = dict.fromkeys(part.problem.awards[i] for g in groups for i in g.members)
        return [other for other in members if other != key]

    def _named(self, awards: Sequence[Key]) -> str:
        return "、".join(f"“{award}”（{self.titles[policy]}）" for policy, award in awards)


def _rules(groups: list[Group]) -> str:
    return "；".join(f"{g.name}，{g.clause}" if g.clause else g.name for g in groups)
