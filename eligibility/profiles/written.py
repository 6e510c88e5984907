"""A text of a profile that is to become a value, and how it is refused: code, place, cause, remedy."""

from __future__ import annotations

from ..language.diagnostic import Findings, Where
from ..language.fact import Fact
from ..language.quantities import value_text
from ..language.tree import Scalar
from ..plan.facts import LIMITS as FACT_LIMITS

#: Lowest and highest base value of each type where none is declared: what the plan proves its bounds with.
LIMITS = {**FACT_LIMITS, "points": (-10, 10)}


class JsonLiteral(Scalar):
    """A number, ``true`` or ``false`` of a JSON file: not a text, though written with the same letters."""

    __slots__ = ()


class Written:
    """A text, stripped, and how to refuse it."""

    __slots__ = ("fact", "scalar", "text", "start", "findings")

    def __init__(self, fact: Fact, scalar: Scalar, findings: Findings) -> None:
        self.fact, self.scalar, self.findings = fact, scalar, findings
        self.text = scalar.text.strip()
        self.start = len(scalar.text) - len(scalar.text.lstrip())

    def at(self, start: int = 0, length: int = 0) -> Where:
        return self.scalar.at(self.start + start, length or len(self.text) - start)

    def refuse(self, code: str, cause: str, hint: str, start: int = 0, length: int = 0) -> None:
        """Report ``cause`` of the fact at ``text[start:start+length]``; length 0: to the end."""
        self.findings.error(code, self.at(start, length), f"“{self.fact.name}”{cause}。", f"{hint}。")


def within(w: Written, value, type_: str):
    """``value`` where it lies in the declared range, or in the general limits."""
    if value is None:
        return None
    low, high = LIMITS[type_]
    low = low if w.fact.minimum is None else w.fact.minimum
    high = high if w.fact.maximum is None else w.fact.maximum
    if low <= value <= high:
        return value
    unit = f"count:{w.fact.unit}" if type_ == "count" else type_
    ends = f"{value_text(low, unit)} 至 {value_text(high, unit)}"
    side = "太小" if value < low else "太大"
    return w.refuse("F749", f"的值{side}，允许 {ends}", "核对数和单位；确实如此就请规则人员放宽指标的范围")
