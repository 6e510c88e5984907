"""The quick reader makes the tree that lark makes, and no other."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lark.exceptions import UnexpectedInput

from eligibility.language.expression_tree import _TERMINAL, GRAMMAR, read_tree
from eligibility.language.expressions import _parser

PIECES = st.sampled_from(
    ["上年营业收入", "近三年平均研发费用", "2020年营业收入", "2020年", "2021年11月12日", "2021-11-12", "2021/1/5", "2021-13-450", "0", "12.5", "5%", "1.5亿元",
     "20万元", "100㎡", "3.", "不低于", "超过", "不足", "不足额", "不超过5人", ">=", "=", "<", "SUM", "IF", "(", "(", ")", ")", ",", "，", "、", "+", "-", "*", "/", "×",
     "÷", " ", " ", "“", "!", "%", "：", "。", "\n", "甲", "a1", "_", "十"]
)  # fmt: skip


def by_lark(text: str):
    """lark's tree as nested tuples; None where it refuses the text."""
    try:
        return _plain(_parser().parse(text))
    except UnexpectedInput:
        return None


def _plain(node):
    if hasattr(node, "children"):
        return (str(node.data), [_plain(child) for child in node.children])
    return (node.type, node.value, node.start_pos, node.end_pos)


def ours(text: str):
    tree = read_tree(text)
    return tree and _plain(tree)


@settings(max_examples=1500, deadline=None)
@given(st.lists(PIECES, max_size=12).map("".join))
def test_pieces_in_any_order(text):
    """Words, numbers and signs of the language, glued in any order."""
    assert ours(text) == by_lark(text)


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("年月日甲不低于超过0123456789.-/+*()，, %=<>SUM\u3000") | st.characters(), max_size=16))
def test_any_text(text):
    """Any text at all."""
    assert ours(text) == by_lark(text)


def _with_signs(inner):
    return st.one_of(
        st.tuples(inner, st.sampled_from([" + ", " - ", "×", " / "]), inner).map("".join),
        inner.map("({})".format),
        inner.map("(-{})".format),
        st.lists(inner, max_size=3).map(lambda args: f"MAX({'，'.join(args)})"),
        st.tuples(inner, inner, inner).map(lambda three: "IF({} 超过 {}，{}，1元)".format(*three)),
    )


SOUND = st.recursive(st.sampled_from(["上年营业收入", "2020年职工总数", "5%", "1.5亿元", "2021-11-12", "人均"]), _with_signs, max_leaves=12)


@settings(max_examples=400, deadline=None)
@given(SOUND, st.sampled_from(["", " 不低于 5%", " >= 甲 - 1元"]))
def test_sound_expressions_are_read(text, compared):
    """What follows the grammar is read without lark, to the same tree."""
    text += compared
    assert ours(text) is not None
    assert ours(text) == by_lark(text)


def test_every_terminal_is_taken_from_the_grammar():
    """No terminal of the grammar file is written in a way that the quick reader overlooks."""
    assert {name for name, _, _ in _TERMINAL.findall(GRAMMAR.read_text(encoding="utf-8"))} == {t.name for t in _parser().terminals if t.name != "__IGNORE_0"}


@pytest.mark.parametrize("text, loaded", [("上年研发费用 / 上年营业收入 不低于 5%", False), ("上年研发费用 /", True)])
def test_lark_is_loaded_for_what_is_wrong(text, loaded):
    """lark is asked only about a text that does not follow the grammar."""
    script = (
        "import sys; from eligibility.language.diagnostic import Findings, Where; from eligibility.language.tree import Scalar\n"
        "from eligibility.language.expressions import parse_expression\n"
        f"parse_expression(Scalar({text!r}, Where('一', 1, 1)), Findings()); print('lark' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    assert ran.stdout.strip() == str(loaded)
