"""How single rules read: names of one award, rows, years, and what is neither stated nor found."""

from __future__ import annotations

import pytest

from tests.reports.policy_text.telling import close, compiled, lines

FACTS = """\
kind: facts
facts:
  成立日期: {type: date, role: founded}
  甲证: {type: yes_no, none: 没有问过}
  乙数: {type: count, unit: 件}
  丙款: {type: money, per: year}
  丁表:
    type: records
    counted_in: 笔
    columns:
      戊款: {type: money}
      己日: {type: date}
      庚类: {type: choice, of: [子, 丑]}
"""
HEAD = "kind: policy\nid: edge/p\ntitle: 边角\ninstrument: {title: 试, evidence: official}\nin_force: {by: 申报日期}\n"


@pytest.fixture
def read(tmp_path):
    """The telling of a policy with these ``define`` and ``awards``, without blanks."""

    def call(define: str = "", amount: str = "amount: 1元", more: str = "") -> str:
        policy = f"{HEAD}{more}{f'define:{chr(10)}{define}' if define else ''}awards:\n  奖:\n    clause: 一\n    {amount}\n"
        plan = compiled(tmp_path, facts=FACTS, policy=policy)
        return close("".join(lines(plan, plan.documents[0])))

    return call


@pytest.mark.parametrize(("definition", "sentence"), [
    ("{乙数: 3件以上}", "“名”：乙数3件以上"),
    ("{上年丙款: 超过 1万元，不超过 2万元}", "“名”：上年丙款超过1万元，不超过2万元"),
    ("{甲证: 有}", "“名”：甲证为“有”（“无”是没有问过）"),
    ("甲证", "“名”：甲证为“是”"),
    ("{含本年近两年每年丙款: 低于 5元}", "“名”：含本年近两年每年丙款低于5元"),
    ("{成立日期: 在 近36个月}", "“名”：成立日期在近36个月"),
    ("近3年平均丙款", "“名”：近三年平均丙款"),
    ("EDATE（成立日期，-6）", "“名”：成立日期以前6个月的那一天"),
    ("MIN（上年丙款，前年丙款，9元）", "“名”：（上年丙款、前年丙款、9元）中最小的"),
    ("AVERAGE（上年丙款，9元）", "“名”：（上年丙款、9元）的平均数"),
    ("（上年丙款 - 9元） × 2", "“名”：（上年丙款-9元）×2"),
    ("上年丙款 - （9元 - 前年丙款）", "“名”：上年丙款-（9元-前年丙款）"),
    ("上年丙款 / （2 × 3）", "“名”：上年丙款÷（2×3）"),
    ("0元 - （-1元）", "“名”：0元-（-1元）"),
    ("ROUNDUP（上年丙款，-4）", "“名”：（上年丙款进到1万元的倍数）"),
    ("INT（乙数 / 2件）", "“名”：（乙数÷2件舍去小数）"),
    ("IF（甲证，2元，1元）", "“名”：（甲证为“是”的，取2元，否则取1元）"),
    ("{when: {乙数: 超过 1件}, amount: 5元}", "“名”：乙数超过1件的，5元；否则是0元"),
])
def test_a_definition_reads_as_a_sentence(read, definition, sentence):
    """Each kind of test and expression, with units, inclusiveness and years as written."""
    assert sentence in read(f"  名: {definition}\n")


def test_records_under_another_name_are_told_by_their_own(read):
    """A name for a records fact can be counted and searched, and the fact itself is named."""
    text = read("  表: 丁表\n  有笔:\n    has: {of: 表, where: {戊款: 超过 1元}}\n  计:\n    for_each: {of: 表, amount: 戊款 × 3%}\n")
    assert "“有笔”：至少有一笔“丁表”符合：戊款超过1元" in text and "“计”：对“丁表”逐笔计算，然后相加：·每笔：戊款×3%" in text


def test_names_of_one_award_are_explained_with_it(read):
    """Also those that they mention in turn; a document's own names stand apart."""
    text = read("  共: 乙数 + 1件\n", "define: {甲: 乙 + 1元, 乙: 共 × 2元}\n    amount: 甲\n    cap: 9元")
    assert "金额：“甲”；至多9元其中：·“甲”：“乙”+1元·“乙”：“共”×2元二、名称解释“共”：乙数+1件" in text


def test_a_table_that_gives_several_is_told_once(read):
    """One grid with the names at its head, whatever of it is used first."""
    define = "  表:\n    bands:\n      of: 乙数\n      gives: [一个, 两个]\n      steps: [不超过 3件: [1元, 2元], 超过 3件: [3元, 4元]]\n"
    text = read(define, "amount: 两个 + 一个")
    assert text.count("分档") == 1 and "“一个”、“两个”：按乙数分档，从上往下看：·不超过3件：1元，2元·超过3件：3元，4元" in text


def test_the_last_row_of_bands_is_told_as_written(read):
    """Though the plan need not test it: 丑 is not 其余."""
    define = "  档:\n    for_each:\n      of: 丁表\n      bands: {of: 庚类, steps: [子: 1元, 丑: 2元]}\n"
    assert "子：1元·丑：2元" in read(define)


def test_this_year_is_explained_once(read):
    """As the document counts it."""
    assert "“本年”是政策年度，“上年”是它以前第一年" in read("  名: 上年丙款\n")
    assert "“本年”是申报日期所在的年份" in read("  名: 上年丙款\n", more="this_year: 申报年度\n")


def test_parameters_are_told_with_every_row(read):
    """Dates, what is only bounded, what nobody found and why, and the comparable."""
    parameters = (
        "parameters:\n  线:\n    - {value: 1元, evidence: assumed, basis: 照旧, source: 某报}\n    - {from: 2020-01-01, value: 不超过 2元, clause: 二}\n"
        "  数: {value: unknown, why: 没有公开, reference: {value: 3元, basis: 邻区}}\n"
    )
    text = read(amount="amount: 线 + 数", more=parameters)
    assert "“线”：·起初：1元〔推定〕；照旧；读自某报·2020-01-01起：不超过2元（只知道上限）〔二，官方原文〕" in text
    assert "“数”：没有查到，不当作任何数〔官方原文〕；没有公开；参考值3元（邻区），不计入合计" in text
