"""Slices as Hypothesis makes them, over the small vocabulary of the tests of profiles."""

from __future__ import annotations

import polars as pl
from hypothesis import strategies as st

from eligibility.language.fact import Fact
from eligibility.profiles.credit_code import ALPHABET, check_character
from eligibility.profiles.population.plain import bounds
from eligibility.profiles.population.columns import Column
from eligibility.profiles.population.slice import CODE, NAME, PAID, POSITION, ROW, Slice, column_of, count_column, dtype_of, none_column
from tests.profiles.vocabulary import VOCABULARY

_KEYS = [(f.name, year) for f in VOCABULARY.values() if f.role not in ("name", "code") and f.type != "records" for year in ((2020, 2021) if f.per_year else (None,))]
texts = st.text(st.sampled_from("甲乙丙公司abcXYZ019（）-·, \"'，;%"), min_size=1, max_size=12).map(str.strip).filter(
    lambda text: len(text) > 4 and "-" not in (text, text[:1]) and not text.startswith("=")
)
codes = st.text(st.sampled_from(ALPHABET), min_size=17, max_size=17).map(lambda body: body + check_character(body))
numbers = st.text(st.sampled_from("ABC0189-"), min_size=4, max_size=12).filter(lambda text: text.strip("-") != "" and "--" not in text)


def _values(fact: Fact) -> st.SearchStrategy:
    match fact.type:
        case "yes_no":
            return st.booleans()
        case "choice":
            return st.sampled_from(fact.options)
        case "text":
            return texts
        case "code":
            return numbers
    low, high = bounds(Column(0, fact.name, (fact.name, None), fact))
    return st.integers(low, high) | st.integers(max(low, 0), min(high, max(low, 0) + 10_000)) | st.sampled_from([low, high])


def _column(draw, fact: Fact, height: int, name: str) -> dict[str, pl.Series]:
    """The values of a fact, and its column of 无 where there is any."""
    cells = draw(st.lists(st.none() | _values(fact), min_size=height, max_size=height))
    none = [value is None and fact.none is not None and draw(st.booleans()) for value in cells]
    found = {name: pl.Series(cells, dtype=dtype_of(fact))}
    return found | ({none_column((name, None)): pl.Series(none, dtype=pl.Boolean)} if any(none) else {})


@st.composite
def slices(draw) -> Slice:
    """A slice as readers give it: rows from 2 on, records in the order of their enterprises, none of them without a cell."""
    height = draw(st.integers(1, 6))
    code = draw(st.lists(codes, min_size=height, max_size=height, unique=True))
    name = draw(st.lists(st.none() | texts, min_size=height, max_size=height))
    frame = {ROW: pl.Series(range(2, height + 2), dtype=pl.Int64), CODE: pl.Series(code, dtype=pl.String), NAME: pl.Series(name, dtype=pl.String)}
    for key in draw(st.lists(st.sampled_from(_KEYS), unique=True)):
        frame |= _column(draw, VOCABULARY[key[0]], height, column_of(key))
    records, paid = {}, None
    if draw(st.booleans()):
        counts = draw(st.lists(st.sampled_from([None, 0, 1, 2]), min_size=height, max_size=height))
        frame[count_column("技术合同")] = pl.Series(counts, dtype=pl.Int64)
        positions = [i for i, count in enumerate(counts) for _ in range(count or 0)]
        rows: dict[str, pl.Series] = {POSITION: pl.Series(positions, dtype=pl.Int64)}
        for column in VOCABULARY["技术合同"].columns.values():
            rows |= _column(draw, column, len(positions), column.name)
        rows["合同编号"] = pl.Series([draw(numbers) for _ in positions], dtype=pl.String)
        records["技术合同"] = pl.DataFrame(rows)
    if draw(st.booleans()):
        counts = draw(st.lists(st.sampled_from([None, 0, 1, 2]), min_size=height, max_size=height))
        frame[count_column(PAID)] = pl.Series(counts, dtype=pl.Int64)
        positions = [i for i, count in enumerate(counts) for _ in range(count or 0)]
        paid = pl.DataFrame({
            POSITION: pl.Series(positions, dtype=pl.Int64), "policy": pl.Series([draw(texts) for _ in positions], dtype=pl.String),
            "award": pl.Series([draw(texts) for _ in positions], dtype=pl.String), "fen": pl.Series([draw(st.none() | st.integers(0, 10**14)) for _ in positions], dtype=pl.Int64),
        })  # fmt: skip
    return Slice(pl.DataFrame(frame), records, paid)


def same(one: Slice, other: Slice) -> bool:
    """Whether two slices say the same; the order of columns says nothing."""

    def equal(a: pl.DataFrame | None, b: pl.DataFrame | None) -> bool:
        return (a is None) == (b is None) and (a is None or set(a.columns) == set(b.columns) and a.equals(b.select(a.columns)) and a.schema == b.select(a.columns).schema)

    return equal(one.frame, other.frame) and equal(one.paid, other.paid) and set(one.records) == set(other.records) and all(equal(one.records[n], other.records[n]) for n in one.records)
