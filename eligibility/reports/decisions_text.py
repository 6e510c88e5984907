"""A decision as an enterprise reads it: what it may have, how much, why, why not, and what is still to be stated."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from ..decisions.affirmed import affirmed
from ..decisions.decision import ELIGIBLE, INELIGIBLE, UNDETERMINED, AwardDecision, EnterpriseDecision, PolicyDecision, Reason, StandardResult
from ..language.quantities import money_text
from ..profiles.ledger import LABEL as PAID
from .combination_text import combination_lines
from .conditions_text import MARKS, ConditionWriter, basis_text
from .lines import folded
from .next_steps import next_steps
from .outcome_words import ASSUMED, reading_words, result_words
from .reasons import branches, decisive
from .speech import say
from .totals import totals

if TYPE_CHECKING:
    from ..language.fact import Fact

Paint = Callable[[str, str], str]  # (text, status) → text, coloured or not

MOST_SETS = 6
_ASK_PAID = "以前兑现过哪些奖补项？没有写“无”。"
_READINGS = "原文有不同理解"


def render(decision: EnterpriseDecision, vocabulary: Mapping[str, Fact], *, file: str = "", year_note: str = "", explain: bool = False,
           paint: Paint = lambda text, status: text) -> str:
    """Several lines without a final line end.

    ``explain`` shows every condition with the place of its rule, and how the
    amount was calculated; without it only what decided. ``file`` is the
    profile; ``year_note`` stands after the policy year; ``vocabulary`` says how
    to ask for what is missing.
    """
    return "\n".join(_Report(decision, vocabulary, file, year_note, explain, paint).lines())


class _Report:
    def __init__(self, decision: EnterpriseDecision, vocabulary: Mapping[str, Fact], file: str, year_note: str, explain: bool, paint: Paint):
        self.decision, self.vocabulary, self.file, self.explain, self.paint = decision, vocabulary, file, explain, paint
        self.year_note = year_note
        self.out: list[str] = []
        self.conditions = ConditionWriter(self.out, explain)

    def say(self, text: str, indent: int = 0, hang: int = 2) -> None:
        self.out += folded(text, indent, hang)

    def status(self, status: str, text: str, indent: int) -> None:
        first, *rest = folded(f"{MARKS[status]} {text}", indent, 2)
        self.out += [self.paint(first, status), *rest]

    def lines(self) -> list[str]:
        self.header()
        for standard in self.decision.standards:
            self.out.append("")
            self.standard(standard)
        for policy in self.decision.decisions:
            self.out.append("")
            self.policy(policy)
        if self.decision.not_in_force:
            self.out += ["", say("不在有效期内，没有判定")]
        for absent in self.decision.not_in_force:
            self.say(f"{absent.title}（{absent.policy}）：{absent.because}", 2)
        self.questions()
        best = combination_lines(self.decision, f"（{ASSUMED}）" if self.decision.assumed else "")
        self.out += ["", *best] if best else []
        self.totals()
        steps = next_steps(self.decision, f"（{ASSUMED}）" if self.decision.assumed else "")
        self.out += ["", *steps] if steps else []
        return self.out

    # ------------------------------------------------------------------ head and foot

    def header(self) -> None:
        d = self.decision
        self.say((d.name or "（画像没有写企业名称）") + (f"（{d.code}）" if d.code else ""))
        if self.file:
            self.out.append(say(f"画像 {self.file}"))  # a path is never torn
        rest = f"申报日期 {d.as_of}；规则 {d.rules[:12]}"
        for line in [f"政策年度 {d.policy_year}{self.year_note}", rest] if self.year_note else [f"政策年度 {d.policy_year}；{rest}"]:
            self.say(line)
        rejected = sum(p.severity == "error" for p in d.problems)
        if rejected:
            self.say(f"注意：画像有 {rejected} 处没有采用，按未填写处理；详见错误输出。")
        if d.assumed:
            self.say(f"注意：{ASSUMED}，文件没有公布的数用了别处的数，不能作为兑现依据。")
        if not d.decisions:
            self.out += ["", say("没有可以判定的政策。")]

    def questions(self) -> None:
        """What the enterprise could state, each with the awards that wait for it."""
        waiting: dict[str, list[str]] = {}
        awards = [a for p in self.decision.decisions for a in p.awards]
        pending = [a for a in awards if a.status == UNDETERMINED]
        for award in awards:
            for name in dict.fromkeys(n for chosen in (*award.missing.sets, award.missing.could_refuse, award.missing.amount) for n in chosen):
                waiting.setdefault(name, []).append(award.award)
        if waiting:
            self.out += ["", say("请补充")]
        for name, awards in waiting.items():
            fact = self.vocabulary.get(name.partition("（")[0])
            ask = _ASK_PAID if name == PAID else fact.ask if fact else None
            self.say(f"{name}：{ask}" if ask else name, 2)
            if fact and fact.proof:
                self.say(f"凭证：{fact.proof}", 4)
            self.say("用于：" + ("全部待定的奖补项" if len(awards) == len(pending) > 1 else "、".join(awards)), 4)

    def totals(self) -> None:
        if not self.decision.decisions:
            return
        sums = totals(self.decision)
        mark = f"（{ASSUMED}）" if self.decision.assumed else ""
        self.out += ["", say("合计")]
        self.say(f"确定可得：{money_text(sums.certain)}{mark}", 2)
        if sums.provisional:
            self.say(f"暂定：{money_text(sums.provisional)}{mark}", 2)
        if sums.open.high:
            self.say(f"待定：{sums.open.text}{mark}", 2)
        if sums.unknown:
            self.say(f"金额未知：{'、'.join(sums.unknown)}", 2)

    # ------------------------------------------------------------------------- policies

    def policy(self, policy: PolicyDecision) -> None:
        refused = policy.status == INELIGIBLE
        self.status(policy.status, f"{policy.title}：{result_words(policy, self.decision.assumed)}", 0)
        self.say(policy.instrument, 2)
        if not refused or self.explain:
            if policy.department:
                self.say(f"主管部门：{policy.department}", 2)
            if policy.reference is not None:
                self.say(f"参考测算：{policy.reference.text}（不计入合计）", 2)
        trees = {a.award: branches(decisive(affirmed(a.reason))) for a in policy.awards}
        common = [] if self.explain else _common([trees[a.award] for a in policy.awards if refused or a.status != INELIGIBLE])
        self.conditions.stated = ()
        if common:
            self.say("各项都因此不符合：" if refused else "共同的条件：", 2)
            self.conditions.reasons(common, 4)
        for award in policy.awards:
            self.award(award, [r for r in trees[award.award] if r not in common], refused)
        if policy.materials and policy.status == UNDETERMINED:  # of what is eligible they stand in the list at the end
            self.say("申报材料", 2)
            for material in policy.materials:
                self.say(f"· {material}", 4)

    def award(self, award: AwardDecision, tree: list[Reason], compact: bool) -> None:
        self.status(award.status, f"{award.award}：{result_words(award, self.decision.assumed)}", 2)
        compact = compact and not self.explain
        if award.title != award.award and not compact:
            self.say(award.title, 4)
        self.say(f"依据：{basis_text(award)}", 4)
        self.conditions.stated = award.clause, award.ref
        for because in award.provisional_because:
            if not because.startswith(_READINGS):  # said below, with what would come out
                self.say(f"暂定：{because}", 4)
        if award.outcomes:
            self.say("暂定：原文可以有不同理解，结果也不同", 4)
        for outcome in award.outcomes:
            self.say(reading_words(outcome), 6)
        if award.reference is not None:
            self.say(f"参考测算：{award.reference.text}（不计入合计）", 4)
            for basis in award.reference_basis:
                self.say(basis, 6)
        self.missing(award)
        if self.explain:
            self.conditions.whole(award.reason, 4)
        else:
            self.conditions.reasons(tree, 4)
        if award.status == ELIGIBLE or (self.explain and award.status != INELIGIBLE):
            self.calculation(award)
        if not compact:
            for note in award.notes:
                self.say(f"说明：{note}", 4)

    def calculation(self, award: AwardDecision) -> None:
        """The named steps of the amount: one on the line, several below one another."""
        steps = [f"{name} = {value}" for name, value in award.calculation]
        if len(steps) == 1:
            self.say(f"计算：{steps[0]}", 4)
        elif steps:
            self.say("计算", 4)
            for step in steps:
                self.say(step, 6)

    def missing(self, award: AwardDecision) -> None:
        missing = award.missing
        nearly = "" if missing.exact else "（近似，可能有更小的组合）"
        if len(missing.sets) == 1:
            self.say(f"只要补上：{'、'.join(missing.sets[0])}{nearly}", 4)
        elif missing.sets:
            self.say(f"只要补上其中一组{nearly}：", 4)
            for chosen in missing.sets[:MOST_SETS]:
                self.say(f"· {'、'.join(chosen)}", 6)
            if len(missing.sets) > MOST_SETS:
                self.say(f"· 等 {len(missing.sets)} 组", 6)
        if missing.amount:
            self.say(f"金额还取决于：{'、'.join(missing.amount)}", 4)
        if missing.could_refuse:
            self.say(f"其中任一项即可能不符合：{'、'.join(missing.could_refuse)}", 4)

    def standard(self, standard: StandardResult) -> None:
        status = {"是": ELIGIBLE, "否": INELIGIBLE}.get(standard.value, UNDETERMINED)
        if standard.reason is None:
            self.say(f"{standard.fact}：{standard.value}")
        else:
            self.out.append(self.paint(f"{MARKS[status]} {standard.fact}：{standard.value}", status))
            if self.explain:
                self.conditions.whole(standard.reason, 2)
            elif status != ELIGIBLE:
                self.conditions.reasons(branches(decisive(affirmed(standard.reason))), 2)


def _common(trees: list[list[Reason]]) -> list[Reason]:
    """What all of several awards rest on."""
    return [r for r in trees[0] if all(r in t for t in trees[1:])] if len(trees) > 1 else []
