"""`eligibility rules`: every document listed, and what is not known listed by the instrument to fetch."""

from __future__ import annotations

import json

from eligibility.reports.lines import WIDTH, width

ASSUMED = """\
kind: policy
id: demo/rent
title: 房租补助
instrument: {title: 虚构的研发办法, number: 虚构〔2020〕1号, evidence: secondary, source: 虚构的报道}
in_force: {by: 政策年度}
parameters:
  补助率: {value: 不超过 3%, clause: 第八条}
  线: {value: 10项, evidence: assumed, basis: 照旧办法}
define:
  分数:
    ref: R-7
    clause: 未见条号
    bands: {of: 专利, steps: [不低于 1项: 2分, 其余: 0分]}
awards:
  房租:
    clause: 未见条号
    ref: R-1
    when:
      - {if: {专利: 不超过 线}, clause: 第七条, evidence: recalled, ref: R-2}
      - 分数 超过 0分
    amount: 上年营业收入 × 补助率
    cap: 5万元
  特别: {clause: 第九条, amount: unknown, why: 一事一议。}
"""


def test_every_document_is_listed_under_what_it_is(run, rules):
    """Policies that are run unasked, those only run when named, and standards, each with its source and span."""
    code, out, err = run("rules", "--rules", rules)
    assert (code, err) == (0, "")
    own, others, standards = out.split("\n\n")
    assert own.startswith("政策（1）\n  研发补助\n    demo/research\n") and "虚构〔2020〕1号" in own and "3 个奖补项" in own
    assert "--policy" in others and "elsewhere/other" in others
    assert "common/basic" in standards and "1 个名称" in standards
    assert all(width(line) <= WIDTH for line in out.splitlines())


def test_versions_under_other_titles_are_both_named(run):
    """Two versions of one id are listed once, under the titles of both."""
    _, out, _ = run("rules", "小巨人")
    assert "（2022 年标准）" in out and "（2026 年标准）" in out and out.count("national/little-giant") == 1


def test_a_word_chooses_documents(run, rules):
    """A word of the title, the number or an award; a word that nothing has gets the nearest name."""
    for word in ("研发补助", "虚构〔2020〕", "专利资助"):
        assert "demo/research" in run("rules", word, "--rules", rules)[1]
    code, out, err = run("rules", "别处的补肋", "--rules", rules)
    assert (code, out) == (2, "") and "X907" in err and "别处的补助" in err


def test_the_list_as_json(run, rules):
    """Id, kind, whether it is run unasked, and each version with its instrument and awards."""
    found = json.loads(run("rules", "--rules", rules, "--json")[1])
    by_id = {d["id"]: d for d in found["documents"]}
    assert found["format"] == "eligibility-rules/1" and set(by_id) == {"demo/research", "elsewhere/other", "common/basic"}
    assert by_id["demo/research"]["run_by_default"] is True and by_id["elsewhere/other"]["run_by_default"] is False
    assert "run_by_default" not in by_id["common/basic"]
    [version] = by_id["demo/research"]["versions"]
    assert version["number"] == "虚构〔2020〕1号" and version["awards"] == ["研发", "专利", "一次性"] and version["from"] == "2020-01-01"


def gaps(run, rules, *arguments) -> dict:
    (rules / "demo" / "rent.yaml").write_text(ASSUMED, encoding="utf-8")
    code, out, err = run("rules", "--gaps", "--rules", rules, "--json", *arguments)
    assert (code, err) == (0, "")
    return json.loads(out)


def test_gaps_are_told_by_instrument_with_their_places(run, rules):
    """What nobody found, bounded, recalled, assumed, read openly or without clause, each at its line, with the awards that rest on it."""
    [wanted] = gaps(run, rules)["instruments"]
    assert (wanted["instrument"], set(wanted["sources"])) == ("虚构的研发办法", {"虚构", "虚构的报道"})
    found = {(tuple(g["kinds"]), g["what"], g["file"].rpartition("/")[2], g["line"], tuple(g["awards"])) for g in wanted["gaps"]}
    assert found == {
        (("unknown",), "参数“每项标准”", "research.yaml", 12, ("demo/research#专利",)),
        (("unknown",), "奖补项“特别”的金额", "rent.yaml", 23, ("demo/rent#特别",)),
        (("at_most",), "参数“补助率”", "rent.yaml", 7, ("demo/rent#房租",)),
        (("recalled",), "专利 不超过 “线”", "rent.yaml", 19, ("demo/rent#房租",)),
        (("assumed",), "参数“线”", "rent.yaml", 8, ("demo/rent#房租",)),
        (("reading",), "“专利含外观设计”", "research.yaml", 10, ("demo/research#研发",)),
        (("no_clause",), "奖补项“房租”", "rent.yaml", 15, ("demo/rent#房租",)),
        (("no_clause",), "“分数”", "rent.yaml", 10, ("demo/rent#房租",)),
    }


def test_what_most_awards_rest_on_comes_first(run, rules):
    """An instrument behind a gate of all awards stands before one behind a single award."""
    standard = rules / "common" / "basic.yaml"
    standard.write_text(standard.read_text(encoding="utf-8").replace("evidence: official", "evidence: assumed"), encoding="utf-8")
    other = rules / "elsewhere" / "other.yaml"
    other.write_text(other.read_text(encoding="utf-8").replace("clause: 第一条", "clause: 未见条号"), encoding="utf-8")
    found = gaps(run, rules)["instruments"]
    assert [(w["instrument"], len(w["awards"])) for w in found] == [("虚构的研发办法", 4), ("虚构的通知", 3), ("虚构的别处办法", 1)]


def test_gaps_as_text(run, rules):
    """The instrument, what was read of it, and below it what to look for and the place of the rule."""
    gaps(run, rules)
    code, out, _ = run("rules", "demo/rent", "--gaps", "--rules", rules)
    assert code == 0 and "1. 《虚构的研发办法》（虚构〔2020〕1号）" in out and "读自：虚构的报道" in out
    assert "没有查到（1）\n     · 奖补项“特别”的金额〔影响 1 项〕：一事一议。\n       rules/demo/rent.yaml:23" in out
    out.encode("gbk")


def test_rules_without_gaps_say_so(run, rules):
    """Nothing missing is an answer too."""
    assert "没有缺口" in run("rules", "common/basic", "--gaps", "--rules", rules)[1]


POOLS = """\
kind: pools
id: demo/pools
title: 企业库
instrument: {title: 虚构的联动办法, evidence: secondary}
in_force: {from: 2020-01-01, by: 申报日期}
pools:
  科技库:
    clause: 第一条
    enter: {专利: 不低于 1项}
    due: {do: 更新数据, by: 每年5月31日, clause: 未见条号, ref: X-1}
  培育库:
    clause: 第二条
    evidence: assumed
    enter: unknown
    why: 条件没有公布
    due: {do: 复核, by: 每年6月30日, clause: 第九条, evidence: recalled}
"""
LIMITS = """\
kind: limits
id: demo/limits
title: 限额
instrument: {title: 虚构的统筹办法, evidence: secondary}
in_force: {from: 2020-01-01}
limits:
  不重复: {awards: {demo/research: 全部}, pay: highest, clause: 未见条号, evidence: recalled}
"""


def test_gaps_of_pools_and_limits(run, rules):
    """Conditions that nobody found stand with why, and what is assumed, recalled or without clause of pools, days and limits at its line."""
    for name, text in (("pools", POOLS), ("limits", LIMITS)):
        (rules / "demo" / f"{name}.yaml").write_text(text, encoding="utf-8")
    found = {g["what"]: g for w in gaps(run, rules)["instruments"] for g in w["gaps"] if g["document"] in ("demo/pools", "demo/limits")}
    assert {what: (g["kinds"], g["line"]) for what, g in found.items()} == {
        "培育库的入库条件": (["unknown"], 11), "“培育库”": (["assumed"], 11),
        "应办事项“更新数据”": (["no_clause"], 10), "应办事项“复核”": (["recalled"], 16), "限额“不重复”": (["recalled", "no_clause"], 7),
    }  # fmt: skip
    assert found["培育库的入库条件"]["why"] == "条件没有公布" and found["应办事项“更新数据”"]["ref"] == "X-1"
    assert found["限额“不重复”"]["awards"] == ["demo/research#一次性", "demo/research#专利", "demo/research#研发"]
