"""One enterprise under both rules, in words: what it had, what it will have, and the first clause that makes the difference."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from ...batch.rules_diff import Example
from ...decisions.decision import AwardDecision, EnterpriseDecision, PolicyDecision, Reason
from ..conditions_text import ConditionWriter
from ..decisions_text import render
from ..lines import folded
from ..outcome_words import result_words
from ..speech import say
from .turned import first_step, first_turned
from .words import KIND_WORDS

if TYPE_CHECKING:
    from ...language.fact import Fact

Paint = Callable[[str, str], str]  # (text, kind of change) → text, coloured or not


def plain(text: str, kind: str) -> str:
    return text


def example_lines(number: int, example: Example, vocabularies: tuple[Mapping[str, Fact], Mapping[str, Fact]], full: bool, paint: Paint) -> list[str]:
    """The enterprise, the policies that come out otherwise and why; with ``full`` both explanations after that."""
    title = next(p.title for decision in (example.after, example.before) if decision for p in decision.decisions if p.policy == example.policy)
    name = (example.name or say("（没有企业名称）")) + f"（{example.code}），第 {example.row} 行"
    first, *rest = folded(f"{number}. {title}{say(KIND_WORDS[example.kind])}：{name}", 0, 3)
    out = [paint(first, example.kind), *rest]
    for before, after in changed_policies(example):
        out += _policy(before, after)
    if full:
        for words, decision, vocabulary in zip(("旧规则的全部说明", "新规则的全部说明"), (example.before, example.after), vocabularies):
            if decision is not None:
                out += ["", say(f"—— {words} ——"), render(decision, vocabulary)]
    return out


def changed_policies(example: Example) -> list[tuple[PolicyDecision | None, PolicyDecision | None]]:
    """The policies whose status or amount is another, as they were and are: first the one that it is an example of, then by the rules' order."""
    old, new = _by_id(example.before), _by_id(example.after)
    pairs = [(old.get(policy), new.get(policy)) for policy in dict.fromkeys([example.policy, *new, *old])]
    return [(was, now) for was, now in pairs if _result(was) != _result(now)]


def changed_awards(before: PolicyDecision | None, after: PolicyDecision | None) -> list[tuple[AwardDecision | None, AwardDecision | None]]:
    """The awards of a policy that come out otherwise; one of which there is none in the other rules, where it could be had."""
    old, new = ({a.award: a for a in policy.awards} if policy else {} for policy in (before, after))
    pairs = [(old.get(award), new.get(award)) for award in dict.fromkeys([*new, *old])]
    return [(was, now) for was, now in pairs if _result(was) != _result(now)]


def _by_id(decision: EnterpriseDecision | None) -> dict[str, PolicyDecision]:
    return {p.policy: p for p in decision.decisions} if decision else {}


def _result(decided: PolicyDecision | AwardDecision | None) -> tuple:
    return (decided.status, decided.amount) if decided is not None else ("ineligible", (0, 0))


def _policy(before: PolicyDecision | None, after: PolicyDecision | None) -> list[str]:
    out = folded(f"{(after or before).title}：{_from_to(before, after)}", 3, 2)
    if before is None or after is None:
        return out
    for was, now in changed_awards(before, after):
        out += folded(f"· {(now or was).award}：{_from_to(was, now)}", 5, 2)
        if was is not None and now is not None:
            out += _why(was, now)
    return out


def _from_to(before: PolicyDecision | AwardDecision | None, after: PolicyDecision | AwardDecision | None) -> str:
    words = [say(result_words(d)) if d is not None else say(f"{which}没有这一项") for d, which in ((before, "旧规则"), (after, "新规则"))]
    return " → ".join(words)


def _why(before: AwardDecision, after: AwardDecision) -> list[str]:
    """The first clause with another verdict; of an amount alone, its first other step as well."""
    found = first_turned(before, after)
    out: list[str] = []
    if found is not None:
        out += _test("原来", found.before) + _test("现在", found.after)
    if before.status == after.status:
        for when, step in zip(("原来", "现在"), first_step(before, after)):
            out += folded(f"{when}：{step}", 7, 6) if step else []
    for note in () if out else [n for n in after.notes if n not in before.notes] or [n for n in before.notes if n not in after.notes]:
        out += folded(note, 7, 2)
    return out


def _test(when: str, reason: Reason | None) -> list[str]:
    if reason is None:
        return folded(f"{when}：没有这一条", 7, 6)
    lines: list[str] = []
    ConditionWriter(lines, False).test(reason, 13)
    head = f"       {say(when)}：" if say(when) == when else f"       {say(when)}: "
    return [head + lines[0].lstrip(), *lines[1:]]
