"""`eligibility diff`: rules tried on a population before they are published."""

from __future__ import annotations

import json

import pytest
from python_calamine import CalamineWorkbook

from tests.commands.helpers import POLICY, WHEN, write_library
from tests.commands.terminals import POPULATION
from tests.setup.tree import ROOT

#: the share down to 4 %, the lasting award from 3万元 to 2万元, patents paid for by a count that the population has
CHANGED = POLICY.replace("不低于 5%", "不低于 4%").replace("amount: 3万元", "amount: 2万元")


@pytest.fixture
def new(tmp_path):
    """Another set of rules beside ``rules``."""
    root = write_library(tmp_path / "other")
    (root / "demo/research.yaml").write_text(CHANGED, encoding="utf-8")
    return root


@pytest.fixture
def population(tmp_path):
    path = tmp_path / "名单.csv"
    path.write_text(POPULATION.replace("一大堆", "5"), encoding="utf-8")
    return path


def as_json(run, *arguments) -> tuple[int, dict]:
    code, out, _ = run("diff", *arguments, "--json", *WHEN)
    return code, json.loads(out)


def test_who_gains_and_who_loses(run, rules, new, population):
    """The lower share lets one more enterprise in, and its example says by which clause."""
    code, out, _ = run("diff", rules, new, "--population", population, *WHEN)
    assert code == 0
    assert "读入 4 行，采用 4 行，未采用 0 行" in out and "研发补助" in out
    assert "要求 不低于 5%" in out and "要求 不低于 4%" in out
    assert "虚构乙公司（91000000MA00010024），第 3" in out.replace("\n   ", "")


def test_the_same_rules_twice(run, rules, population):
    """Rules compared with themselves say that nothing changed, in the same bytes each time."""
    code, out, _ = run("diff", rules, rules, "--population", population, *WHEN)
    assert code == 0 and "规则没有改动、没有重算的 1 项：研发补助" in out and "举例" not in out
    assert run("diff", rules, rules, "--population", population, *WHEN) == (code, out, "")


def test_json_and_its_mirror(run, rules, new, population):
    """The other way round every kind of change has the count of its contrary."""
    from eligibility.batch.kinds_of_change import OPPOSITE

    code, there = as_json(run, rules, new, "--population", population)
    back = as_json(run, new, rules, "--population", population)[1]
    kinds, mirrored = there["policies"][0]["kinds"], back["policies"][0]["kinds"]
    assert code == 0 and there["format"] == "eligibility-diff/1" and there["enterprises"]["changed"] > 0
    assert {kind: row["enterprises"] for kind, row in kinds.items()} == {OPPOSITE[kind]: row["enterprises"] for kind, row in mirrored.items()}


def test_rejected_cells_are_findings(run, rules, new, tmp_path):
    """A row that cannot be read is told once, with its place and reason, and the run ends with 1."""
    path = tmp_path / "名单.csv"
    path.write_text(POPULATION, encoding="utf-8")
    code, out, err = run("diff", rules, new, "--population", path, *WHEN)
    assert code == 1 and "读入 4 行，采用 3 行，未采用 1 行" in out
    assert err.count("91000000MA00010037") == 1 and "名单.csv:4" in err and "一大堆" not in out


def test_another_vocabulary_is_read_by_itself(run, rules, new, population):
    """A fact that the new rules call otherwise: the heading fits the old rules only, and it says which."""
    for file in ("facts.yaml", "demo/research.yaml"):
        text = (new / file).read_text(encoding="utf-8")
        (new / file).write_text(text.replace("专利", "发明"), encoding="utf-8")
    code, out, err = run("diff", rules, new, "--population", population, *WHEN)
    assert code in (0, 1)
    assert "只有按新规则的指标读名单才有的问题" in err and "专利" in err.split("只有按新规则")[1]
    assert "新规则新用到、名单里没有这一栏，全部企业按未填写处理：发明" in out.replace("\n  ", "")


def test_a_policy_that_only_the_new_rules_have(run, rules, new, population):
    """It can be named, and everybody who may have it is new to it."""
    (new / "demo/start.yaml").write_text(
        "kind: policy\nid: demo/start\ntitle: 起步补助\ninstrument: {title: 虚构的起步办法, evidence: official, source: 虚构}\n"
        "in_force: {from: 2020-01-01}\nawards:\n  起步: {clause: 第一条, when: {所在地: 西区}, amount: 1万元}\n", encoding="utf-8")  # fmt: skip
    code, found = as_json(run, rules, new, "--population", population, "--policy", "demo/start")
    (policy,) = found["policies"]
    assert (code, policy["within"], policy["kinds"]["added"]["enterprises"], policy["after"]["min_fen"]) == (0, "new", 1, 1_000_000)


def test_what_was_paid_before_counts(run, tmp_path):
    """Who is said to have been paid nothing may have what is paid once in a lifetime: the example has the column."""
    import shutil

    shutil.copytree(ROOT / "rules", tmp_path / "新规则")
    file = tmp_path / "新规则/nanan/high-tech-enterprise.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("then: 20万元", "then: 25万元"), encoding="utf-8")
    code, found = as_json(run, "随附", tmp_path / "新规则", "--population", ROOT / "examples" / "虚构-名单.csv", "--policy", "nanan/high-tech-enterprise")
    (policy,) = found["policies"]
    assert (code, found["no_column"]["both"], policy["kinds"]["raised"]["enterprises"]) == (0, [], 3)
    assert policy["after"]["min_fen"] - policy["before"]["min_fen"] == 15_000_000


def test_out_writes_a_workbook(run, rules, new, population, tmp_path):
    """One row for each enterprise that changes; a file that is there is not overwritten unasked."""
    out = tmp_path / "差异.xlsx"
    code, text, err = run("diff", rules, new, "--population", population, "--out", out, *WHEN)
    assert code == 0 and "已写好" in err
    rows = CalamineWorkbook.from_path(str(out)).get_sheet_by_name("有变化的企业").to_python()
    changed = as_json(run, rules, new, "--population", population)[1]["enterprises"]["changed"]
    assert len(rows) == changed + 1
    code, _, err = run("diff", rules, new, "--population", population, "--out", out, *WHEN)
    assert code == 2 and "X913" in err
    before = out.read_bytes()
    assert run("diff", rules, new, "--population", population, "--out", out, "--force", *WHEN)[0] == 0
    assert out.read_bytes() == before


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (["没有", "{new}", "--population", "{population}"], "X901"),
        (["{rules}", "{new}", "--population", "没有.csv"], "X901"),
        (["{rules}", "{new}"], "X911"),
        (["{rules}", "{new}", "--population", "{population}", "--policy", "没有"], "X905"),
        (["{rules}", "{new}", "--population", "{population}", "--year", "1950", "--as-of", "1951-01-01"], "X938"),
        (["{rules}", "{new}", "--population", "{population}", "--out", "差异.csv"], "X911"),
        (["{rules}", "{new}", "--population", "{population}", "--out", "没有/差异.xlsx"], "X901"),
    ],
)
def test_what_cannot_run(run, rules, new, population, tmp_path, wrong, code):
    """Each ends with 2, a code and a remedy, and leaves no file."""
    before = sorted(path.name for path in tmp_path.iterdir())
    places = {"rules": rules, "new": new, "population": population}
    ended, out, err = run("diff", *(word.format(**places) for word in wrong))
    assert (ended, out) == (2, "") and code in err and "改法：" in err
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    ended, out, _ = run("diff", *(word.format(**places) for word in wrong), "--json")
    assert ended == 2 and json.loads(out)["code"] == code


def test_rules_with_errors_are_never_compared(run, rules, new, population):
    """A mistake in the new rules is shown at its place."""
    (new / "demo/research.yaml").write_text(CHANGED.replace("不低于 4%", "不低于 4万元"), encoding="utf-8")
    code, out, err = run("diff", rules, new, "--population", population, *WHEN)
    assert (code, out) == (2, "") and "X904" in err and "research.yaml" in err


def test_a_population_without_a_usable_row(run, rules, new, tmp_path):
    """A table of headings alone compares nothing and says so."""
    path = tmp_path / "空.csv"
    path.write_text(POPULATION.partition("\n")[0] + "\n", encoding="utf-8")
    code, out, err = run("diff", rules, new, "--population", path, *WHEN)
    assert code == 2 and out == "" and "改法" in err


def test_shipped_rules_and_the_example(run, population):
    """The example population fits the shipped rules, and 随附 names them on either side."""
    code, found = as_json(run, "随附", "随附", "--population", ROOT / "examples" / "虚构-名单.csv")
    assert code == 0 and found["population"]["used"] == 12 and all(p["same_rules"] for p in found["policies"])
