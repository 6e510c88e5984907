"""统一社会信用代码 of whole columns: which are lawful, and which stand in more than one row."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import polars as pl

from ..credit_code import ALPHABET, WEIGHTS
from ..tables.grid import Grid
from .cells import read_cell
from .columns import Column
from .plain import nothing

#: Rows whose hashes are compared in one pass over the file: eight bytes each.
SHARE = 1 << 24
_NAMED = 5  # rows of a doubled code that a reason names
_WRONG = 1 << 12


def _pairs() -> list[np.ndarray]:
    """For each pair of characters, as one 16-bit number, what it adds to the check sum modulo 31; ``_WRONG`` where it cannot stand there."""
    worth = np.full(256, _WRONG, dtype=np.int64)
    for value, character in enumerate(ALPHABET):
        worth[ord(character)] = value
    weights = (*WEIGHTS, 1)
    octets = np.arange(1 << 16, dtype=np.uint16).view(np.uint8).reshape(-1, 2)
    first, second = worth[octets[:, 0]], worth[octets[:, 1]]
    lawful = (first < _WRONG) & (second < _WRONG)
    return [np.where(lawful, (first * weights[i] + second * weights[i + 1]) % 31, _WRONG).astype(np.uint16) for i in range(0, 18, 2)]


_PAIRS: list[np.ndarray] = []


def lawful(codes: pl.Series) -> pl.Series:
    """Boolean: whether each is eighteen characters of which the last checks the others; False for null."""
    long = (codes.str.len_bytes() == 18).fill_null(False)
    if not long.all():
        found = np.zeros(len(codes), dtype=bool)
        at = long.arg_true()
        found[at.to_numpy()] = lawful(codes.gather(at)).to_numpy() if len(at) else False
        return pl.Series(found)
    if not len(codes):
        return pl.Series([], dtype=pl.Boolean)
    if not _PAIRS:
        _PAIRS.extend(_pairs())
    array = codes.rechunk().to_arrow(compat_level=pl.CompatLevel.oldest())
    begin = int(np.frombuffer(array.buffers()[1], dtype=np.int64, count=array.offset + 1)[array.offset])
    pairs = np.frombuffer(array.buffers()[2], dtype=np.uint8, offset=begin, count=18 * len(codes)).view(np.uint16).reshape(-1, 9)
    total = np.zeros(len(codes), dtype=np.uint16)
    for i, table in enumerate(_PAIRS):
        total += table[pairs[:, i]]
    return pl.Series((total < _WRONG) & (total % 31 == 0))


def read_codes(column: Column, raw: pl.Series, rows: pl.Series, grid: Grid) -> tuple[pl.Series, pl.Series | None]:
    """The codes, null where one is missing or wrong, and why, or None where all are right."""
    codes = raw if raw.dtype == pl.String else raw.cast(pl.String)
    right = lawful(codes)
    if right.all():
        return codes, None
    at = (~right).arg_true()
    found: list[str | None] = []
    faults: list[str | None] = []
    known: dict[object, tuple] = {}
    for cell, row in zip(codes.gather(at), rows.gather(at)):
        if cell not in known:
            value, fault, doubts = read_cell(column, _unwrapped(cell), row, grid)
            told = "".join(f"{d.code} {d.message}" for d in doubts)
            known[cell] = value, fault or (None if value else f"F815 没有{column.fact.name}，不知道是哪家企业。{told}照营业执照填上 18 位代码。")
        value, fault = known[cell]
        found.append(value if isinstance(value, str) else None)
        faults.append(fault)
    return codes.scatter(at, pl.Series(found, dtype=pl.String)), nothing(len(codes), pl.String()).scatter(at, pl.Series(faults, dtype=pl.String))


def _unwrapped(cell: str | None) -> str | None:
    """The code in ``="9150…"``, as csv files keep its digits from Excel."""
    return cell.strip()[2:-1] if cell and cell.strip().startswith('="') and cell.strip().endswith('"') else cell


def plain(codes: pl.Series) -> pl.Series:
    """The codes as they are compared: without what people put around them."""
    return codes if codes.dtype == pl.String and (codes.str.len_bytes() == 18).all() else codes.cast(pl.String).str.strip_chars().str.strip_prefix('="').str.strip_suffix('"')


def doubled(pieces: Callable[[], Iterator[tuple[pl.Series, pl.Series]]], total: int) -> pl.DataFrame:
    """The codes that stand in more than one row: ``code``, ``rows`` (how many) and ``named`` (the first of them, in words).

    ``pieces`` gives codes and their rows, from the beginning each time it is
    called; ``total`` is about how many there are. Memory is bounded: hashes of
    one share of all codes at a time, then only the codes whose hashes meet.
    """
    passes = max(1, -(-total // SHARE))
    suspects = []
    for own in range(passes):
        hashes = []
        for codes, _ in pieces():
            found = codes.drop_nulls().hash(0)
            hashes.append(found if passes == 1 else found.filter(found % passes == own))
        if hashes:
            together = pl.concat(hashes)
            if together.n_unique() < len(together):
                suspects.append(together.filter(together.is_duplicated()).unique())
    if not suspects:
        return pl.DataFrame(schema={"code": pl.String, "rows": pl.UInt32, "named": pl.String})
    wanted = pl.concat(suspects).implode()
    met = [pl.DataFrame({"code": codes, "row": rows}).filter(pl.col("code").is_not_null() & pl.col("code").hash(0).is_in(wanted)) for codes, rows in pieces()]
    groups = pl.concat(met).group_by("code", maintain_order=True).agg(pl.len().alias("rows"), pl.col("row").sort().head(_NAMED).cast(pl.String))
    named = pl.col("row").list.join("、") + pl.when(pl.col("rows") > _NAMED).then(pl.lit(" 等")).otherwise(pl.lit(""))
    return groups.filter(pl.col("rows") > 1).select("code", "rows", named.alias("named"))
