"""Answers as a profile file: YAML with the questions as comments, which reads back to the same facts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping

from ..language.diagnostic import Findings, Where
from ..language.fact import Fact
from ..language.quantities import value_text
from ..language.tree import Scalar
from ..plan.facts import fact_unit
from ..profiles.ledger import LABEL as PAID_LABEL
from ..profiles.labels import slot_name
from ..profiles.profile import PaidBefore
from ..profiles.values import NONE_VALUE, read_value
from ..profiles.words import NONE_WORD
from .answers import Answer, Answers

#: texts that stand in YAML as they are; anything else in quotes
_PLAIN = re.compile(r"[\w（）《》〔〕、。；·./%-]*\w[\w（）《》〔〕、。；·./%-]*")
_PLACE = Where("")
_FINEST = 6  # decimals beyond the usual ones, so that nothing is cut


def profile_text(answers: Answers, vocabulary: Mapping[str, Fact], heading: Iterable[str] = ()) -> str:
    """The text of the file; ``heading`` are the lines of its first comment."""
    lines = [f"# {line}" for line in heading]
    for fact in vocabulary.values():
        if fact.role in ("name", "code") and (fact.name, None) not in answers.facts:
            lines.append(f"{fact.name}:")
    lines.append("")
    for key, answer in answers.facts.items():
        fact = vocabulary[key[0]]
        lines += [f"# {_comment(fact, answer)}"] if answer.because or fact.ask else []
        lines += _entry(slot_name(key), fact, answer)
    if answers.paid is not None:
        lines += ["# 以前兑现过哪些奖补项", *_paid(answers.paid)]
    blank = [slot_name(key) for key in answers.unclear]
    if blank:
        lines += ["", "# 以下问过，还不清楚：弄清后填上，再判定一次", *(f"{name}:" for name in sorted(blank))]
    return "\n".join(lines) + "\n"


def value_words(fact: Fact, value) -> str:
    """A value as profiles write it: 20万元, 2021-11-12, 是, 无."""
    if value is NONE_VALUE:
        return NONE_WORD
    text = value_text(value, fact_unit(fact))
    return value_text(value, fact_unit(fact), _FINEST).replace(" ", "") if text.startswith("≈") else text


def _comment(fact: Fact, answer: Answer) -> str:
    if answer.because:
        return f"随“{answer.because}”：{fact.none}"
    return " ".join((fact.ask or "").split()) + (f"（凭证：{fact.proof}）" if fact.proof else "")


def _entry(label: str, fact: Fact, answer: Answer) -> list[str]:
    """``注册地: 南岸区``, or a list with one line for each row."""
    value, text = answer.value, answer.text
    if not isinstance(value, list):
        return [f"{label}: {_scalar(text if _reads_back(fact, text, value) else value_words(fact, value))}"]
    if not value:
        return [f"{label}: {NONE_WORD}"]
    rows = [{name: value_words(fact.columns[name], cell) for name, cell in row.items()} for row in value]
    return [f"{label}:", *(f"  - {_row(row)}" for row in rows)]


def _reads_back(fact: Fact, text: object, value) -> bool:
    """Whether the words as written say the value by themselves; in a table the unit may stand elsewhere."""
    if not isinstance(text, str):
        return False
    found = read_value(fact, Scalar(text, _PLACE), Findings())
    return found is value or (found.__class__ is value.__class__ and found == value)


def _paid(paid: tuple[PaidBefore, ...]) -> list[str]:
    if not paid:
        return [f"{PAID_LABEL}: {NONE_WORD}"]
    rows = []
    for one in paid:
        row = {"事项": one.policy, "奖补项": one.award}
        row |= {"年度": str(one.year)} if one.year is not None else {}
        row |= {"金额": value_text(one.fen, "money")} if one.fen is not None else {}
        rows.append(f"  - {_row(row)}")
    return [f"{PAID_LABEL}:", *rows]


def _row(cells: dict[str, str]) -> str:
    return "{" + ", ".join(f"{name}: {_scalar(text)}" for name, text in cells.items()) + "}"


def _scalar(text: str) -> str:
    return text if _PLAIN.fullmatch(text) and not text.startswith(("-", "%", ".")) else json.dumps(text, ensure_ascii=False)
