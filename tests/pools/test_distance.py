"""How many tests of a condition fail: held against trying every way by hand."""

from __future__ import annotations

from datetime import date
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from eligibility.engines.scalar.engine import ScalarEngine
from eligibility.language.diagnostic import Findings
from eligibility.language.library import load
from eligibility.plan.compile import compile_library
from eligibility.pools import distance as module
from eligibility.pools.distance import NEVER, distance

from .library import compiled

FACTS = "甲乙丙丁戊"

tests = st.tuples(st.sampled_from(FACTS), st.booleans())
conditions = st.recursive(
    tests,
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(["all", "any"]), st.lists(inner, min_size=1, max_size=4)),
        st.tuples(st.just("not"), inner),
        st.lists(inner, min_size=2, max_size=4).flatmap(lambda parts: st.tuples(st.just("some"), st.integers(1, len(parts)), st.just(parts))),
    ),
    max_leaves=8,
)
values = st.dictionaries(st.sampled_from(FACTS), st.booleans())


def written(condition):
    """A condition as a rule file has it."""
    match condition:
        case ("not", inner):
            return {"not": written(inner)}
        case ("some", least, parts):
            return {"some": {"at_least": least, "of": [written(p) for p in parts]}}
        case (("all" | "any") as word, parts):
            return {word: [written(p) for p in parts]}
        case (fact, wanted):
            return {fact: "是" if wanted else "否"}


def by_hand(condition, known, blank: int) -> int:
    """The fewest facts to change or state so that it surely holds; stating one costs ``blank``."""
    used = facts_of(condition)
    choices = [[(known[f], 0), (not known[f], 1)] if f in known else [(None, 0), (True, blank), (False, blank)] for f in used]
    tried = (dict(zip(used, (truth for truth, _ in way))) | {"": sum(cost for _, cost in way)} for way in product(*choices))
    return min((way[""] for way in tried if kleene(condition, way)), default=NEVER)


def kleene(condition, truth):
    """Three-valued truth, None where a fact is blank."""
    match condition:
        case ("not", inner):
            found = kleene(inner, truth)
            return None if found is None else not found
        case (("all" | "any" | "some") as word, *rest):
            parts = [kleene(p, truth) for p in rest[-1]]
            least = {"all": len(parts), "any": 1}.get(word) or rest[0]
            return True if parts.count(True) >= least else None if len(parts) - parts.count(False) >= least else False
        case (fact, wanted):
            return None if truth[fact] is None else truth[fact] is wanted


def facts_of(condition) -> list[str]:
    """The facts that it names."""
    match condition:
        case ("not", inner):
            return facts_of(inner)
        case (("all" | "any" | "some"), *rest):
            return sorted({f for p in rest[-1] for f in facts_of(p)})
        case (fact, _):
            return [fact]


def traced(condition, known):
    """The condition as a definition, run on what is known: (trace, its operation)."""
    vocabulary = {"kind": "facts", "facts": {fact: {"type": "yes_no"} for fact in FACTS}}
    head = {"id": "t", "title": "试", "instrument": {"title": "办法", "evidence": "official"}, "in_force": {"from": "2020-01-01"}}
    standard = {"kind": "standard", **head, "define": {"成": written(condition)}}
    with TemporaryDirectory() as folder:
        for name, tree in (("facts", vocabulary), ("standard", standard)):
            Path(folder, f"{name}.yaml").write_text(yaml.safe_dump(tree, allow_unicode=True, sort_keys=False), encoding="utf-8")
        findings = Findings()
        plan = compile_library(load([folder], findings), findings)
    assert not findings.has_errors, findings.items
    engine = ScalarEngine(plan, 2021, date(2022, 6, 30))
    return engine.run({(fact, None): value for fact, value in known.items()}), plan.documents[0].definitions["成"]


@settings(max_examples=60, deadline=None)
@given(conditions, values)
def test_distance_is_that_of_trying_every_way(condition, known):
    """Lowest with blanks as fine, highest with blanks as failing; shared facts once, alternatives the nearest."""
    low, high = by_hand(condition, known, 0), by_hand(condition, known, 1)
    expected = None if low >= NEVER else (low, high if high < NEVER else None)
    trace, operation = traced(condition, known)
    assert distance(trace, operation) == expected
    assert (expected == (0, 0)) == (trace.raw(operation) is True)


@settings(max_examples=40, deadline=None)
@given(conditions, values)
def test_a_condition_with_too_many_ways_has_bounds_that_are_true(condition, known):
    """Where not every way can be kept, the lowest number is not above the true one and the highest not below."""
    trace, operation = traced(condition, known)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "MOST_WAYS", 0)
        found = distance(trace, operation)
    low, high = by_hand(condition, known, 0), by_hand(condition, known, 1)
    if found is None:
        assert low >= NEVER
    else:
        assert found[0] <= low and (found[1] is None or found[1] >= high)


def test_a_list_of_options_or_a_share_that_stands_twice_counts_once():
    """The same test in two alternatives is one test, whatever it compares with."""
    facts = """kind: facts
facts:
  类别: {type: choice, of: [子, 丑, 寅]}
  收入: {type: money}
  费用: {type: money}
  专利: {type: yes_no}
"""
    standard = """kind: standard
id: t
title: 试
instrument: {title: 办法, evidence: official}
in_force: {from: 2020-01-01}
define:
  成:
    any:
      - all: [{类别: [子, 丑]}, 费用 / 收入 不低于 5%, {专利: 是}]
      - some:
          at_least: 3
          of:
            - {类别: [子, 丑]}
            - 费用 / 收入 不低于 5%
            - all: [{类别: [子, 丑]}, 费用 / 收入 不低于 5%]
"""
    engine = ScalarEngine(compiled({"facts.yaml": facts, "standard.yaml": standard}), 2021, date(2022, 6, 30))
    trace = engine.run({("类别", None): "寅", ("收入", None): 10_000, ("费用", None): 499, ("专利", None): False})
    assert distance(trace, engine.plan.documents[0].definitions["成"]) == (2, 2)
