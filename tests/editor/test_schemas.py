"""The editor's schemas: nothing that is accepted is ever underlined, and what is plainly wrong is."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from eligibility.editor.modeline import kind_of
from eligibility.editor.schemas import KINDS, editor_schemas, schema_texts
from eligibility.language.diagnostic import Findings
from eligibility.language.library import add, load
from eligibility.language.model import Library
from eligibility.language.quantities import MONEY
from eligibility.language.words import COMPARISONS, OTHER_COMPARISONS
from eligibility.language.yaml_tree import PROFILE, RULES, read_yaml
from eligibility.plan.compile import compile_library
from eligibility.profiles.reader import profile_from_tree
from eligibility.profiles.words import PLACEHOLDERS
from tests.docs.examples import HEAD, ROOT, blocks, completed, kind_of as kind_of_block
from tests.editor.reading import as_editor

SCHEMAS = ROOT / "schemas"
BAD = ROOT / "tests" / "bad"
REFUSED = ("T505", "T506", "T516", "T519", "T520", "T521", "T523", "T532", "F711", "F713", "F715", "F734", "F735", "F744", "F745", "F746", "F751")


def validators(*paths: Path) -> dict[str, Draft202012Validator]:
    """A validator of each kind for the library at ``paths``, and its plan under ``plan``."""
    findings = Findings()
    plan = compile_library(load(paths, findings), findings)
    made = {kind: Draft202012Validator(schema) for kind, schema in editor_schemas(plan, str(SCHEMAS)).items()}
    return made | {"plan": plan}


@lru_cache(maxsize=None)
def shipped() -> dict[str, Draft202012Validator]:
    return validators(ROOT / "rules")


@lru_cache(maxsize=None)
def of_bad() -> dict[str, Draft202012Validator]:
    return validators(BAD / "library")


def refusals(made: dict[str, Draft202012Validator], text: str) -> list[str]:
    """What the schema of a text's kind has against it."""
    return [f"{'/'.join(map(str, e.absolute_path))}: {e.message[:200]}" for e in made[kind_of(text)].iter_errors(as_editor(text))]


def files(*folders: Path) -> list[Path]:
    return sorted(path for folder in folders for path in folder.rglob("*.yaml"))


def test_schemas_are_schemas():
    """Each schema fits the metaschema, says so of itself, and is of a size an editor reads at once."""
    for kind, text in schema_texts(shipped()["plan"], str(SCHEMAS)).items():
        schema = json.loads(text)
        Draft202012Validator.check_schema(schema)
        assert schema["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
        assert len(text.encode()) < 1_500_000, kind


def test_schemas_kept_are_fresh():
    """The schemas in ``schemas/editor`` are those of the rules: after a change, ``eligibility schema`` writes them anew."""
    for name, text in schema_texts(shipped()["plan"], str(SCHEMAS)).items():
        assert (SCHEMAS / "editor" / name).read_text(encoding="utf-8") == text, f"{name}: run eligibility schema"


@pytest.mark.parametrize("path", files(ROOT / "rules", ROOT / "examples"), ids=lambda p: p.name)
def test_rules_and_examples_have_no_findings(path):
    """Not a line of the rules and of the example profiles is underlined."""
    assert refusals(shipped(), path.read_text(encoding="utf-8")) == []


def test_mechanics_have_no_findings():
    """The file that uses every operation is a library of its own, and nothing of it is underlined."""
    folder = ROOT / "tests" / "engines" / "mechanics"
    made = validators(folder)
    assert [r for path in files(folder) for r in refusals(made, path.read_text(encoding="utf-8"))] == []


def test_examples_of_the_language_have_no_findings(tmp_path):
    """Every example of the documentation that is right is right for the editor."""
    every = blocks(ROOT / "docs" / "language.md")
    found = [b for b, after in zip(every, [*every[1:], None]) if b.language == "yaml" and not (after and after.language == "text")]
    (tmp_path / "facts.yaml").write_text(_merged([b.text for b in found if kind_of_block(b.text) == "facts"]), encoding="utf-8")
    made = validators(tmp_path)
    for block in found:
        kind = kind_of_block(block.text)
        head = {} if kind in ("facts", "profile") else {"for": "example", "policy_year": "2021"} if kind == "cases" else HEAD
        text = block.text if kind == "profile" else completed(block.text, head)
        library, findings = Library(), Findings()
        tree = read_yaml(text.encode(), "例子.yaml", findings, dialect=PROFILE if kind == "profile" else RULES)
        if kind == "profile":
            profile_from_tree(tree, "例子.yaml", made["plan"].vocabulary, findings)
        elif tree is not None:
            add(library, tree, "例子.yaml", findings)
        if not findings.has_errors:  # else the block shows a mistake
            assert refusals(made, text) == [], block.line


def _merged(texts: list[str]) -> str:
    """The facts of several blocks as one file; the later of one name counts."""
    facts = {}
    for text in texts:
        facts |= yaml.load(text, Loader=yaml.BaseLoader)["facts"]
    return yaml.safe_dump({"kind": "facts", "facts": facts}, allow_unicode=True, sort_keys=False)


def test_mended_files_have_no_findings():
    """What is right after its remedy is not underlined, whatever it is about."""
    wrong = {}
    for path in sorted(BAD.glob("*.mended.yaml")):
        text = path.read_text(encoding="utf-8-sig")
        if text.startswith("kind: facts"):
            continue  # a vocabulary of its own
        if found := refusals(of_bad(), text):
            wrong[path.name] = found
    assert wrong == {}


def test_wrong_units_and_options_are_underlined():
    """Most of the wrong files whose mistake lies in one value are underlined, each in that value's line."""
    hit, missed = [], []
    for path in sorted(BAD.glob("*.yaml")):
        if path.name[:4] in REFUSED and ".mended" not in path.name:
            (hit if refusals(of_bad(), path.read_text(encoding="utf-8")) else missed).append(path.name)
    assert len(hit) >= 14, missed


# ------------------------------------------------------------------------ laws

FACTS = """\
kind: facts
facts:
  企业: {type: text, role: name}
  营业收入: {type: money, per: year}
  首轮融资: {type: money, none: 没有融资}
  职工: {type: count, unit: 人, per: year}
  占比: {type: ratio}
  面积: {type: number, unit: ㎡}
  系数: {type: number}
  成立日期: {type: date}
  证书日期: {type: date, none: 没有}
  投产年份: {type: year}
  规上: {type: yes_no, per: year}
  等级: {type: choice, of: [甲级, 乙级, "3"], none: 没有评}
  合同:
    type: records
    columns:
      金额: {type: money}
      类别: {type: choice, of: [转让, 许可]}
      企业: {type: yes_no}
"""
SUBJECTS = ("上年营业收入", "近三年平均营业收入", "首轮融资", "本年职工", "占比", "面积", "系数", "成立日期", "证书日期", "投产年份", "上年规上", "等级", "合同", "企业")


@lru_cache(maxsize=None)
def small() -> dict[str, Draft202012Validator]:
    findings, library = Findings(), Library()
    add(library, read_yaml(FACTS.encode(), "facts.yaml", findings), "facts.yaml", findings)
    plan = compile_library(library, findings)
    assert not findings.items
    return {kind: Draft202012Validator(schema) for kind, schema in editor_schemas(plan, str(SCHEMAS)).items()} | {"plan": plan, "library": library}


numbers = st.sampled_from(["0", "0.0", "5", "100", "2018", "1.5", "-3", "１００", "5０"])
units = st.sampled_from(["", "人", "㎡", "%", "％", "万", "亿人", "个百分点", "年", "天", *MONEY])
literals = st.builds("{}{}".format, numbers, units)
operands = st.one_of(
    literals, st.sampled_from(["规模线", "申报日期", "政策年度", "2021-01-01", "2021年1月1日", "上年营业收入 × 5%", "IF（上年规上，5，6）", "1万元 × IF（上年规上，5，6）",
                               "MAX（1万元，5万元）", "EDATE（申报日期，-36）", "成立日期 + 1天"]))  # fmt: skip
tests = st.one_of(
    st.builds("{}{}{}".format, st.sampled_from([*COMPARISONS, *OTHER_COMPARISONS]), st.sampled_from(["", " "]), operands),
    st.builds("{}{}{}".format, literals, st.sampled_from(["", " "]), st.sampled_from(["以上", "以下", "以上（含）", "以内"])),
    st.sampled_from(["是", "否", "有", "无", "甲级", "3", "= 甲级", "= 是", "在 本年", "在 近36个月", "在本年", "在 近三年", "转让"]),
    operands,
)
values = st.one_of(
    st.lists(tests, min_size=1, max_size=3).map("，".join),
    st.lists(st.sampled_from(["甲级", "乙级", "3", "是", "否", "转让", "许可", "5万元"]), min_size=1, max_size=2).map(lambda items: f"[{', '.join(items)}]"),
)


def quoted(text: str) -> str:
    return text if text.startswith("[") else f"'{text}'" if text[:1] in "><=%-" or ": " in text else text


def assert_fits_if_it_compiles(text: str) -> None:
    """A policy of the small vocabulary that the compiler accepts is not refused by the editor."""
    findings, library = Findings(), Library(vocabularies=small()["library"].vocabularies)
    tree = read_yaml(text.encode(), "例.yaml", findings)
    if tree is not None:
        add(library, tree, "例.yaml", findings)
        compile_library(library, findings)
    if not findings.has_errors:
        assert refusals(small(), text) == []


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(SUBJECTS), values, st.sampled_from(["when", "row", "bands"]))
def test_what_compiles_is_never_underlined(subject, value, place):
    """A test that the compiler accepts is accepted by the editor, of every type of fact, also in bands and in rows where a column has the fact's name."""
    test = f"{{{subject}: {quoted(value)}}}"
    if place == "row":
        test = f"has:\n          of: 合同\n          where: {test}"
    more = ""
    if place == "bands":
        test = "上年规上: 是"
        more = f"  档:\n    bands:\n      of: {subject}\n      steps:\n        - {quoted(value)}: 1万元\n        - 其余: 2万元\n"
    text = (
        "kind: policy\nid: a/b\ntitle: 例\ninstrument: {title: 例, evidence: official}\nin_force: {from: 2020-01-01}\n"
        f"define:\n  规模线: {{amount: 1000万元}}\n{more}awards:\n  甲:\n    clause: 例\n    when:\n      - {test}\n    amount: 1万元\n"
    )
    assert_fits_if_it_compiles(text)


profile_values = st.one_of(
    st.builds("{}{}{}".format, st.sampled_from(["", "+", "-", "－"]), st.sampled_from(["5", "1,234", "１２3", "1.50", "0", "2020", "30.0"]), st.builds("{}{}".format, st.sampled_from(["", " "]), units)),
    st.sampled_from(["是", "否", "无", "有", "甲级", "3", "丙级", "2021-11-12", "2021年11月12日", "2021/1/2", "2021.1.2", "２０２１-１１-12", "2020年", "true", "", "~", *sorted(PLACEHOLDERS)]),
)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(["amount", "cap", "floor", "round_down", "nothing_below"]), operands)
def test_amounts_that_compile_are_never_underlined(key, value):
    """What the compiler takes for the amount, cap or rounding of an award is accepted by the editor."""
    amount = "" if key == "amount" else "    amount: 上年营业收入 × 5%\n"
    text = (
        "kind: policy\nid: a/b\ntitle: 例\ninstrument: {title: 例, evidence: official}\nin_force: {from: 2020-01-01}\n"
        f"define:\n  规模线: {{amount: 1000万元}}\nawards:\n  甲:\n    clause: 例\n{amount}    {key}: {quoted(value)}\n"
    )
    assert_fits_if_it_compiles(text)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(["企业", "2020年营业收入", "首轮融资", "2021年职工", "占比", "面积", "系数", "证书日期", "成立日期", "投产年份", "2020年规上", "等级", "合同", "营业收入"]), profile_values, st.booleans())
def test_what_a_profile_may_say_is_never_underlined(label, value, in_case):
    """A value that a profile accepts is accepted by the editor, in a profile and in a case."""
    written = json.dumps(value, ensure_ascii=False) if value[:1] in "-－*?%#!&@`~/\\>|，,[]{}." or value.endswith(":") else value
    text = f"{label}: {written}\n"
    findings = Findings()
    tree = read_yaml(text.encode(), "例.yaml", findings, dialect=PROFILE)
    if tree is None:
        return
    profile_from_tree(tree, "例.yaml", small()["plan"].vocabulary, findings)
    if findings.has_errors:
        return
    if in_case:
        text = f"kind: cases\nfor: a/b\npolicy_year: 2021\ncases:\n  - case: 例\n    given:\n      {text}    expect: {{total: 1万元}}\n"
    assert refusals(small(), text) == []


def test_each_kind_has_a_schema():
    """Every kind of file has its schema, and profiles have one."""
    assert set(small()) >= set(KINDS)
