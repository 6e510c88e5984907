"""The JSON of `eligibility check` against its schema."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from tests.commands.helpers import PROFILE, WHEN, write_profile
from tests.setup.tree import ROOT

SCHEMA = json.loads((ROOT / "schemas" / "decision.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
FORMS = [[], ["--explain"], ["--assume"], ["--assume", "--explain"]]


def faults(value) -> list[str]:
    return [f"{e.json_path}: {e.message}" for e in VALIDATOR.iter_errors(value)]


def test_schema_is_sound_and_closed():
    """The schema is a schema, and no object of it lets unknown keys through."""
    Draft202012Validator.check_schema(SCHEMA)

    def objects(node):
        if isinstance(node, dict):
            if isinstance(node.get("properties"), dict) and node.get("type") == "object":
                yield node
            for value in node.values():
                yield from objects(value)
        elif isinstance(node, list):
            for value in node:
                yield from objects(value)

    assert all(node.get("additionalProperties") is False for node in objects(SCHEMA))


@pytest.mark.parametrize("form", FORMS)
def test_examples_are_by_the_schema(run, form):
    """The decisions of all examples validate, with every policy there is."""
    code, out, _ = run("check", *sorted((ROOT / "examples").glob("*.[yj]*")), "--json", *form, *WHEN)
    assert code == 0 and len(json.loads(out)) > 1
    for decision in json.loads(out):
        assert faults(decision) == []
        assert decision["format"] == "eligibility-decision/1" and decision["assumed"] is ("--assume" in form)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "text", ["企业名称: 虚构乙公司\n", "信用代码:\n", PROFILE, PROFILE.replace("3项", "三项"), PROFILE.replace("40万元", "60万元").replace("3项", "2项")]
)
def test_other_profiles_are_by_the_schema(run, rules, tmp_path, form, text):
    """So do blank, half filled, partly rejected and openly read ones."""
    out = run("check", write_profile(tmp_path, text), "--rules", rules, "--json", *form, *WHEN)[1]
    assert faults(json.loads(out)) == []


def test_nothing_in_force_is_by_the_schema(run, rules, profile):
    """A year without any policy validates too."""
    out = run("check", profile, "--rules", rules, "--json", "--year", "2026", "--as-of", "2027-06-30")[1]
    assert faults(json.loads(out)) == [] and json.loads(out)["not_in_force"]


def test_rules_and_places(run, rules, profile):
    """The decision names the rules by their hash, and each reason its rule and where the profile said so."""
    found = json.loads(run("check", profile, "--rules", rules, "--json", *WHEN)[1])
    assert len(found["rules"]) == 64 and found["profile"] == {"code": "91000000MA00000157", "name": "虚构甲公司"}
    refused = next(a for a in found["decisions"][0]["awards"] if a["award"] == "研发")
    (reason,) = refused["reasons"]
    assert (reason["result"], reason["required"], reason["actual"], reason["short_by"]) == (False, "不低于 5%", "4%", "1个百分点")
    assert reason["where"] == "rules/demo/research.yaml:17:24" and reason["clause"] == "第三条"
    assert reason["facts"][0] == {"fact": "研发费用（2020年）", "value": "40万元", "from": f"{profile}:7:14"}


def test_blank_facts_are_null(run, rules, tmp_path):
    """What is not stated is null, never a word that could be taken for a value."""
    blank = write_profile(tmp_path, "企业名称: 虚构乙公司\n")
    found = json.loads(run("check", blank, "--rules", rules, "--json", *WHEN)[1])
    once = next(a for a in found["decisions"][0]["awards"] if a["award"] == "一次性")
    reason = once["reasons"][0]
    assert (reason["result"], reason["actual"]) == (None, None)
    assert reason["facts"] == [{"fact": "所在地", "value": None, "from": None}]
    assert once["missing"] == [["所在地", "停业", "专利", "已兑现"]] and once["could_refuse"] == ["所在地", "停业", "专利", "已兑现"]


def test_a_not_is_told_as_what_it_requires(run, rules, tmp_path):
    """Under a `not`, the reason says what must hold and whether it does."""
    moved = write_profile(tmp_path, PROFILE.replace("迁出: 否", "迁出: 是"))
    found = json.loads(run("check", moved, "--rules", rules, "--json", *WHEN)[1])
    (reason,) = next(a for a in found["decisions"][0]["awards"] if a["award"] == "专利")["reasons"]
    assert (reason["condition"], reason["required"], reason["actual"], reason["result"]) == ("迁出", "否", "是", False)
