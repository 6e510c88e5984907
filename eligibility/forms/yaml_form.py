"""A form as YAML: each question a comment above its blank line; it reads back as a profile as it is."""

from __future__ import annotations

import json
import re

from ..language.fact import Fact
from ..language.quantities import value_text
from ..profiles.ledger import LABEL as PAID
from .hints import how_to_write, one_line, sentence
from .needed import Form, Question

_PLAIN = re.compile(r"[\w（）·、]+(?:-[\w（）·、]+)*")  # a key that YAML needs no quotes for


def yaml_text(form: Form) -> str:
    """The whole file, with a line end."""
    out = [
        f"# 企业画像：{'、'.join(form.policies)}",
        f"# {form.policy_year} 政策年度，{form.as_of.isoformat()} 申报。写在冒号后面（冒号后留一个空格）；",
        "# 不知道的空着：空着不是零，也不是否。确实没有的，允许写“无”的写 无。",
    ]
    for group in form.groups:
        out += ["", f"# ==== {one_line(group.heading)} ====" if group.heading else "# ===="]
        asked: Fact | None = None
        for question in group.questions:
            if question.fact is not asked:
                out += ["", *_comment(question.fact)]
            asked = question.fact
            out += _lines(question)
    if form.awards:
        out += ["", "# ==== 以前兑现过的 ====", "", *_paid(form)]
    return "\n".join(out) + "\n"


def _comment(fact: Fact) -> list[str]:
    ask = one_line(fact.ask)
    how = "" if fact.type == "records" and "“无”" in ask else how_to_write(fact)
    proof = f"凭证：{one_line(fact.proof)}" if fact.proof else ""
    return [f"# {text}" for text in (ask, "。".join(filter(None, (how, proof)))) if text]


def _lines(question: Question) -> list[str]:
    out = [f"{_key(question.label)}:"]
    if question.fact.type == "records":
        out.append(f"# 有的，每{question.fact.counted_in or '行'}照下面写一段，去掉行首的 # 和一个空格：")
        for i, column in enumerate(question.fact.columns.values()):
            hint = sentence(one_line(column.ask), how_to_write(column))
            out.append(f"#   {'  ' if i else '- '}{_key(column.name)}:" + (f"   # {hint}" if hint else ""))
    return out


def _paid(form: Form) -> list[str]:
    """What was paid before, with the names that count."""
    policy, award = form.awards[0]
    sample = {"事项": policy, "奖补项": award, "年度": str(form.policy_year - 1), "金额": value_text(5_000_000, "money")}
    return [
        "# 以前兑现过下面哪些奖补项？没有写 无；有的，每笔照下面写一段，去掉行首的 # 和一个空格。",
        *(f"#   {policy}：{award}" for policy, award in form.awards),
        f"{PAID}:",
        *(f"#   {'  ' if i else '- '}{name}: {_key(text)}" for i, (name, text) in enumerate(sample.items())),
    ]


def _key(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)
