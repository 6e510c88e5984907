"""`eligibility show`: which document and version it tells, and what it tells of two real policies, whole.

After a change that is meant, `UPDATE_GOLDEN=1 pytest tests/commands/test_show.py`
writes the golden files anew; read the difference before committing it.
"""

from __future__ import annotations

import json
import os

import pytest

from eligibility.reports.lines import WIDTH, width
from tests.commands.helpers import STANDARD
from tests.setup.tree import ROOT

GOLDEN = ROOT / "tests" / "golden" / "show"
POLICIES = {"high-tech-enterprise": "nanan/high-tech-enterprise", "platforms": "nanan/platforms"}
WHEN = ("--as-of", "2022-06-30")


@pytest.mark.parametrize("name", POLICIES)
def test_a_policy_is_told_as_it_is_known_to_be(run, monkeypatch, name):
    """What staff hold against the official text comes out as the golden file says, in the width of a narrow terminal and in GBK."""
    monkeypatch.chdir(ROOT)
    code, out, err = run("show", POLICIES[name], *WHEN)
    assert (code, err) == (0, "")
    out.encode("gbk")
    assert all(width(line) <= WIDTH for line in out.splitlines())
    file = GOLDEN / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(out, encoding="utf-8")
    assert out == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["demo/research", "研发补助", "研发", "demo"])
def test_a_document_is_found_by_id_title_or_part(run, rules, name):
    """The id, the title, and a part that only one document has, all mean it."""
    code, out, err = run("show", name, "--rules", rules)
    assert (code, err) == (0, "") and out.startswith("研发补助\n政策 demo/research\n")


def test_an_unfound_name_is_answered_with_the_nearest(run, rules):
    """A slip of the pen gets the name that was meant."""
    code, out, err = run("show", "研发补肋", "--rules", rules)
    assert (code, out) == (2, "") and "X907" in err and "您是不是想写“研发补助”？" in err


def test_a_part_that_fits_several_is_answered_with_their_ids(run, rules):
    """Which of them is not guessed."""
    code, out, err = run("show", "补助", "--rules", rules)
    assert (code, out) == (2, "") and "demo/research、elsewhere/other" in err


def second_version(rules):
    text = STANDARD.replace("from: 2020-01-01", "from: 2023-01-01").replace("虚构的通知", "虚构的新通知")
    (rules / "common" / "basic-2023.yaml").write_text(text, encoding="utf-8")
    old = rules / "common" / "basic.yaml"
    old.write_text(STANDARD.replace("2020-01-01}", "2020-01-01, to: 2022-12-31}"), encoding="utf-8")


@pytest.mark.parametrize(("when", "shown", "other"), [
    (("--year", "2021"), "虚构的通知", "虚构的新通知"),
    (("--year", "2023"), "虚构的新通知", "虚构的通知"),
    (("--as-of", "2023-05-01"), "虚构的通知", "虚构的新通知"),
])
def test_the_version_in_force_is_told_and_the_others_named(run, rules, when, shown, other):
    """The year or the day chooses the version; every other version is listed with its span and file."""
    second_version(rules)
    code, out, _ = run("show", "common/basic", "--rules", rules, *when)
    assert code == 0 and f"依据：《{shown}》" in out
    assert f"《{other}》" in out and "另一版本：" in out


def test_a_year_without_a_version_is_said(run, rules):
    """Before the first version the latest one is told, with a remark."""
    code, out, _ = run("show", "demo/research", "--rules", rules, "--year", "2019")
    assert code == 0 and "注意：2019 政策年度" in out and "没有施行的版本" in "".join(out.split())


def test_both_versions_of_a_used_standard_are_explained(run, rules):
    """A gate that another document defines twice is told twice, each with its span."""
    second_version(rules)
    _, out, _ = run("show", "demo/research", "--rules", rules, *WHEN)
    text = "".join(out.split())
    assert text.count("“基本条件”（见common/basic") == 2 and "2020-01-01至2022-12-31" in text and "2023-01-01起" in text


def test_json_holds_the_same_sentences(run, rules):
    """Every sentence of the text stands in the JSON, with versions and the head apart."""
    _, text, _ = run("show", "demo/research", "--rules", rules, *WHEN)
    code, out, err = run("show", "demo/research", "--rules", rules, *WHEN, "--json")
    found = json.loads(out)
    assert (code, err, found["format"], found["id"]) == (0, "", "eligibility-show/1", "demo/research")
    assert found["versions"] == [{"from": "2020-01-01", "to": "2025-12-31", "by": "政策年度", "file": "rules/demo/research.yaml", "shown": True}]

    def sentences(items):
        for item in items:
            yield item["text"]
            yield from sentences(item.get("items", []))

    close = "".join(text.split())
    told = [s for section in found["sections"] for s in (section["title"], *sentences(section["items"]))]
    assert all("".join(s.split()) in close for s in told) and len(told) > 20


def test_a_path_is_told_what_is_wanted(run, rules):
    """Who names the file is told to write the id and, for rules of one's own, --rules."""
    code, out, err = run("show", rules / "demo/research.yaml")
    told = "".join(err.split())
    assert (code, out) == (2, "") and "X907" in told and "不写路径" in told and "--rules" in told


@pytest.mark.parametrize("title, told", [("《虚构的研发办法》", "《虚构的研发办法》（虚构"), ("《甲》《乙》", "《《甲》《乙》》（")])
def test_marks_around_the_title_are_not_doubled(run, rules, title, told):
    """The name of the document may be written with or without 《》."""
    policy = rules / "demo/research.yaml"
    policy.write_text(policy.read_text(encoding="utf-8").replace("title: 虚构的研发办法", f"title: {title}"), encoding="utf-8")
    code, out, _ = run("show", "demo/research", "--rules", rules, *WHEN)
    assert code == 0 and f"依据：{told}" in "".join(out.split())
