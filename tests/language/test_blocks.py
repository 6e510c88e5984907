"""The calculation block and definitions to the model."""

from __future__ import annotations

import pytest

from eligibility.language.syntax import Bands, Block, Compare, FirstOf, ForEach, Number, Tiers, Unknown


def test_steps_in_any_order(read_award):
    """The order of keys means nothing: every step is found."""
    block = read_award("cap: 80万元\nround_down: 1万元\namount: 甲 × 5%\nnothing_below: 2万元\nwhen: {乙: 是}\nfloor: 3万元").made
    assert block.rounding[0] == "round_down" and block.rounding[1].value == 1
    assert [block.floor.value, block.cap.value, block.nothing_below.value] == [3, 80, 2]
    assert block.when is not None and block.value.op == "*"


def test_bands(read_award):
    """Rows of bands keep their tests; 其余 has none."""
    bands = read_award("bands:\n  of: 上年营业收入\n  steps: [不超过 5000万元: 5元, 超过 5000万元，不超过 2亿元: 4元, 其余: 3元]").made.value
    assert isinstance(bands, Bands) and [len(row.checks) for row in bands.rows] == [1, 2, 0]
    assert [row.values[0].value for row in bands.rows] == [5, 4, 3]


def test_bands_of_choices(read_award):
    """Bands may go by the options of a choice."""
    bands = read_award("bands: {of: 评估结果, steps: [优秀: 500万元, 良好: 200万元]}").made.value
    assert [row.checks[0].op for row in bands.rows] == ["eq", "eq"]


def test_bands_give_several(read_section):
    """Under a name, bands may give several values a row."""
    rules = read_section("define", "级别:\n  bands:\n    of: 甲\n    gives: [率, 顶]\n    steps:\n      - 不超过 5元: [5%, 1元]\n      - 其余: [3%, 2元]")
    bands = rules.made.define["级别"].body.value
    assert rules.codes == [] and [g.text for g in bands.gives] == ["率", "顶"]
    assert [len(row.values) for row in bands.rows] == [2, 2]


def test_tiers(read_award):
    """Tiers have bounds and rates; the last has no bound."""
    tiers = read_award("tiers: {of: 甲, steps: [不超过 100元: 5%, 不超过 200元: 4%, 其余: 3%]}").made.value
    assert isinstance(tiers, Tiers) and [row.upto and row.upto.value for row in tiers.rows] == [100, 200, None]


def test_first_of(read_award):
    """First-of rows have conditions with their clauses; the last has none."""
    form = read_award("first_of:\n  - {if: {甲: 是}, then: 20元, clause: 三, ref: X-1}\n  - {if: 乙 超过 5元, then: 10元}\n  - 其余: 0元").made.value
    assert isinstance(form, FirstOf) and [row.condition is None for row in form.rows] == [False, False, True]
    assert form.rows[0].clause.clause == "三" and form.rows[0].clause.ref == "X-1"


def test_for_each(read_award):
    """For-each holds a whole block, its filter and its groups."""
    form = read_award("for_each:\n  of: 技术合同\n  where: {到账日期: 在 本年}\n  by: [买方, 年度]\n  amount: SUM(到账金额) × 1%\n  cap: 10万元\ncap: 50万元").made
    assert isinstance(form.value, ForEach) and [n.text for n in form.value.by] == ["买方", "年度"]
    assert form.value.block.cap.value == 10 and form.cap.value == 50 and form.value.condition is not None


def test_unknown_amount(read_award):
    """An unknown amount keeps its reason."""
    value = read_award("amount: unknown\nwhy: 没有公布").made.value
    assert isinstance(value, Unknown) and value.why == "没有公布"


def test_definitions(read_section):
    """A definition is an expression, a comparison, a condition or a block, with its text as written."""
    define = read_section("define", "比例: 甲 /  乙\n达标: 比例 不低于 5%\n合格: {甲: 是}\n补助: {amount: 5元, cap: 3元}\n近期: 日期 在 近三年").made.define
    assert define["比例"].text == "甲 /  乙" and isinstance(define["达标"].body, Compare)
    assert isinstance(define["补助"].body, Block) and define["合格"].text == ""
    assert define["近期"].body.checks[0].op == "within"


def test_local_definitions(read_award):
    """A block may define names of its own."""
    assert list(read_award("define: {基数: 甲 - 乙}\namount: 基数 × 5%").made.define) == ["基数"]


def test_broken_definition_keeps_its_name(read_section):
    """A definition that cannot be read stays known by name, so nothing more is reported of it."""
    found = read_section("define", "比例: 甲 //乙")
    assert found.codes == ["L304"] and found.made.define["比例"].body.value is None


@pytest.mark.parametrize(
    "text, places",
    [
        ("amount: 1元\nbands: {of: 甲, steps: [其余: 1元]}", [("L331", 9, 5)]),
        ("when: {甲: 是}", [("L332", 7, 3)]),
        ("amount: 5元\nround: 1元\nround_up: 1元", [("L341", 10, 5)]),
        ("amount: unknown", [("L340", 8, 13)]),
        ("tiers:\n  of: 甲\n  steps:\n    - 不超过 1元: 5%", [("L334", 11, 11)]),
        ("tiers:\n  of: 甲\n  steps:\n    - 超过 1元: 5%\n    - 其余: 3%", [("L335", 11, 11)]),
        ("tiers:\n  of: 甲\n  steps:\n    - 超过 1元，不超过 2元: 5%\n    - 其余: 3%", [("L335", 11, 11)]),
        ("bands:\n  of: 甲\n  steps:\n    - 其余: 5元\n    - 超过 3元: 3元", [("L333", 11, 11)]),
        ("bands:\n  of: 甲\n  steps:\n    - 超过 5元: 5元\n      不超过 5元: 3元", [("L337", 12, 11)]),
        ("bands:\n  of: 甲\n  steps:\n    - 其余: [5元, 3元]", [("L338", 11, 15)]),
        ("bands:\n  of: 甲\n  gives: [率]\n  steps:\n    - 其余: [5元]", [("L339", 10, 15)]),
        ("first_of:\n  - {if: 甲, then: 5元}", [("L334", 9, 9)]),
        ("first_of:\n  - {其余: 3元}\n  - {if: 甲, then: 5元}", [("L333", 9, 10)]),
        ("amount: 甲 超过 5元", [("L318", 8, 15)]),
        ("amount: 1元\ncap: 80 万元", [("L313", 9, 13)]),
        ("amount: 1元\nrank: {of: 申报企业}", [("L381", 9, 5)]),
        ("rank: {of: 申报企业}", [("L381", 8, 5)]),
        ("for_each: {of: 申报企业, amount: 1元}", [("L381", 8, 20)]),
        ("for_each: {of: 甲, amount: 1元, claimed_by_one: 乙}", [("L381", 8, 35)]),
        ("for_each: {of: 甲}", [("L332", 8, 5)]),
        ("amount: 1元\npaid_over: [50%, 50%]", [("L381", 9, 5)]),
        ("amount: 1元\nrecover: {甲: {when: 乙}}", [("L381", 9, 5)]),
    ],
)
def test_block_mistakes(read_award, text, places):
    """Each mistake of a block has its finding, once, at the key or value to change."""
    assert read_award(text).places == places


@pytest.mark.parametrize(
    "text, place",
    [
        ("不低于要求: 5元", ("L351", 7, 3)),
        ("a+b: 5元", ("L351", 7, 4)),
        ("3号指标: 5元", ("L351", 7, 3)),
        ("甲 乙: 5元", ("L351", 7, 4)),
        ("甲（一）: 5元", ("L351", 7, 4)),
        ("其余: 5元", ("L351", 7, 3)),
        ("申报日期: 5元", ("L351", 7, 3)),
        ("甲: unknown", ("L340", 7, 6)),
        ("甲:\n  bands:\n    of: 乙\n    gives: [率, 顶]\n    steps:\n      - 其余: [5%]", ("L338", 12, 15)),
        ("甲:\n  bands:\n    of: 乙\n    gives: [超过率]\n    steps:\n      - 其余: 5%", ("L351", 10, 15)),
    ],
)
def test_definition_mistakes(read_section, text, place):
    """Each mistake of a definition has one finding."""
    assert read_section("define", text).places == [place]


def test_defined_name_may_begin_with_a_year(read_section):
    """本年新认定平台数 is a good name for a definition; only facts are cut at year words."""
    found = read_section("define", "本年新认定平台数: 5个")
    assert found.codes == [] and isinstance(found.made.define["本年新认定平台数"].body, Number)
