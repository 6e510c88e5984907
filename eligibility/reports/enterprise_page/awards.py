"""The awards of a decision as the page tells them: what may be had now, what is still open, and what all of it comes to."""

from __future__ import annotations

from ...decisions.decision import ELIGIBLE, UNDETERMINED, Amount, AwardDecision, EnterpriseDecision, PolicyDecision
from ...language.quantities import money_text
from ..combination_text import CombinationWords
from ..conditions_text import basis_text
from ..next_steps import group_head, parts_of, shortfall_text
from ..outcome_words import reading_words, result_words
from ..totals import totals
from .page import AwardLine, Best, GateLine, PaperLine, PolicyLines, Sums

NONE = "一项也没有"
_READINGS = "原文有不同理解"


def lines_of(decision: EnterpriseDecision, status: str) -> tuple[PolicyLines, ...]:
    """Policies with their awards of this status; those without one are left out."""
    found = []
    for policy in decision.decisions:
        awards = tuple(_line(policy, award, decision.assumed) for award in policy.awards if award.status == status)
        if awards:
            result = result_words(policy, decision.assumed)
            found.append(PolicyLines(policy.policy, policy.title, policy.instrument, policy.department, result, awards))
    return tuple(found)


def _line(policy: PolicyDecision, award: AwardDecision, assumed: bool) -> AwardLine:
    because = [text for text in award.provisional_because if not text.startswith(_READINGS)]  # what follows says it better
    reference = () if award.reference is None else (f"{award.reference.text}（不计入合计）", *award.reference_basis)
    missing = award.missing
    refuse = () if missing.sets == (missing.could_refuse,) else missing.could_refuse  # said once
    depends = tuple(name for name in missing.amount if missing.sets != ((name,),))
    return AwardLine(
        policy.policy, policy.title, award.award, award.title, award.status, result_words(award, assumed), award.amount.high != 0, basis_text(award),
        (*because, *map(reading_words, award.outcomes)), reference, depends, missing.sets, missing.exact,
        refuse, award.calculation if award.status == ELIGIBLE else (), award.notes,
    )  # fmt: skip


def sums_of(decision: EnterpriseDecision) -> Sums | None:
    """The totals in the words of ``check``; None where no policy was decided."""
    if not decision.decisions:
        return None
    found = totals(decision)
    return Sums(money_text(found.certain), money_text(found.provisional) if found.provisional else None,
                found.open.text if found.open.high else None, found.unknown)  # fmt: skip


def papers_of(decision: EnterpriseDecision) -> tuple[tuple[PaperLine, ...], tuple[str, ...]]:
    """(papers, the awards they are for): an award is named beside a paper only where the paper is not for all."""
    wanting = list(dict.fromkeys(award for paper in decision.papers for award in paper.awards))
    papers = tuple(PaperLine(p.paper, p.if_any, _names(p.awards) if len(p.awards) < len(wanting) else ()) for p in decision.papers)
    return papers, _names(wanting)


def gates_of(decision: EnterpriseDecision) -> tuple[GateLine, ...]:
    """Gates that refuse, each once with all the policies it refuses."""
    gates: dict = {}
    for policy in decision.decisions:
        if policy.gate:
            gates.setdefault(policy.gate, []).append(policy.title)
    return tuple(GateLine(tuple(titles), tuple(lack_text(part) for part in parts_of(gate))) for gate, titles in gates.items())


def best_of(decision: EnterpriseDecision) -> Best | None:
    """The best combination, where there is anything to choose: awards left out, or several that could be best."""
    best = decision.combination
    if best is None or not (best.left_out or len(best.possible) > 1):
        return None
    words = CombinationWords(decision, best)
    left = tuple((words.named([row.award]), words.because(row)) for row in best.left_out)
    possible = tuple(words.named(chosen) or NONE for chosen in best.possible)
    settled = best.exact and not best.possible
    claim = (words.named(best.claimed) or NONE) if settled else None
    return Best(Amount(*best.total).text, claim, left, possible, best.decided_by, best.refer, best.exact)


def open_span(award: AwardDecision) -> float:
    """How many 分 are still open."""
    high = award.amount.high
    low = award.amount.low if award.status != UNDETERMINED else 0
    return float("inf") if high is None else high - low


def lack_text(need) -> str:
    """A group of tests on one line."""
    if need.kind == "test":
        return shortfall_text(need)
    return f"{group_head(need)}：{'；'.join(map(lack_text, need.children))}"


def _names(awards) -> tuple[str, ...]:
    return tuple(dict.fromkeys(award for _, award in awards))
