"""The editor's schemas of pools and limits: what they offer, what they refuse, and that nothing right is underlined."""

from __future__ import annotations

from functools import lru_cache

from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from eligibility.editor.across import POOL_RESULTS
from eligibility.editor.schemas import editor_schemas
from eligibility.language.diagnostic import Findings
from eligibility.language.library import add, load
from eligibility.language.model import Library
from eligibility.language.yaml_tree import read_yaml
from eligibility.plan.compile import compile_library
from eligibility.pools.decision import STATUSES
from tests.editor.test_schemas import SCHEMAS, assert_fits_if_it_compiles, quoted, refusals, shipped, small, validators, values
from tests.setup.tree import ROOT

LIMITED = ROOT / "tests" / "combining" / "limited"
HEAD = "id: a/b\ntitle: 例\ninstrument: {title: 例, evidence: official}\nin_force: {from: 2020-01-01}\n"


@lru_cache(maxsize=None)
def schemas() -> dict[str, dict]:
    """The schemas of the shipped rules, as they are."""
    return editor_schemas(shipped()["plan"], str(SCHEMAS))


@lru_cache(maxsize=None)
def limited() -> tuple[dict[str, Draft202012Validator], dict[str, dict]]:
    """Validators and schemas of rules that have limits."""
    findings = Findings()
    plan = compile_library(load([LIMITED], findings), findings)
    assert any(d.limits for d in plan.documents)
    return validators(LIMITED), editor_schemas(plan, str(SCHEMAS))


def offered(schema: dict) -> set[str]:
    """The words of the first choice, from where editors take completions."""
    return set(schema["anyOf"][0]["enum"])


def test_pools_are_offered_where_they_are_used():
    """A policy, a standard and a pools file offer the shipped pools as names that are 是 or 否, with their meaning, and their id in uses."""
    for kind in ("policy", "standard", "pools", "limits"):
        name = schemas()[kind]["$defs"]["condition_map"]["properties"]["高新技术企业培育库"]
        assert offered(name) == {"是", "否"}
        assert "nanan/enterprise-pools" in name["description"] and "入库条件没有公布" in name["description"] and "阶段：培育" in name["description"]
        assert "nanan/enterprise-pools" in offered(schemas()[kind]["properties"]["uses"]["items"])
    assert "科技型企业库" in offered(schemas()["policy"]["properties"]["gates"]["items"])


def test_a_pool_is_helped_in_each_of_its_keys():
    """Stages, parents, conditions to measure by and days come up, and facts with their tests stand in enter, leave and member."""
    defs = schemas()["pools"]["$defs"]
    pool = defs["pool"]["properties"]
    assert offered(pool["stage"]) == {"挖掘", "培育", "申报", "进规"} == offered(schemas()["pools"]["properties"]["stages"]["items"])
    assert "科技型企业库" in offered(pool["after"]) & offered(pool["after"]["items"])
    assert "高企认定条件符合" in offered(pool["candidate"]["properties"]["short_of"])
    assert "高企证书有效期至" in offered(defs["due_item"]["properties"]["by"]) and "创新型称号有效期至" in offered(defs["due_item"]["properties"]["from"])
    assert {pool[key]["$ref"] for key in ("member", "enter", "leave")} == {"#/$defs/condition"}
    assert "该年度营业收入是多少？" in defs["fact_营业收入"]["description"] and "上年营业收入" in defs["condition_map"]["properties"]
    assert pool["enter"]["defaultSnippets"][0]["label"] == "unknown"


def test_due_days_of_policies_are_helped():
    """The windows of a policy offer the days that are known."""
    assert "成立日期" in offered(schemas()["policy"]["$defs"]["due_item"]["properties"]["by"])


def test_limits_offer_policies_and_their_awards():
    """Left of the colon come the policies, right of it 全部 and their awards; a new policy is not refused."""
    awards = schemas()["limits"]["$defs"]["limit"]["properties"]["awards"]
    one = awards["properties"]["nanan/high-tech-enterprise"]
    assert offered(one) == {"全部"} and "首次认定" in offered(one["items"]) and "高新技术企业" in one["description"]
    limits = f"kind: limits\n{HEAD}limits:\n  甲:\n    awards: {{nanan/high-tech-enterprise: [首次认定], a/new: 全部}}\n    cap: %s\n"
    assert refusals(shipped(), limits % "50万元") == []
    assert any("50人" in found for found in refusals(shipped(), limits % "50人"))


def test_limits_that_compile_are_not_underlined():
    """A library with limits and its cases have no findings, and its awards come up by policy and name."""
    made, texts = limited()
    assert [r for path in sorted(LIMITED.rglob("*.yaml")) for r in refusals(made, path.read_text(encoding="utf-8"))] == []
    names = texts["cases"]["$defs"]["case"]["properties"]["expect"]["properties"]
    plan = made["plan"]
    member = next(f"{policy}/{award}" for d in plan.documents for limit in d.limits for policy, award in limit.awards)
    assert names[member]["$ref"] == "#/$defs/expected_value"
    assert {d.id for d in plan.documents if d.kind == "limits"} <= offered(texts["cases"]["properties"]["for"])


def test_cases_offer_the_statuses_of_pools():
    """A pool is expected to have a status, an award an amount, and a name nobody knows may be either."""
    assert tuple(POOL_RESULTS) == STATUSES
    cases = schemas()["cases"]
    names = cases["$defs"]["case"]["properties"]["expect"]["properties"]

    def labels(name: str) -> set[str]:
        return {s["label"] for s in cases["$defs"][names[name]["$ref"].removeprefix("#/$defs/")]["defaultSnippets"]}

    assert labels("科技型企业库") == set(STATUSES)
    assert "eligible" in labels("首次认定") and "promote" not in labels("首次认定")
    assert {"promote", "eligible"} <= {s["label"] for s in cases["$defs"]["expected"]["defaultSnippets"]}
    assert "nanan/enterprise-pools" in offered(cases["properties"]["for"])


def test_can_change_is_offered_in_facts():
    """The words of can_change come up, and another is underlined; pointing at a fact that cannot change says so."""
    assert schemas()["facts"]["$defs"]["fact"]["properties"]["can_change"]["enum"] == ["是", "否", "只增", "从无到有"]
    assert refusals(shipped(), "kind: facts\nfacts:\n  成立日期: {type: date, can_change: 不}\n") != []
    assert "改不了" in schemas()["policy"]["$defs"]["fact_成立日期"]["description"]


FITTING = {
    "上年营业收入": ["不低于 100万元", "超过 5亿元，不超过 10亿元", "> 上年营业收入 × 5%", "低于 0"], "首轮融资": ["有", "无", "不低于 100万元"],
    "本年职工": ["不低于 100人", "超过 1万人", "30人 以上"], "占比": ["不低于 5%", "超过 0.05"], "证书日期": ["有", "无", "在 本年", "不早于 2021-01-01", "在 近36个月", "晚于 申报日期"],
    "投产年份": ["不早于 2021年", "2018"], "上年规上": ["是", "否", "[是]"], "等级": ["甲级", "3", "[甲级, 乙级]", "有"], "丁库": ["是", "否"], "达标": ["是", "否"],
}  # fmt: skip
fitting = st.sampled_from([(subject, value) for subject, found in FITTING.items() for value in found])
pairs = st.one_of(fitting, fitting, st.tuples(st.sampled_from([*FITTING]), values))
days = st.sampled_from(["每年5月31日", "2022-06-30", "证书日期", "成立日期 + 30天", "EDATE（证书日期，-6）", "EDATE（证书日期，-6个月）", "申报日期", "首日", "5月31日"])


@settings(max_examples=300, deadline=None)
@given(pairs, st.sampled_from(["member", "enter", "leave", "define"]), st.sampled_from(["甲库", "[甲库]", "[甲库, 丙库]"]), days,
       st.sampled_from(["1项", "2", "两项", "０项"]), st.sampled_from(["挖掘", "2022"]))
def test_pools_that_compile_are_never_underlined(pair, place, after, day, at_most, stage):
    """Whatever pools file the compiler accepts is accepted by the editor: conditions, parents, days, distances and stages."""
    conditions = {"member": "{上年规上: 是}", "enter": "{甲库: 是}", "leave": "{上年规上: 否}", "define": "{等级: 甲级}"} | {place: f"{{{pair[0]}: {quoted(pair[1])}}}"}
    text = (
        f"kind: pools\n{HEAD}stages: [{stage}]\ndefine:\n  首日: 成立日期\n  达标: {conditions['define']}\npools:\n"
        "  甲库: {enter: {等级: 有}, clause: 一}\n  丙库: {enter: unknown, why: 没有公布, clause: 三}\n  丁库: {enter: {占比: 超过 5%}, clause: 四}\n"
        f"  乙库:\n    clause: 二\n    stage: {stage}\n    after: {after}\n    member: {conditions['member']}\n    enter: {conditions['enter']}\n"
        f"    leave: {conditions['leave']}\n    candidate: {{short_of: 达标, by_at_most: {at_most}}}\n    due: {{do: 办, by: {day}, from: {day}}}\n"
    )
    assert_fits_if_it_compiles(text)


def test_most_generated_pools_compile():
    """The law above is about something: its plainest file compiles, and a wrong unit in it is underlined."""
    text = f"kind: pools\n{HEAD}pools:\n  甲库: {{enter: {{上年营业收入: 不低于 100%s}}, clause: 一}}\n"
    for unit, wrong in (("万元", False), ("人", True)):
        findings = Findings()
        library = Library(vocabularies=small()["library"].vocabularies)
        add(library, read_yaml((text % unit).encode(), "例.yaml", findings), "例.yaml", findings)
        compile_library(library, findings)
        assert findings.has_errors is wrong and bool(refusals(small(), text % unit)) is wrong
