"""Shape: every departure from a kind's schema, in Chinese, at its node."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eligibility.language import schema_check
from eligibility.language.diagnostic import Findings
from eligibility.language.library import KINDS
from eligibility.language.schema_check import check_schema
from eligibility.language.yaml_tree import read_yaml

SCHEMA = {
    "type": "object",
    "properties": {
        "名": {"title": "名称", "type": "string", "minLength": 2},
        "级": {"enum": ["国家级", "市级"]},
        "项": {"type": "array", "minItems": 1, "uniqueItems": True, "items": {"type": "string"}},
        "号": {"title": "编号", "description": "小写字母。", "type": "string", "pattern": "^[a-z]+$"},
        "额": {"type": "object", "properties": {"元": {"type": "string"}}, "required": ["元"], "additionalProperties": False},
        "选": {"anyOf": [{"type": "array", "items": {"type": "string"}}, {"type": "object", "required": ["甲"], "properties": {"甲": {"type": "string"}}}]},
        "倍": {"type": "string", "not": {"const": "零"}},
    },
    "additionalProperties": False,
}


@pytest.fixture
def check(tmp_path, monkeypatch):
    """Check a text against SCHEMA → (code, line, col) and messages."""
    (tmp_path / "any.schema.json").write_text(json.dumps(SCHEMA), encoding="utf-8")
    monkeypatch.setattr(schema_check, "schemas_dir", lambda: str(tmp_path))
    schema_check._validator.cache_clear()
    schema_check._shape_of.cache_clear()

    def check(text: str) -> Findings:
        findings = Findings()
        check_schema(read_yaml(text, "一", findings), "any", findings)
        return findings

    yield check
    schema_check._validator.cache_clear()
    schema_check._shape_of.cache_clear()


@pytest.mark.parametrize(
    "text, code, line, col",
    [
        ("名: [甲]", "S215", 1, 4),
        ("名: 甲", "S216", 1, 4),
        ("名: 甲乙\n级: 省级", "S213", 2, 4),
        ("项: []", "S216", 1, 4),
        ("项:\n  - 甲\n  - 甲", "S218", 3, 5),
        ("项:\n  - {甲: 乙}", "S215", 2, 5),
        ("号: 甲", "S214", 1, 4),
        ("额: {}", "S211", 1, 4),
        ("额:\n  万: 5\n  元: 5", "S212", 2, 3),
        ("选: {乙: 5}", "S211", 1, 4),
        ("选: [甲, {乙: 5}]", "S215", 1, 8),
        ("选: 甲", "S219", 1, 4),
        ("倍: 零", "S229", 1, 4),
        ("明: 甲乙", "S212", 1, 1),
    ],
)
def test_departure(check, text, code, line, col):
    """Each kind of departure has its own code and stands at the node, key or item that is wrong."""
    assert [(d.code, d.where.line, d.where.col) for d in check(text).sorted()] == [(code, line, col)]


def test_all_departures_at_once(check):
    """Every departure of a file is reported, not only the first."""
    assert [d.code for d in check("名: 甲\n级: 省\n项: []\n号: 甲\n额: {}").sorted()] == ["S216", "S213", "S216", "S214", "S211"]


def test_wide_colon_in_a_list(check):
    """Where a mapping was meant, a full-width colon is named as the cause."""
    assert "全角冒号" in check("额: 元：5").items[0].hint


def test_blank_is_reported_once(check):
    """A key without a value is the YAML reader's finding, not a second one here."""
    assert [d.code for d in check("名:\n号: a").sorted()] == ["Y112"]


def test_did_you_mean(read_file):
    """An unknown key and a wrong word are answered with the nearest that is allowed."""
    found = read_file("kind: facts\nfacts:\n  甲: {tipe: money}\n  乙: {type: dat}\n")
    assert found.codes == ["S212", "S213"]
    assert "“type”" in found.findings[0].hint and "“date”" in found.findings[1].message


def test_misspelt_required_key_is_one_finding(read_file):
    """A misspelt key that is required is reported as misspelt, not also as missing."""
    text = "kind: standard\nid: a/b\ntitel: 甲\ninstrument: {title: 甲, evidence: official}\nin_force: {from: 2021-01-01}\ndefine: {甲: 5元}\n"
    assert read_file(text).places == [("S212", 3, 1)]


def test_later_keys_are_not_offered(read_award):
    """Keys that do not work yet are not among the keys one may write."""
    assert "rank" not in read_award("amont: 5元").findings[0].hint


def test_every_kind_has_a_schema():
    """Each kind's schema is there and is itself sound."""
    from jsonschema import Draft202012Validator

    for kind in KINDS:
        schema = json.loads((Path(schema_check.schemas_dir()) / f"{kind}.schema.json").read_text(encoding="utf-8"))
        Draft202012Validator.check_schema(schema)
