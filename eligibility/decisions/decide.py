"""One enterprise decided: run the engine, then say what came out and why."""

from __future__ import annotations

from itertools import product

from ..engines.scalar.engine import ScalarEngine, Trace
from ..engines.scalar.values import ends
from ..plan.plan import AwardPlan, DocumentPlan
from ..profiles.profile import Profile
from .combined import combined
from .decision import (
    ELIGIBLE, INELIGIBLE, UNDETERMINED, Amount, AwardDecision, EnterpriseDecision, Missing, Need, Outcome,
    PolicyDecision, Reason, StandardResult, status_of,
)
from .evidence import operations_below, readings_below, unknown_below, weak_numbers
from .missing import Work, missing_of
from .open_amounts import blanks_of_amount
from .papers import papers_of
from .reason_trees import condition_text, values_behind, with_clause
from .reasons import Explainer
from .shortfall import Shortfalls, together

#: open points of one policy whose combinations are all reckoned through
MOST_READINGS = 6
#: operations calculated for them, all combinations together: with very many rules fewer points are turned
MOST_STEPS = 1_000_000
#: operations below an amount that are shown one by one; where there are more, definitions alone
MOST_CALCULATED = 500
LONGEST_NAME = 100
_ORDER = (ELIGIBLE, UNDETERMINED, INELIGIBLE)


def decide(engine: ScalarEngine, profile: Profile, *, assume: bool = False, problems=(), search: bool = True) -> EnterpriseDecision:
    """Every policy of ``engine`` for one enterprise.

    ``assume`` calculates with the comparables of unknown parameters; every
    line then says so. ``search`` False leaves out what is missing and what to
    do next (faster).
    """
    references = reference_scenario(engine)
    trace = engine.run_profile(profile, references if assume else None)
    decider = _Decider(engine, trace, profile, references, assume, search)
    documents = [d for d in engine.documents if d.kind == "policy" and d.settle is not None]
    decisions, combination = combined(trace, documents, tuple(decider.policy(d) for d in documents))
    return EnterpriseDecision(
        engine.selection.policy_year, engine.selection.as_of.isoformat(), engine.plan.sha256,
        profile.code, profile.name, assume,
        decisions, decider.standards(), tuple(problems), papers=papers_of(trace, documents, decisions) if search else (),
        combination=combination,
    )


def reference_scenario(engine: ScalarEngine) -> dict[int, int]:
    """Slot → scaled reference value, for every unknown parameter that names a comparable."""
    scenario = {}
    for index, reference in engine.selection.unknown.items():
        if reference is not None and index in engine.slot_of:
            number, under = engine.operations[reference].data
            scenario[engine.slot_of[index]] = number * engine.operations[index].scale // under
    return scenario


def amount_of(value) -> Amount:
    """An engine's 分, known or not, as an Amount."""
    low, high = ends(value)
    return Amount(int(low), None if high == float("inf") else int(high))


class _Decider:
    def __init__(self, engine: ScalarEngine, trace: Trace, profile: Profile, references: dict[int, int], assume: bool, search: bool):
        self.engine = engine
        self.trace = trace
        self.explainer = Explainer(trace, profile)
        self.shortfalls = Shortfalls(trace)
        self.references = references
        self.assume = assume
        self.search = search
        self.work = Work()

    # ---------------------------------------------------------------------- a policy

    def policy(self, document: DocumentPlan) -> PolicyDecision:
        """All awards of a policy and their total."""
        total, payments = self.trace.raw(document.settle)
        outcomes = self._other_readings(document)
        reference, reference_payments = self._referenced(document)
        self.over = self._overriding(document)
        gate = self._failed_gate(document)
        awards = tuple(
            self._award(award, document, payments[i], outcomes, i, reference_payments, gate)
            for i, award in enumerate(document.awards)
        )
        status = min((a.status for a in awards), key=_ORDER.index)
        return PolicyDecision(
            document.id, document.title, document.cited, status, amount_of(total), awards,
            None if status == INELIGIBLE else reference, tuple(document.materials), document.department, gate,
        )

    def _failed_gate(self, document: DocumentPlan) -> Need | None:
        """What refuses every award of a policy."""
        if not self.search:
            return None
        return together([need for name, gate in document.gates if (need := self.shortfalls.need(self.explainer.reason(gate, name)))])

    def _award(self, award: AwardPlan, document: DocumentPlan, payment, outcomes, position: int, reference_payments,
               gate: Need | None) -> AwardDecision:
        truth = self.trace.raw(award.status)
        others = self._outcomes(award, document, position, outcomes)
        because = list(weak_numbers(self.engine, award))
        if others:
            because.append("原文有不同理解，结果不同：" + "；".join(dict.fromkeys(n for o in others for n in self._turned(o))))
        unknown = unknown_below(self.engine, [award.value])
        if self.assume and any(self.engine.slot_of[i] in self.references for i in unknown):
            because.append("按参考值测算，不是本文件规定的数")
        basis = tuple(f"{self.engine.operations[i].label}：{self.engine.selection.rows[i][5]}" for i in unknown
                      if i in self.engine.selection.rows and self.engine.selection.unknown[i] is not None)
        reason = self._reason(award)
        return AwardDecision(
            award.name, award.title, status_of(truth), amount_of(payment), award.clause, award.ref, award.evidence,
            tuple(because) if truth is not False or others else (),
            reason,
            self._missing(award, truth),
            others,
            amount_of(reference_payments[position]) if basis and not self.assume and truth is not False else None,
            basis,
            self._calculation(award),
            tuple(self._notes(award, document, payment)),
            self.shortfalls.need(reason) if truth is False and self.search and gate is None else None,
        )

    def _missing(self, award: AwardPlan, truth: bool | None) -> Missing:
        """What would settle an open status, and what an open amount depends on."""
        if truth is False or not self.search:
            return Missing()
        missing = Missing() if truth else missing_of(self.trace, award.status, self.work)
        return missing._replace(amount=blanks_of_amount(self.trace, award.amount))

    def _reason(self, award: AwardPlan) -> Reason:
        """Gates, condition and once; the award's own condition stands under the award's clause."""
        whole = self.explainer.reason(award.status, award.title)
        own = None if award.condition is None else self.engine.target(award.condition)

        def under_clause(part: Reason) -> Reason:
            return with_clause(part, award.clause, award.ref) if self.engine.target(part.operation) == own else part

        return under_clause(whole._replace(children=tuple(map(under_clause, whole.children))))

    def _outcomes(self, award: AwardPlan, document: DocumentPlan, position: int, runs) -> tuple[Outcome, ...]:
        """What the award would be under other readings; only the fewest turned readings for each different result."""
        seen = [(frozenset(), self.trace.raw(award.status), ends(self.trace.raw(document.settle)[1][position]))]
        found = []
        for readings, run in runs:
            result = run.raw(award.status), ends(run.raw(document.settle)[1][position])
            if any(turned <= readings.keys() and result == (status, amount) for turned, status, amount in seen):
                continue
            seen.append((frozenset(readings), *result))
            found.append(Outcome(readings, status_of(result[0]), amount_of(run.raw(document.settle)[1][position])))
        return tuple(found)

    def _turned(self, outcome: Outcome) -> list[str]:
        return [f"“{name}”理解为“{'是' if value else '否'}”" for name, value in outcome.readings.items()]

    # ------------------------------------------------------- other ways to reckon it

    def _other_readings(self, document: DocumentPlan) -> list[tuple[dict[str, bool], Trace]]:
        """Runs with the open points read otherwise: every combination, the fewest turned first."""
        most = min(MOST_READINGS, (MOST_STEPS // max(1, len(self.engine.positions))).bit_length())
        slots = readings_below(self.engine, [document.settle])[:most]
        runs = []
        for turned in sorted(product((False, True), repeat=len(slots)), key=sum):
            if not any(turned):
                continue
            inputs = list(self.trace.inputs)
            names = {}
            for slot, turn in zip(slots, turned):
                if turn:
                    inputs[slot] = not inputs[slot]
                    names[self.engine.slots[slot].key[1]] = inputs[slot]
            runs.append((names, self.engine.rerun(inputs)))
        return runs

    def _referenced(self, document: DocumentPlan) -> tuple[Amount | None, tuple]:
        """The policy with unknown parameters at their comparables: its total and payments."""
        slots = [self.engine.slot_of[i] for i in unknown_below(self.engine, [document.settle])]
        if self.assume or not any(s in self.references for s in slots):
            return None, self.trace.raw(document.settle)[1]
        inputs = list(self.trace.inputs)
        for slot in slots:
            inputs[slot] = self.references.get(slot, inputs[slot])
        total, payments = self.engine.rerun(inputs).raw(document.settle)
        return amount_of(total), payments

    # -------------------------------------------------------------------- explaining

    def _calculation(self, award: AwardPlan) -> tuple[tuple[str, str], ...]:
        """Named steps of the amount and what each came to."""
        steps = []
        below = operations_below(self.engine, [award.value])
        if len(below) > MOST_CALCULATED:
            below = [i for i in below if self.engine.operations[i].op in ("named", "first_of")][-MOST_CALCULATED:]
        for index in below:
            op = self.engine.operations[index]
            if op.op == "first_of" and op.scope is None:
                steps += self._row_taken(index)
            elif op.scope is None and op.label and op.unit not in ("bool", "text", "records", "date", "year") and op.op != "fen":
                name = op.label if len(op.label) <= LONGEST_NAME else op.label[:LONGEST_NAME] + "…"
                steps.append((name, self.explainer.values.shown(index)))
        return tuple(dict.fromkeys(steps))

    def _row_taken(self, index: int) -> list[tuple[str, str]]:
        """What chose the row of a ``first_of`` or a band table, then the row in words with its clause; none while that is open."""
        op = self.engine.operations[index]
        tests = list(op.args[:-1:2])
        verdicts = [self.trace.raw(t) for t in tests]
        taken = next((i for i, v in enumerate(verdicts) if v is not False), len(tests))
        if taken < len(tests) and verdicts[taken] is None:
            return []
        clause, ref = op.data[1][taken] if op.data[1] else (None, None)
        words = condition_text(self.explainer.reason(tests[taken])) if taken < len(tests) else "其余"
        source = "、".join(p for p in (clause, ref) if p)
        chosen = [step for test in tests[: taken + 1] for step in values_behind(self.explainer.reason(test))]
        return [*chosen, (f"按“{words}”一行" + (f"（{source}）" if source else ""), self.explainer.values.shown(index))]

    def _notes(self, award: AwardPlan, document: DocumentPlan, payment):
        """What overrides and ``together`` did to the amount."""
        status, own = self.trace.raw(award.status), self.trace.raw(award.amount)
        if award.note:
            yield award.note
        if status is False:
            return
        for over, operation in self.over.get(award.name, ()):
            holds = self.trace.raw(operation)
            if holds is not False:
                yield f"已由“{over}”取代，不重复兑现" if holds else f"“{over}”若符合，本项不再兑现"
        for group in document.together:
            if status and ends(own) != ends(payment) and award.name in group.awards:
                yield f"与同组奖补项合并计算（{group.name}）" + (f"；{group.refer}，转人工" if group.refer else "")

    @staticmethod
    def _overriding(document: DocumentPlan) -> dict[str, list[tuple[str, int]]]:
        """Award → what overrides it: names and status operations."""
        status = {a.name: a.status for a in document.awards}
        found: dict[str, list[tuple[str, int]]] = {}
        for over, under in document.overrides:
            found.setdefault(under, []).append((over, status[over]))
        return found

    def standards(self) -> tuple[StandardResult, ...]:
        """Definitions of the standards that the policies use."""
        used = {u for d in self.engine.documents for u in d.uses}
        results = []
        for document in self.engine.selection.documents:
            if document.kind != "standard" or document.id not in used:
                continue
            for name, index in document.definitions.items():
                try:
                    truth = self.engine.operations[index].unit == "bool"
                    reason = self.explainer.reason(index, name) if truth else None
                    results.append(StandardResult(name, self.explainer.values.shown(index) if not truth else
                                                  {True: "是", False: "否", None: "未知"}[reason.result], reason))
                except KeyError:  # not computed: no policy of this run rests on it
                    continue
        return tuple(results)
