"""What a fact of the vocabulary is to the plan: its unit and how large it can be."""

from __future__ import annotations

from fractions import Fraction

from ..language.fact import Fact

#: sanity limits of facts that declare no range: base units of the type
LIMITS = {
    "money": (0, 10**14), "count": (0, 10**8), "number": (0, 10**9), "ratio": (0, 10),
    "date": (693596, 803533), "year": (1900, 2200),
}


def fact_unit(fact: Fact) -> str:
    """The language unit of a fact's values."""
    match fact.type:
        case "money" | "ratio" | "date" | "year" | "records":
            return fact.type
        case "number":
            return f"count:{fact.unit}" if fact.unit else "number"
        case "count":
            return f"count:{fact.unit}"
        case "yes_no":
            return "bool"
    return "text"


def fact_span(fact: Fact) -> tuple[Fraction, Fraction]:
    """What a value of ``fact`` can be at most and at least, declared or by the type's limit."""
    low, high = LIMITS.get(fact.type, (0, 1))
    return (
        fact.minimum if fact.minimum is not None else Fraction(low),
        fact.maximum if fact.maximum is not None else Fraction(high),
    )
