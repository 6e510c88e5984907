"""One enterprise as read: every fact it states, each with its place and the words as written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from ..language.diagnostic import Where


class Given(NamedTuple):
    """A value (see ``values``; for records a list of dicts, column → value) and where it stands, ``text`` as written."""

    value: object
    where: Where
    text: str


class PaidBefore(NamedTuple):
    """An award paid before, named as the profile names it; ``year`` and ``fen`` (分) are None where not stated."""

    policy: str
    award: str
    year: int | None
    fen: int | None
    where: Where


@dataclass(slots=True)
class Profile:
    """``facts``: (name, year or None) → value, blanks absent. ``paid`` None: not known; (): 已兑现: 无.

    ``name`` and ``code`` are the facts with these roles. ``definitions`` are
    names of rules given directly; only cases have them.
    """

    file: str
    facts: dict[tuple[str, int | None], Given] = field(default_factory=dict)
    paid: tuple[PaidBefore, ...] | None = None
    name: str | None = None
    code: str | None = None
    definitions: dict[str, Given] = field(default_factory=dict)
