"""Pools in the plan: membership at the fixed point, who may rest on whom, and names that others use."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from eligibility.engines.scalar.engine import ScalarEngine
from eligibility.language.diagnostic import Findings
from eligibility.language.library import load
from eligibility.plan.compile import compile_library
from eligibility.plan.plan import Plan, from_json, to_json
from eligibility.plan.pool_parts import parts_without_pools, roots_of_pools

FACTS = """kind: facts
facts:
  成立日期: {type: date, role: founded}
  营业收入: {type: money, per: year}
  有效期至: {type: date, none: 没有证书}
  甲: {type: yes_no}
  乙: {type: yes_no}
  丙: {type: yes_no}
  在库: {type: yes_no}
  件数: {type: count, unit: 件}
  合同: {type: records, counted_in: 份, columns: {金额: {type: money}}}
"""
HEAD = "instrument: {title: 试, evidence: official}\n"
DAY = date(2022, 6, 1)


def pools_file(pools: str, head: str = "", in_force: str = "{from: 2021-01-01, by: 申报日期}", id_: str = "t/pools") -> str:
    """A pools file; each line of ``pools`` is a pool in one line."""
    lines = "".join(f"  {line}\n" for line in pools.strip().splitlines())
    return f"kind: pools\nid: {id_}\ntitle: 库\n{HEAD}in_force: {in_force}\n{head}pools:\n{lines}"


def compiled(folder: Path, **files: str) -> tuple[Plan, list[str]]:
    """The plan of a small library, and the codes of its findings."""
    for name, text in {"facts": FACTS, **files}.items():
        tree = yaml.load(text, yaml.BaseLoader)  # written in lines, since files warn of braces in braces
        (folder / f"{name}.yaml").write_text(yaml.dump(tree, allow_unicode=True, sort_keys=False), encoding="utf-8")
    findings = Findings()
    plan = compile_library(load([folder], findings), findings)
    return plan, [d.code for d in findings.sorted()]


@pytest.fixture
def plan_of(tmp_path):
    """Pools in lines → a sound plan."""

    def plan(pools: str, head: str = "", **files: str) -> Plan:
        made, codes = compiled(tmp_path, pools=pools_file(pools, head), **files)
        assert codes == []
        return made

    return plan


@pytest.fixture
def codes_of(tmp_path):
    """Pools in lines → the codes of what is wrong with them."""
    return lambda pools, head="", **files: compiled(tmp_path, pools=pools_file(pools, head), **files)[1]


def run(plan: Plan, as_of: date = DAY, year: int = 2021, policies=None, **facts):
    engine = ScalarEngine(plan, year, as_of, policies)
    return engine, engine.run({(name, None): value for name, value in facts.items()})


def inside(plan: Plan, **facts) -> dict[str, bool | None]:
    """Pool → membership."""
    engine, trace = run(plan, **facts)
    return {pool.name: trace.value(pool.inside) for d in engine.documents for pool in d.pools}


# ----------------------------------------------------------------------- membership


def test_what_enter_asks_for_is_the_membership_where_nothing_records_it(plan_of):
    """Without ``member`` and ``leave`` a pool is held by whoever meets what ``enter`` asks for."""
    plan = plan_of("甲库: {enter: {甲: 是}}")
    assert [inside(plan, 甲=value)["甲库"] for value in (True, False, None)] == [True, False, None]


def test_member_or_enter_and_not_leave(plan_of):
    """Recorded or entered, and no reason to leave: over all values of three facts, as the guide says."""
    plan = plan_of("甲库: {member: {在库: 是}, enter: {甲: 是}, leave: {乙: 是}}")
    values = (True, False, None)
    for m in values:
        for e in values:
            for out in values:
                held = True if m or e else None if None in (m, e) else False
                stays = None if out is None else not out
                wanted = False if False in (held, stays) else None if None in (held, stays) else True
                assert inside(plan, 在库=m, 甲=e, 乙=out)["甲库"] is wanted


def test_after_is_needed_and_kept(plan_of):
    """Who is recorded in a pool is out of it once he is out of the pool before it."""
    plan = plan_of("一库: {enter: {甲: 是}}\n二库: {after: 一库, member: {在库: 是}, enter: {乙: 是}}\n三库: {after: [一库, 二库], enter: {丙: 是}}")
    assert inside(plan, 甲=True, 乙=True, 丙=True, 在库=False) == {"一库": True, "二库": True, "三库": True}
    assert inside(plan, 甲=False, 乙=True, 丙=True, 在库=True) == {"一库": False, "二库": False, "三库": False}
    assert inside(plan, 甲=None, 乙=True, 丙=True, 在库=True) == {"一库": None, "二库": None, "三库": None}


def test_conditions_that_nobody_knows(plan_of):
    """With ``enter: unknown`` nobody is known to be in it but who is recorded, and who must not be is known to be out."""
    plan = plan_of("一库: {enter: {甲: 是}}\n二库: {after: 一库, member: {在库: 是}, enter: unknown, why: 没有公布, leave: {乙: 是}}")
    [_, second] = plan.documents[0].pools
    assert (second.enter, second.asks, second.unknown) == (None, None, "没有公布")
    assert inside(plan, 甲=True, 在库=True, 乙=False)["二库"] is True
    assert inside(plan, 甲=True, 在库=False, 乙=False)["二库"] is None
    assert inside(plan, 甲=True, 在库=False, 乙=True)["二库"] is False
    assert inside(plan, 甲=False, 在库=True, 乙=False)["二库"] is False


def test_nobody_is_in_a_circle_of_himself(plan_of):
    """Two pools that each let in who is in the other: nobody is in them, unless something else puts one in."""
    plan = plan_of("一库: {enter: {any: [{二库: 是}, {甲: 是}]}}\n二库: {enter: {一库: 是}}")
    assert inside(plan, 甲=False) == {"一库": False, "二库": False}
    assert inside(plan, 甲=None) == {"一库": None, "二库": None}
    assert inside(plan, 甲=True) == {"一库": True, "二库": True}


def test_a_circle_that_nothing_enters(plan_of):
    """Pools entered by themselves and one another alone hold nobody, and policies may still name them."""
    plan = plan_of("一库: {enter: {二库: 是}}\n二库: {enter: {一库: 是}}\n三库: {enter: {三库: 是}}\n四库: {enter: {一库: 否, 甲: 是}}")
    assert inside(plan, 甲=True) == {"一库": False, "二库": False, "三库": False, "四库": True}


def test_a_pool_below_may_be_denied(plan_of):
    """A pool may ask that the firm is in no pool that does not depend on it, also by a definition and at least so many."""
    plan = plan_of("一库: {enter: {甲: 是}}\n二库: {enter: {乙: 是}}\n三库: {enter: {都不在: 是, 丙: 是}}\n"
                   "四库: {enter: {not: {some: {at_least: 2, of: [一库, 二库, 三库]}}}}", "define: {都不在: {一库: 否, not: 二库}}\n")
    assert inside(plan, 甲=False, 乙=False, 丙=True) == {"一库": False, "二库": False, "三库": True, "四库": True}
    assert inside(plan, 甲=True, 乙=True, 丙=True) == {"一库": True, "二库": True, "三库": False, "四库": False}
    assert inside(plan, 甲=None, 乙=False, 丙=True) == {"一库": None, "二库": False, "三库": None, "四库": None}


def test_circle_of_six(plan_of):
    """Six pools, each entered by any of the others, are still followed; one fact puts the firm in all."""
    names = [f"{n}库" for n in "一二三四五六"]
    lines = [f"{n}: {{enter: {{any: [{', '.join(m for m in names if m != n)}, {{{'甲' if n == '一库' else '乙'}: 是}}]}}}}" for n in names]
    plan = plan_of("\n".join(lines))
    assert set(inside(plan, 甲=True, 乙=False).values()) == {True}
    assert set(inside(plan, 甲=False, 乙=False).values()) == {False}
    assert set(inside(plan, 甲=None, 乙=False).values()) == {None}


# ------------------------------------------------------------------- what is wrong


@pytest.mark.parametrize(
    ("pools", "codes"),
    [
        ("一库: {enter: {一库: 否}}", ["P623"]),
        ("一库: {enter: {not: {甲: 是, 一库: 是}}}", ["P623"]),
        ("一库: {enter: {二库: 是}}\n二库: {enter: {some: {at_least: 1, of: [{一库: 否}, 甲]}}}", ["P623"]),
        ("一库: {enter: {甲: 是}, after: 二库}\n二库: {enter: {一库: 否}}", ["P623"]),
        ("一库: {enter: {not: {not: {一库: 是}}}}", []),
        ("一库: {enter: 甲, after: 一库}", ["P624"]),
        ("一库: {enter: 甲, after: 二库}\n二库: {enter: 甲, after: 三库}\n三库: {enter: 甲, after: 一库}", ["P624"]),
        ("一库: {enter: 甲, after: 零库}", ["N419"]),
        ("一库: {enter: 甲, after: 甲}", ["N419"]),
        ("一库: {enter: 甲, leave: {二库: 是}}\n二库: {enter: 乙}", ["P626"]),
        ("一库: {enter: 甲, member: {二库: 是}}\n二库: {enter: 乙}", ["P626"]),
        ("一库: {enter: 甲, leave: 在甲库}\n二库: {enter: 乙}", ["P626"]),
        ("一库: {enter: {IF（二库，1，0）: 不低于 1}}\n二库: {enter: 乙}", ["P627"]),
        ("一库: {enter: {has: {of: 合同, where: {金额: 不低于 1元, 二库: 是}}}}\n二库: {enter: 乙}", ["P627"]),
        ("一库: {enter: {甲: 是, 零库: 是}}", ["N401"]),
        ("甲: {enter: {乙: 是}}", ["N410"]),
        ("在甲库: {enter: {乙: 是}}\n二库: {enter: 乙}", ["N410"]),
        ("一库: {enter: 甲, candidate: {short_of: 在甲库, by_at_most: 1项}}\n二库: {enter: 乙}", ["P626"]),
        ("一库: {enter: 甲, candidate: {short_of: 二库, by_at_most: 1项}}\n二库: {enter: 乙}", ["P626"]),
        ("一库: {enter: 甲, candidate: {short_of: 数目, by_at_most: 1项}}\n二库: {enter: 乙}", ["T536"]),
        ("一库: {enter: 甲, candidate: {short_of: 甲, by_at_most: 1项}}\n二库: {enter: 乙}", ["T536"]),
        ("一库: {enter: 甲, candidate: {short_of: 没有, by_at_most: 1项}}\n二库: {enter: 乙}", ["N401"]),
        ("一库: {enter: 甲, due: {do: 更新, by: 件数}}\n二库: {enter: 乙}", ["T537"]),
        ("一库: {enter: 甲, due: {do: 更新, by: 2022-01-01, from: 甲}}\n二库: {enter: 乙}", ["T537"]),
        ("一库: {enter: 件数}", ["T514"]),
    ],
)
def test_what_is_wrong_is_told_once(codes_of, pools, codes):
    """Each mistake among pools is one finding, and nothing is said of what follows from it."""
    head = "define: {在甲库: {二库: 是}, 数目: 件数 + 1件}\n" if "二库" in pools and "在甲库: {enter" not in pools else "define: {在甲库: {甲: 是}}\n"
    assert codes_of(pools, head) == codes


def test_a_circle_of_seven_is_told_once(codes_of):
    """More than six pools that depend on one another are one error."""
    assert codes_of("\n".join(f"库{n}: {{enter: {{any: [库{'甲乙丙丁戊己庚'[i - 1]}, 甲]}}}}" for i, n in enumerate("甲乙丙丁戊己庚"))) == ["P625"]


def test_the_walk_of_a_denial_is_shown(tmp_path):
    """A circle that denies is shown from the pool that denies back to it, through definitions and ``after``."""
    text = pools_file("一库: {enter: {条件: 是}}\n二库: {after: 一库, enter: 甲}\n三库: {enter: {二库: 是}}", "define: {条件: {not: 三库}}\n")
    (tmp_path / "facts.yaml").write_text("kind: facts\nfacts: {甲: {type: yes_no}}\n", encoding="utf-8")
    (tmp_path / "pools.yaml").write_text(text, encoding="utf-8")
    findings = Findings()
    compile_library(load([tmp_path], findings), findings)
    [found] = findings.items
    assert found.code == "P623" and "一库 → 三库 → 二库 → 一库" in found.message and found.where.line == 8


# ---------------------------------------------------------------- named by others

POLICY = f"kind: policy\nid: t/p\ntitle: 策\n{HEAD}in_force: {{from: 2021-01-01}}\nuses: [t/pools]\nawards: {{奖: {{clause: 一, when: %s, amount: 1万元}}}}\n"


def test_a_policy_names_a_pool(plan_of):
    """A policy asks for a pool as for any yes or no, and is decided without its pools file being run."""
    plan = plan_of("一库: {enter: {any: [二库, 甲]}}\n二库: {enter: 一库}", policy=POLICY % "{二库: 是, 丙: 是}")
    for held, wanted in ((True, True), (False, False), (None, None)):
        engine, trace = run(plan, policies=["t/p"], 甲=held, 丙=True)
        [award] = engine.documents[0].awards
        assert trace.value(award.status) is wanted
        assert [d.id for d in engine.documents] == ["t/p"]


def test_a_name_that_rests_on_a_pool_goes_out_resolved(plan_of):
    """Definitions of a pools file mean membership at the fixed point wherever else they are used, numbers too."""
    plan = plan_of("一库: {enter: 甲}", "define: {在一: {一库: 是}, 数: IF（一库，3件，1件）}\n", policy=POLICY % "{在一: 是, 数: 不低于 2件}")
    engine, trace = run(plan, 甲=True)
    document = next(d for d in engine.documents if d.kind == "policy")
    assert trace.value(document.awards[0].status) is True
    names = next(d for d in plan.documents if d.kind == "pools").definitions
    assert list(names) == ["在一", "数", "一库"] and trace.value(names["数"]) == 3


def test_a_pool_is_given_directly(plan_of):
    """A case may say outright that the firm is in a pool; then nothing it rests on is asked for."""
    plan = plan_of("一库: {enter: {any: [二库, 甲]}}\n二库: {enter: 一库}", policy=POLICY % "{二库: 是}")
    engine = ScalarEngine(plan, 2021, DAY, ["t/p"], frozenset(["二库"]))
    trace = engine.run({}, None, {"二库": True})
    assert trace.value(engine.documents[0].awards[0].status) is True
    assert [slot.kind for slot in engine.slots] == ["definition"]


def test_other_pools_files_and_standards_name_pools(plan_of):
    """A second pools file and a standard rest on a pool of the first; that is no circle."""
    second = pools_file("外库: {enter: {一库: 是, 标准条件: 是}}", "uses: [t/pools, t/standard]\n", id_="t/second")
    standard = f"kind: standard\nid: t/standard\ntitle: 标\n{HEAD}in_force: {{from: 2021-01-01}}\nuses: [t/pools]\ndefine: {{标准条件: {{二库: 否}}}}\n"
    plan = plan_of("一库: {enter: 甲}\n二库: {enter: {标准外: 是}}", "define: {标准外: {乙: 是}}\n", second=second, standard=standard)
    engine, trace = run(plan, 甲=True, 乙=False)
    [pool] = next(d for d in plan.documents if d.id == "t/second").pools
    assert trace.value(pool.inside) is True


def test_files_that_come_back_to_one_another_without_a_circle(plan_of):
    """Two pools files may use each other where no pool comes back to itself."""
    second = pools_file("外库: {enter: {一库: 是}}", "uses: [t/pools]\n", id_="t/second")
    plan = plan_of("一库: {enter: 甲}\n二库: {enter: {外库: 是}}", "uses: [t/second]\n", second=second)
    engine, trace = run(plan, 甲=True)
    assert {p.name: trace.value(p.inside) for d in plan.documents for p in d.pools} == {"一库": True, "二库": True, "外库": True}


def test_a_circle_through_another_file_is_refused(codes_of):
    """A circle of pools must stand in one file; through another it is reported with its walk."""
    second = pools_file("外库: {enter: {三库: 是}}", "uses: [t/pools]\n", id_="t/second")
    assert codes_of("一库: {enter: {二库: 是}}\n二库: {enter: {any: [外库, 甲]}}\n三库: {enter: {any: [一库, 乙]}}", "uses: [t/second]\n", second=second) == ["P601"]


def test_a_circle_through_a_standard_is_refused(codes_of):
    """A standard's condition that rests on a pool that rests on the condition is a circle of definitions."""
    standard = f"kind: standard\nid: t/standard\ntitle: 标\n{HEAD}in_force: {{from: 2021-01-01}}\nuses: [t/pools]\ndefine: {{条件: {{一库: 是}}}}\n"
    assert codes_of("一库: {enter: {条件: 是}}", "uses: [t/standard]\n", standard=standard) == ["P601"]


def test_versions_of_a_pools_file(tmp_path):
    """Two versions with other conditions: the one in force on the day counts, for pools and for the policy that names one."""
    first = pools_file("一库: {enter: 甲}\n二库: {enter: 一库}", in_force="{from: 2020-01-01, to: 2021-12-31, by: 申报日期}")
    later = pools_file("一库: {enter: 乙}\n二库: {enter: {一库: 是, 甲: 是}}", in_force="{from: 2022-01-01, by: 申报日期}")
    plan, codes = compiled(tmp_path, first=first, later=later, policy=POLICY % "{一库: 是}")
    assert codes == []
    for day, wanted in ((date(2021, 6, 1), True), (date(2022, 6, 1), False)):
        engine, trace = run(plan, day, 甲=True, 乙=False)
        [document] = [d for d in engine.documents if d.kind == "pools"]
        [policy] = [d for d in engine.documents if d.kind == "policy"]
        assert trace.value(document.pools[0].inside) is wanted is trace.value(policy.awards[0].status)


def test_a_version_without_the_pool(tmp_path):
    """A policy that names a pool needs it in every version of the pools file."""
    first = pools_file("一库: {enter: 甲}", in_force="{from: 2020-01-01, to: 2021-12-31, by: 申报日期}")
    later = pools_file("二库: {enter: 乙}", in_force="{from: 2022-01-01, by: 申报日期}")
    assert compiled(tmp_path, first=first, later=later, policy=POLICY % "{一库: 是}")[1] == ["N412"]


# ----------------------------------------------------------------- the plan's rows


def test_everything_of_a_pool_is_in_the_plan(plan_of):
    """Stage, parents, nearness, due days and source are in the plan, and the plan goes through JSON unchanged."""
    plan = plan_of("一库: {enter: 甲}\n二库: {title: 全称, stage: 培育, after: 一库, enter: {一库: 是, 达标: 是}, candidate: {short_of: 达标, by_at_most: 2项},"
                   " due: [{do: 更新, by: 每年5月31日, from: 每年4月1日}, {do: 再申请, by: 有效期至, from: EDATE（有效期至，-6个月）, clause: 五}],"
                   " clause: 三, ref: X-1, evidence: recalled, note: 注意}", "define: {达标: {件数: 不低于 3件, 乙: 是}}\n")
    [document] = plan.documents
    first, second = document.pools
    assert document.stages == ["挖掘", "培育", "申报", "进规"]
    assert (second.title, second.stage, second.after, second.short_of, second.short_of_name, second.at_most) == (
        "全称", "培育", ["一库"], document.definitions["达标"], "达标", 2)
    assert (second.clause, second.ref, second.evidence, second.note, first.evidence) == ("三", "X-1", "recalled", "注意", "official")
    yearly, once = second.due
    assert (yearly.every, yearly.start_every, yearly.by, yearly.start) == ([5, 31], [4, 1], None, None)
    assert (once.every, once.clause) == (None, "五")
    engine, trace = run(plan, 有效期至=date(2023, 12, 15).toordinal())
    assert [date.fromordinal(trace.value(day)) for day in (once.start, once.by)] == [date(2023, 6, 15), date(2023, 12, 15)]
    assert from_json(to_json(plan)) == plan


def test_asks_leaves_pools_to_those_who_chain(plan_of):
    """``asks`` is ``enter`` with pools as operations of their own, also behind definitions; its other parts are computed."""
    plan = plan_of("一库: {enter: {any: [二库, 甲]}}\n二库: {enter: {all: [条件, {丙: 是}]}}", "define: {条件: {any: [一库, 乙]}}\n")
    [document] = plan.documents
    below = lambda index: {index}.union(*(below(a) for a in plan.operations[index].args))  # noqa: E731
    named = [{tuple(plan.operations[i].data) for i in below(pool.asks) if plan.operations[i].op == "pool"} for pool in document.pools]
    assert named == [{("t/pools", "二库")}, {("t/pools", "一库")}]
    engine, trace = run(plan, 甲=True, 乙=None, 丙=False)
    for pool in document.pools:
        parts = parts_without_pools(pool.asks, plan.operations)
        assert parts and all("pool" not in {plan.operations[i].op for i in below(part)} for part in parts)
        assert [trace.value(part) for part in parts] == [True if plan.operations[p].args[0:1] and "甲" in _facts(plan, p) else
                                                         None if "乙" in _facts(plan, p) else False for p in parts]
    assert all("pool" not in {plan.operations[i].op for i in below(root)} for root in roots_of_pools(document, plan.operations))


def _facts(plan: Plan, index: int) -> set[str]:
    op = plan.operations[index]
    return ({op.data[0]} if op.op == "fact" else set()).union(*(_facts(plan, a) for a in op.args))


def test_what_chaining_asks_for_is_computed_where_the_plan_needs_it_no_more(plan_of):
    """A part beside a pool that nobody can be in drops out of ``enter``, and is computed for ``asks`` all the same."""
    plan = plan_of("一库: {enter: 一库}\n二库: {enter: {any: [{一库: 是, 乙: 是}, 甲]}}")
    engine, trace = run(plan, 甲=False, 乙=True)
    second = plan.documents[0].pools[1]
    assert sorted(trace.value(p) for p in parts_without_pools(second.asks, plan.operations)) == [False, True]
    assert trace.value(second.enter) is False


def test_due_of_a_policy_is_in_the_plan(tmp_path):
    """The window of a policy is two dates that its engine knows; a number for a day is refused."""
    text = (POLICY % "{甲: 是}").replace("uses: [t/pools]", "due: {do: 申报, from: 2022-05-01, by: 2022-06-30}")
    plan, codes = compiled(tmp_path, policy=text)
    assert codes == []
    engine, trace = run(plan)
    [due] = engine.documents[0].due
    assert [date.fromordinal(trace.value(day)) for day in (due.start, due.by)] == [date(2022, 5, 1), date(2022, 6, 30)]
    assert compiled(tmp_path, policy=text.replace("2022-06-30", "3万元"))[1] == ["T537"]
