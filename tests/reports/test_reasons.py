"""Reasons made ready to show: no *not* left, only what decided."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from eligibility.decisions.affirmed import affirmed
from eligibility.decisions.decision import Reason
from eligibility.decisions.reason_trees import deciding
from eligibility.reports.reasons import branches, decisive


def test_(name: str, result: bool | None, required: str = "是") -> Reason:
    return Reason("test", 0, name, result, required, "否")


test_.__test__ = False


def kleene_all(parts: list[bool | None]) -> bool | None:
    return False if False in parts else None if None in parts else True


def turned(value: bool | None) -> bool | None:
    return None if value is None else not value


def group(kind: str, *children: Reason) -> Reason:
    results = [c.result for c in children]
    if kind == "not":
        result = turned(results[0])
    elif kind == "all":
        result = kleene_all(results)
    else:
        result = turned(kleene_all([turned(r) for r in results]))
    return Reason(kind, 0, kind, result, children=tuple(children))


trees = st.recursive(
    st.builds(test_, st.sampled_from("甲乙丙丁"), st.sampled_from([True, False, None]), st.sampled_from(["是", "不低于 5%", "属于 甲、乙", "没有领过"])),
    lambda inner: st.builds(lambda c: group("not", c), inner)
    | st.builds(lambda k, cs: group(k, *cs), st.sampled_from(["all", "any"]), st.lists(inner, min_size=1, max_size=4)),
    max_leaves=12,
)


def kinds(reason: Reason) -> set[str]:
    return {reason.kind}.union(*(kinds(c) for c in reason.children))


def value(reason: Reason) -> bool | None:
    """The result reckoned anew from the tests."""
    return reason.result if reason.kind == "test" else group(reason.kind, *(c._replace(result=value(c)) for c in reason.children)).result


@given(trees)
def test_affirmed_means_the_same(reason):
    """No *not* is left, and the tree without them comes out as the tree with them did."""
    plain = affirmed(reason)
    assert "not" not in kinds(plain) and plain.result is reason.result is value(plain)


@given(trees)
def test_decisive_is_what_decided(reason):
    """What is kept is what `deciding` finds: in order, and each with the result that the whole has."""
    kept = decisive(affirmed(reason))
    assert value(kept) is reason.result
    tests = deciding(kept)
    assert tests == deciding(affirmed(reason)) and {t.result for t in tests} == {reason.result}


@given(trees)
def test_branches_lose_nothing(reason):
    """Shown side by side or one below the other, every deciding test is there."""
    kept = decisive(affirmed(reason))
    assert [t for b in branches(kept) for t in deciding(b)] == deciding(kept)


def test_a_negated_test_says_what_it_requires():
    """Words are turned round where there is a word for it, else the sentence is."""

    def required(words: str) -> str:
        return affirmed(group("not", test_("甲", True, words))).required

    assert [required(w) for w in ("是", "不低于 5%", "属于 甲、乙", "在 本年", "没有领过")] == ["否", "低于 5%", "不属于 甲、乙", "不在 本年", "不得 没有领过"]


def test_double_negation_is_plain():
    """Not not is the test itself."""
    assert affirmed(group("not", group("not", test_("甲", True)))) == test_("甲", True)


def test_alternatives_stay_together_only_while_open_or_refused():
    """Alternatives that all failed stand under one head; the one that holds stands by itself."""
    failed = decisive(affirmed(group("any", test_("甲", False), test_("乙", False))))
    assert [b.kind for b in branches(failed)] == ["any"]
    held = decisive(affirmed(group("any", test_("甲", True), test_("乙", False))))
    assert [b.condition for b in branches(held)] == ["甲"]
