"""Forms of the shipped rules and of a small library, and ways to fill them in."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from functools import lru_cache
from xml.sax.saxutils import escape

from tests.engines.small_rules import compiled
from tests.setup.tree import ROOT

from eligibility.engines.scalar.engine import ScalarEngine
from eligibility.forms.needed import Form, Question, form_of
from eligibility.language.diagnostic import Findings
from eligibility.language.fact import Fact
from eligibility.plan.cache import cached_plan

FACTS = """kind: facts
title: 基本
facts:
  企业名称: {type: text, role: name, ask: 全称是什么？, proof: 营业执照}
  信用代码: {type: code, role: code}
  成立日期: {type: date, role: founded, ask: 哪天成立？}
  收入: {type: money, per: year, ask: 该年收入是多少？, proof: 审计报告}
  研发: {type: money, per: year}
  人数: {type: count, unit: 人, per: year}
  租金: {type: money, range: 0元 至 100元}
  增速: {type: ratio, range: -100% 至 1000%}
  面积: {type: number, unit: ㎡}
  发证: {type: date, none: 从未发证}
  贷款: {type: money, none: 没有贷款}
  等级: {type: choice, of: [甲, 乙], none: 没有等级}
  规上: {type: yes_no}
  用不到: {type: yes_no}
  开业年: {type: year}
  合同:
    type: records
    counted_in: 份
    ask: 有哪些合同？没有写“无”。
    columns:
      类: {type: choice, of: [转让, 许可], ask: 哪一类？}
      额: {type: money}
      日: {type: date, none: 没有签}
"""
RULES = """define:
  合格: {规上: 是, 等级: 有}
gates: [合格]
awards:
  甲奖:
    clause: 一
    when: [近两年研发 / 近两年收入 不低于 5%, {上年人数: 不低于 5人}, {发证: 在 本年}, {开业年: 不早于 2000年}]
    amount: MIN（面积 × 租金 × 1人 / 1㎡ / 1人，100元）
    once: lifetime
  乙奖:
    clause: 二
    when: {贷款: 有, 增速: 不低于 10%}
    for_each: {of: 合同, amount: 额 × 1%}
    cap: 5元
"""
VALUES = {"text": "虚构甲公司", "code": "91000000MA00000157", "money": "5", "count": "5", "number": "5", "ratio": "5", "date": "2021-05-06",
          "year": "2005", "yes_no": "是"}  # fmt: skip


def small_form(rules: str = RULES, facts: str = FACTS) -> tuple[Form, dict[str, Fact]]:
    """The form of the small library and its vocabulary."""
    plan, found = compiled(rules, facts=facts)
    assert not found, found
    return form_of(ScalarEngine(plan, 2021, date(2022, 6, 30))), plan.vocabulary


@lru_cache(maxsize=1)
def shipped():
    """The plan of the rules that come with the program."""
    return cached_plan([str(ROOT / "rules")], Findings())


def shipped_policies() -> list[str]:
    return list(dict.fromkeys(d.id for d in shipped().documents if d.kind == "policy"))


def shipped_form(policy: str, year: int = 2021) -> Form:
    return form_of(ScalarEngine(shipped(), year, date(year + 1, 6, 30), [policy]))


def value_of(fact: Fact) -> str:
    """A value as a number without unit, or a word."""
    return fact.options[0] if fact.type == "choice" else "无" if fact.type == "records" else VALUES[fact.type]


def with_unit(question: Question) -> str:
    """The same as YAML wants it."""
    unit = {"money": "元", "ratio": "%", "count": question.fact.unit}.get(question.fact.type, "")
    return value_of(question.fact) + unit


def filled_workbook(content: bytes, answers: dict[str, str]) -> bytes:
    """The workbook with texts or numbers in its value column, by label; all else byte for byte."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
        strings = re.findall(r"<t[^>]*>([^<]*)</t>", source.read("xl/sharedStrings.xml").decode())
        for entry in source.namelist():
            part = source.read(entry)
            if entry == "xl/worksheets/sheet1.xml":
                part = _filled(part.decode(), strings, {escape(k): v for k, v in answers.items()}).encode()
            target.writestr(entry, part)
    return out.getvalue()


def _filled(sheet: str, strings: list[str], answers: dict[str, str]) -> str:
    labels = {strings[int(number)]: row for row, number in re.findall(r'<c r="A(\d+)"[^>]*t="s"><v>(\d+)</v>', sheet)}
    for label, answer in answers.items():
        number = re.fullmatch(r"-?\d+(\.\d+)?", answer)
        cell = f"<v>{answer}</v></c>" if number else f"<is><t>{escape(answer)}</t></is></c>"
        kind = "" if number else ' t="inlineStr"'
        sheet, done = re.subn(rf'<c r="B{labels[label]}"( s="\d+")?/>', rf'<c r="B{labels[label]}"\1{kind}>{cell}', sheet)
        assert done == 1, label
    return sheet
