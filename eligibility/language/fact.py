"""One entry of the vocabulary, apart from the rest of the model: it is all that deciding needs of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from .diagnostic import Where

#: what an enterprise can do about a fact, by the words of ``can_change``
CHANGES, FIXED, GROWS, BEGINS = "是", "否", "只增", "从无到有"


@dataclass(slots=True)
class Fact:
    """One entry of the vocabulary.

    ``type``: money count number ratio date year yes_no choice text code records.
    ``minimum`` and ``maximum``: the declared ``range`` in the base unit of the
    type (分 for money, a plain fraction for ratio, ordinal days for date), or
    None where the file gives none. ``none``: the fact may be 无.
    ``can_change``: 是; 否; 只增, it never becomes less; 从无到有, what is 无
    may come about, and then it stays. Columns have 是.
    """

    name: str
    type: str
    where: Where
    unit: str = ""
    per_year: bool = False
    minimum: Fraction | None = None
    maximum: Fraction | None = None
    options: tuple[str, ...] = ()
    none: str | None = None
    aliases: tuple[str, ...] = ()
    ask: str | None = None
    proof: str | None = None
    role: str | None = None  # name, code or founded
    counted_in: str = ""
    columns: dict[str, "Fact"] = field(default_factory=dict)
    heading: str = ""  # the title of its file
    can_change: str = CHANGES
