"""One spelling: what may be written in several ways comes out in one, and everything else stays byte for byte."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eligibility.language.diagnostic import Findings
from eligibility.language.library import load
from eligibility.language.tidy import spelled, tidy
from eligibility.plan.compile import compile_library

ROOT = Path(__file__).parents[2]
FILES = sorted([*(ROOT / "rules").rglob("*.yaml"), *(ROOT / "tests/engines/mechanics").glob("*.yaml")])
OTHER_WORDS = {"不低于": ("≥", ">=", "达到", "至少"), "不超过": ("≤", "<="), "低于": ("不足", "<"), "超过": (">",)}


@pytest.mark.parametrize(("written", "one"), [
    ("≥ 500人", "不低于 500人"),
    ("500人以上", "不低于 500人"),
    ("500人以下（含）", "不超过 500人"),
    ("至少 1千万元，不足 2 亿元", "不低于 1000万元，低于 2亿元"),
    ("500千元", "50万元"),
    ("上年研发费用 / 上年营业收入 >= ５％", "上年研发费用 / 上年营业收入 不低于 5%"),
    ("上年研发费用 × 3 百分点", "上年研发费用 × 3个百分点"),
    ("有，不早于 申报日期", "有，不早于 申报日期"),
    ("MIN（上年纳税额，200 万元）", "MIN（上年纳税额，200万元）"),
    ("在 近36个月", "在 近36个月"),
    ("南岸区", "南岸区"),
    ("2021-03-01", "2021-03-01"),
    ("（甲 + 乙） / 2 - 1", "（甲 + 乙） / 2 - 1"),
    ("甲 × ２ 不低于 乙", "甲 × 2 不低于 乙"),
    ("EDATE（申报日期，-12）", "EDATE（申报日期，-12）"),
])
def test_each_way_of_writing_has_one_spelling(written, one):
    """Comparisons and units come out as the guide writes them; names, dates and functions stay."""
    assert spelled(written) == one
    assert spelled(one) == one


@given(st.text("不低于超过至少以上下≥<=有无在 ，（）()0123456789.万亿千元%％人近年本上营业收入+-×/", max_size=30))
def test_twice_is_once(text):
    """Whatever stands there, the second time changes nothing."""
    assert spelled(spelled(text)) == spelled(text)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_the_library_has_one_spelling(path):
    """The rules that come with the program are written as they would be rewritten."""
    findings = Findings()
    assert tidy(path.read_bytes(), path.name, findings) == path.read_text(encoding="utf-8") and not findings.items


def _otherwise(text: str, seed: int) -> str:
    """A file in which every comparison is spelled in some other way, with blanks where none should be."""
    chance = random.Random(seed)

    def other(found: re.Match) -> str:
        return f"'{chance.choice(OTHER_WORDS[found[2]])} {found[3]}'{found[4]}" if found[1] == "" else found.group()

    lines = []
    for line in text.split("\n"):
        if not line.lstrip().startswith("#"):
            line = re.sub(r"(?<=: )()(不低于|不超过|低于|超过) ([\d.]+[万亿]?[元人项家%])(}?)$", other, line)
        lines.append(line + chance.choice(["", "", "  "]))
    return "\n\n\n".join("\n".join(lines).split("\n\n")) + "\n\n"


@pytest.mark.parametrize("path", [f for f in FILES if not f.name.endswith(".cases.yaml")], ids=lambda p: p.name)
def test_other_spellings_come_out_as_the_one(path):
    """Words, blanks and empty lines in other ways come back, quotes aside, and so does every comment."""
    text = path.read_text(encoding="utf-8")
    after = tidy(_otherwise(text, 1).encode(), path.name, Findings())
    assert re.sub(r"'((?:不低于|不超过|低于|超过) [^']*)'", r"\1", after) == text


def test_the_meaning_stays(tmp_path):
    """The plan of rewritten rules is the plan of the rules, places aside."""
    for path in (ROOT / "tests/engines/mechanics").glob("*.yaml"):
        (tmp_path / path.name).write_text(_otherwise(path.read_text(encoding="utf-8"), 2), encoding="utf-8")

    def meaning() -> list:
        findings = Findings()
        plan = compile_library(load([tmp_path], findings), findings)
        assert not findings.has_errors
        return [(op.op, op.args, op.unit, op.data, op.low, op.high, op.scale) for op in plan.operations]

    before = meaning()
    for path in tmp_path.glob("*.yaml"):
        path.write_text(tidy(path.read_bytes(), path.name, Findings()), encoding="utf-8")
    assert meaning() == before


def test_names_and_remarks_are_left_alone():
    """Only tests and calculations are respelled: a title may say 500人以上."""
    source = "kind: policy\nawards:\n  甲:\n    title: 500人以上\n    note: ≥ 3 万元\n    when: {人数: ≥ 500人}\n    amount: 1千万元 # 1千万元\n"
    after = tidy(source.encode(), "a.yaml", Findings())
    assert after == source.replace("{人数: ≥ 500人}", "{人数: 不低于 500人}").replace("amount: 1千万元", "amount: 1000万元")


def test_a_text_over_several_lines_keeps_its_blanks():
    """Blank lines inside a ``|`` text are part of it."""
    source = "kind: policy\nawards:\n  甲:\n    note: |\n      一\n\n\n      二\n    amount: 1元\n"
    assert tidy(source.encode(), "a.yaml", Findings()) == source


def test_a_file_that_cannot_be_read_is_not_touched():
    """A file with a mistake gives the mistake and no text."""
    findings = Findings()
    assert tidy("kind: policy\n\ttitle: a\n".encode(), "a.yaml", findings) is None and findings.has_errors


def test_options_stay_as_they_are():
    """An option of a choice may look like a comparison or an amount; only rows of tables and whole comparisons in lists are respelled."""
    source = (
        "kind: policy\nawards:\n  甲:\n    when:\n      all:\n        - {规模档: [500人以上, 5 元, 至少 3人]}\n        - {规模档: 1千元档}\n        - 收入 ≥ 1千元\n"
        "    bands:\n      of: 等级\n      gives: [一, 二]\n      steps:\n        - 1千元档: [1千元, 2 万元]\n"
    )
    made = source.replace("收入 ≥ 1千元", "收入 不低于 0.1万元").replace("[1千元, 2 万元]", "[0.1万元, 2万元]")
    assert tidy(source.encode(), "a.yaml", Findings()) == made


def test_pools_and_limits_are_respelled_where_they_calculate():
    """Conditions of a pool and the cap of a limit have one spelling; names, days and what is told of them stay."""
    pool = "kind: pools\npools:\n  500人以上库:\n    after: 500人以上库\n    enter: {人数: ≥ 500人}\n    leave: [收入 < 1千万元]\n    due: {do: ≥ 1千万元, by: 每年5月31日}\n"
    made = pool.replace("{人数: ≥ 500人}", "{人数: 不低于 500人}").replace("[收入 < 1千万元]", "[收入 低于 1000万元]")
    assert tidy(pool.encode(), "a.yaml", Findings()) == made
    limit = "kind: limits\nlimits:\n  甲:\n    cap: 1千万元\n    note: ≥ 3 万元\n"
    assert tidy(limit.encode(), "a.yaml", Findings()) == limit.replace("1千万元", "1000万元")
