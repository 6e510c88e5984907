"""``eligibility facts``: the vocabulary by name, other name, pinyin and what is near."""

from __future__ import annotations

import json
import os

import pytest

from tests.setup.tree import ROOT

GOLDEN = ROOT / "tests" / "golden" / "facts"


def names(run, rules, word: str) -> list[str]:
    out = run("facts", word, "--rules", rules, "--json")[1]
    return [fact["name"] for fact in json.loads(out)["facts"]]


@pytest.mark.parametrize(
    "word, first",
    [("营业收入", "营业收入"), ("上年营业收入", "营业收入"), ("yysr", "营业收入"), ("YingYeShouRu", "营业收入"), ("yanfa", "研发费用"), ("东区", "所在地"),
     ("营业执照", "所在地"), ("营业手入", "营业收入"), ("研发经费", "研发费用"), ("ｙｙｓｒ", "营业收入")],
)  # fmt: skip
def test_a_fact_is_found_by_what_people_type(run, rules, word, first):
    """The name, a year before it, pinyin in full or initials, an option, the proof, and slips of the pen all lead to the fact."""
    assert names(run, rules, word)[0] == first


def test_an_alias_leads_to_its_fact(run):
    """Another name of a fact finds it, and says which name it was."""
    found = json.loads(run("facts", "营收", "--json")[1])["facts"]
    assert (found[0]["name"], found[0]["found_by"]) == ("营业收入", "别名“营收”")


def test_a_fact_tells_everything(run, rules, monkeypatch):
    """One fact comes out as its golden file says: question, type, options, proof, place and the rules that use it."""
    monkeypatch.chdir(rules.parent)
    for word, file in (("所在地", "one.txt"), ("", "all.txt")):
        status, out, err = run("facts", *filter(None, [word]), "--rules", "rules")
        if os.environ.get("UPDATE_GOLDEN"):
            GOLDEN.mkdir(parents=True, exist_ok=True)
            (GOLDEN / file).write_text(out, encoding="utf-8")
        assert (status, err, out) == (0, "", (GOLDEN / file).read_text(encoding="utf-8"))


def test_nothing_found_is_said(run, rules):
    """A word that is near to nothing ends with 1, says so on standard error, and leaves standard output empty."""
    status, out, err = run("facts", "zzzqqq", "--rules", rules)
    assert (status, out) == (1, "") and "没有找到“zzzqqq”" in err
    assert "kind: facts 的文件" in err and "docs/language.md" in err


def test_unfinished_rules_are_looked_up_all_the_same(run, rules):
    """Rules with errors still give their facts, with a word about the errors."""
    file = rules / "demo" / "research.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("不低于 5%", "不低于"), encoding="utf-8")
    status, out, err = run("facts", "专利", "--rules", rules)
    assert status == 0 and out.startswith("专利\n") and "有 1 处错误" in err


def test_every_use_is_told(run, rules):
    """A fact names the policies that read it, also through a standard that they use."""
    fact = json.loads(run("facts", "停业", "--rules", rules, "--json")[1])["facts"][0]
    assert fact["used_by"] == ["common/basic", "demo/research"]
    assert fact["file"].endswith("facts.yaml") and fact["line"] > 1


def test_a_fact_of_pools_and_limits_says_so(run, rules):
    """A fact that only a pool's record, a day to keep, a measure of nearness or the cap of a limit rests on is told as used by that file."""
    (rules / "demo" / "pools.yaml").write_text(
        "kind: facts\nfacts:\n" + "".join(f"  {name}: {{type: {kind}, ask: 问}}\n" for name, kind in (("在库", "yes_no"), ("到期", "date"), ("分数", "number"), ("封顶额", "money"))),
        encoding="utf-8")  # fmt: skip
    head = "title: 例\ninstrument: {title: 例, evidence: secondary}\nin_force: {from: 2020-01-01}\n"
    (rules / "demo" / "a.yaml").write_text(
        f"kind: pools\nid: demo/a\n{head}define: {{达标: {{分数: 不低于 60}}}}\npools:\n  甲:\n    clause: 一\n    member: {{在库: 是}}\n    enter: {{专利: 不低于 1项}}\n"
        "    candidate: {short_of: 达标, by_at_most: 1项}\n    due: {do: 办, by: 到期, clause: 一}\n", encoding="utf-8")  # fmt: skip
    (rules / "demo" / "b.yaml").write_text(
        f"kind: limits\nid: demo/b\n{head}limits:\n  甲: {{awards: {{demo/research: 全部}}, cap: 封顶额, clause: 一}}\n", encoding="utf-8")
    for name, user in (("在库", "demo/a"), ("到期", "demo/a"), ("分数", "demo/a"), ("封顶额", "demo/b")):
        found = json.loads(run("facts", name, "--rules", rules, "--json")[1])["facts"]
        assert found[0]["name"] == name and user in found[0]["used_by"], found[0]
