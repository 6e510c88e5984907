"""One enterprise out of a slice, as the scalar engine takes it."""

from __future__ import annotations

from fractions import Fraction

from ...language.diagnostic import Where
from ...language.fact import Fact
from ..profile import Given, PaidBefore, Profile
from ..values import NONE_VALUE
from .slice import CODE, COUNT_MARK, NAME, NONE_MARK, PAID, POSITION, ROW, Slice, count_column, none_column, scale_of


def profile_at(slice_: Slice, position: int, vocabulary: dict[str, Fact], file: str = "") -> Profile:
    """The profile of the enterprise at ``position``; its facts stand at ``file`` and its row."""
    row = slice_.frame.row(position, named=True)
    where = Where(file, row[ROW])
    profile = Profile(file, code=row[CODE], name=row[NAME])
    for column, value in row.items():
        key = _key(column, vocabulary)
        if key is None:
            continue
        found = NONE_VALUE if row.get(none_column(key)) else value_of(vocabulary[key[0]], value)
        if found is not None:
            profile.facts[key] = Given(found, where, "")
    for fact in vocabulary.values():
        if fact.type == "records" and row.get(count_column(fact.name)) is not None:
            profile.facts[fact.name, None] = Given(_rows(slice_, fact, position), where, "")
    if row.get(count_column(PAID)) is not None:
        profile.paid = tuple(_paid(slice_, position, where))
    return profile


def value_of(fact: Fact, value):
    """The value of a cell as profiles have it: shares and numbers true, everything else as it is."""
    scale = scale_of(fact)
    return value if value is None or scale == 1 else Fraction(value, scale)


def _key(column: str, vocabulary: dict[str, Fact]) -> tuple[str, int | None] | None:
    if column in (ROW, CODE, NAME) or column.endswith((NONE_MARK, COUNT_MARK)):
        return None
    if column in vocabulary:
        return column, None
    name, _, year = column.rpartition(" ")
    return (name, int(year)) if name in vocabulary and year.isdecimal() else None


def _rows(slice_: Slice, fact: Fact, position: int) -> list[dict[str, object]]:
    frame = slice_.records.get(fact.name)
    if frame is None:
        return []
    found = []
    for cells in frame.filter(frame[POSITION] == position).iter_rows(named=True):
        row = {}
        for column in fact.columns.values():
            value = NONE_VALUE if cells.get(none_column((column.name, None))) else value_of(column, cells.get(column.name))
            if value is not None:
                row[column.name] = value
        found.append(row)
    return found


def _paid(slice_: Slice, position: int, where: Where):
    if slice_.paid is None:
        return
    for row in slice_.paid.filter(slice_.paid[POSITION] == position).iter_rows(named=True):
        yield PaidBefore(row["policy"], row["award"], None, row["fen"], where)
