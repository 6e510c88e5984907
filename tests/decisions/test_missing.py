"""The missing sets against brute force: every subset of blanks, every value that a fact can have."""

from __future__ import annotations

import random
from datetime import date
from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from eligibility.decisions.missing import missing_of
from eligibility.engines.scalar.engine import ScalarEngine
from eligibility.language.diagnostic import Findings
from eligibility.language.library import load
from eligibility.plan.compile import compile_library
from eligibility.profiles.values import NONE_VALUE

FACTS = """kind: facts
facts:
  规上: {type: yes_no}
  失信: {type: yes_no}
  等级: {type: choice, of: [甲, 乙, 丙], none: 未定级}
  人数: {type: count, unit: 人, range: 0人 至 5人}
  评分: {type: count, unit: 分, range: 0分 至 4分}
  基数: {type: count, unit: 分, range: 0分 至 3分}
"""
VALUES = {
    "规上": (True, False), "失信": (True, False), "等级": ("甲", "乙", "丙", NONE_VALUE),
    "人数": tuple(range(6)), "评分": tuple(range(5)), "基数": tuple(range(4)),
}
TESTS = [
    "规上: 是", "规上: 否", "失信: 否", "等级: 甲", "等级: [甲, 乙]", "等级: 无", "人数: 不低于 3人", "人数: 低于 2人",
    "人数: 超过 1人，不超过 4人", "评分: 不低于 2分", "评分: 超过 基数", "评分 + 基数: 不低于 6分", "人数: 不低于 0人",
]


def condition(rng: random.Random, depth: int, indent: str) -> str:
    """A random condition as block YAML, as one list item."""
    if depth == 0 or rng.random() < 0.35:
        return f"{indent}- {rng.choice(TESTS)}\n"
    kind = rng.choice(["all", "any", "not", "some"])
    inner = indent + "    "
    if kind == "not":
        return f"{indent}- not:\n{inner}all:\n{condition(rng, depth - 1, inner + '  ')}"
    items = "".join(condition(rng, depth - 1, inner + ("  " if kind == "some" else "")) for _ in range(rng.choice((2, 3))))
    if kind == "some":
        return f"{indent}- some:\n{inner}at_least: 2\n{inner}of:\n{items}"
    return f"{indent}- {kind}:\n{items}"


def engine_for(folder, rng: random.Random) -> ScalarEngine:
    """A policy with one award under a random condition."""
    (folder / "facts.yaml").write_text(FACTS, encoding="utf-8")
    (folder / "policy.yaml").write_text(
        "kind: policy\nid: t/p\ntitle: 试\ninstrument: {title: 试, evidence: official}\nin_force: {from: 2000-01-01}\n"
        "awards:\n  奖:\n    clause: 一\n    amount: 1万元\n    when:\n" + condition(rng, 3, "      "), encoding="utf-8")
    findings = Findings()
    plan = compile_library(load([folder], findings), findings)
    assert not findings.has_errors, [(d.code, d.message, str(d.where)) for d in findings.sorted()]
    return ScalarEngine(plan, 2021, date(2022, 6, 30))


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_missing_sets_are_those_of_exhaustive_search(tmp_path_factory, seed):
    """No set is missed, none is too large, and the single blanks that could refuse are exactly those that can."""
    rng = random.Random(seed)
    engine = engine_for(tmp_path_factory.mktemp("rules"), rng)
    known = {(name, None): rng.choice(values) for name, values in VALUES.items() if rng.random() < 0.25}
    award = engine.documents[0].awards[0]
    trace = engine.run(known)
    if trace.raw(award.status) is not None:
        return
    blanks = [slot.key[0] for slot in engine.slots if slot.kind == "fact" and slot.key not in known]

    def outcomes(names):
        for values in product(*(VALUES[n] for n in names)):
            yield engine.run(known | {(n, None): v for n, v in zip(names, values)}).raw(award.status)

    expected: list[set] = []
    for size in range(1, len(blanks) + 1):
        for names in combinations(blanks, size):
            if not any(e <= set(names) for e in expected) and any(o is True for o in outcomes(names)):
                expected.append(set(names))
    found = missing_of(trace, award.status)
    assert found.exact
    assert sorted(map(sorted, found.sets)) == sorted(map(sorted, expected))
    assert set(found.could_refuse) == {n for n in blanks if any(o is False for o in outcomes([n]))}
    assert [len(s) for s in found.sets] == sorted(len(s) for s in found.sets)


def small_engine(folder, facts: str, when: str) -> ScalarEngine:
    """One award under ``when``, over the vocabulary ``facts``."""
    (folder / "facts.yaml").write_text("kind: facts\nfacts:\n" + facts, encoding="utf-8")
    (folder / "policy.yaml").write_text(
        "kind: policy\nid: t/p\ntitle: 试\ninstrument: {title: 试, evidence: official}\nin_force: {from: 2000-01-01}\n"
        "awards:\n  奖:\n    clause: 一\n    amount: 1万元\n    when:\n" + when, encoding="utf-8")
    findings = Findings()
    plan = compile_library(load([folder], findings), findings)
    assert not findings.has_errors, [(d.code, d.message, str(d.where)) for d in findings.sorted()]
    return ScalarEngine(plan, 2021, date(2022, 6, 30))


def test_beyond_twelve_blanks_the_set_is_found_greedily_and_marked(tmp_path):
    """Fourteen open conditions, of which one is an alternative to another: thirteen are named, as an approximation."""
    names = [f"条件{c}" for c in "甲乙丙丁戊己庚辛壬癸子丑寅卯"]
    facts = "".join(f"  {n}: {{type: yes_no}}\n" for n in names)
    when = "".join(f"      {n}: 是\n" for n in names[2:]) + f"      any: [{{{names[0]}: 是}}, {{{names[1]}: 是}}]\n"
    engine = small_engine(tmp_path, facts, when)
    found = missing_of(engine.run({}), engine.documents[0].awards[0].status)
    assert not found.exact and len(found.sets) == 1
    assert len(found.sets[0]) == 13 and set(names[2:]) < set(found.sets[0])
    assert set(found.could_refuse) == set(names[2:])


def test_a_ratio_over_years_names_the_years_that_are_open(tmp_path):
    """研发费用 of two years and one year's 营业收入 are blank: both years of R&D are not needed if one can carry it."""
    facts = "  成立日期: {type: date, role: founded}\n  研发费用: {type: money, per: year}\n  营业收入: {type: money, per: year}\n"
    engine = small_engine(tmp_path, facts, "      - 近三年研发费用 / 近三年营业收入 不低于 5%\n")
    known = {("成立日期", None): date(2010, 1, 1).toordinal(), **{("营业收入", y): 1000_0000_00 for y in (2018, 2019, 2020)},
             ("研发费用", 2018): 100_0000}
    found = missing_of(engine.run(known), engine.documents[0].awards[0].status)
    assert found.sets == (("研发费用（2019年）",), ("研发费用（2020年）",))
    assert found.could_refuse == ()
    del known["营业收入", 2020]
    found = missing_of(engine.run(known), engine.documents[0].awards[0].status)
    assert set(map(frozenset, found.sets)) == {frozenset({"研发费用（2019年）", "营业收入（2020年）"}), frozenset({"研发费用（2020年）", "营业收入（2020年）"})}


def test_whether_it_was_paid_before_is_a_blank_too(tmp_path):
    """A once-in-a-lifetime award is open until the enterprise says what it was paid."""
    engine = small_engine(tmp_path, "  规上: {type: yes_no}\n", "      规上: 是\n    once: lifetime\n")
    status = engine.documents[0].awards[0].status
    found = missing_of(engine.run({("规上", None): True}), status)
    assert found.sets == (("已兑现",),) and found.could_refuse == ("已兑现",)
    assert engine.run({("规上", None): True}, [("t/p", "奖", 5)]).raw(status) is False
    assert engine.run({("规上", None): True}, []).raw(status) is True
