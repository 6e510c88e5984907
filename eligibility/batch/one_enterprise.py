"""One enterprise out of a batch: where its row stands, what it states in the table, and whether deciding it alone gives the same."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..engines.scalar.engine import ScalarEngine, Trace
from ..language.fact import Fact
from ..language.quantities import value_text
from ..language.spelling import closest
from ..plan.facts import fact_unit
from ..profiles.population.one import profile_at
from ..profiles.population.slice import CODE, NAME, PAID, ROW
from ..profiles.profile import Given, Profile
from ..profiles.values import NONE_VALUE
from .by_rows import row_of
from .columns import said
from .stopped import Mismatch, Stopped
from .written import Written

if TYPE_CHECKING:
    from ..profiles.population.open import Population

MOST_NEAR = 3
_MOST_COMPARED = 10_000  # codes that are looked at for being near


class Found(NamedTuple):
    """The row of an enterprise in a batch; ``start`` and ``stop``: the rows of the table among which it stands, from 0."""

    row: dict
    start: int
    stop: int


def find(written: Written, code: str) -> Found:
    """The enterprise with this code, or else the only one with this name. Stopped, with what is near, where there is none."""
    import polars as pl

    by_code = _rows(written, pl.col(CODE) == code)
    found = by_code or (_rows(written, pl.col(NAME) == code) if NAME in written.columns else [])
    if len(found) > 1:
        codes = "、".join(row[CODE] for _, row in found[:MOST_NEAR])
        raise Stopped("X937", f"叫“{code}”的企业有 {len(found)} 家：{codes}{' 等' if len(found) > MOST_NEAR else ''}", "写统一社会信用代码")
    if not found:
        raise _not_there(written, code)
    (number, row), = found
    shard, start, stop = written.manifest.shards[number]
    whole = written.shard(shard, sorted(written.columns)).filter(pl.col(ROW) == row[ROW]).collect()
    return Found(whole.row(0, named=True), start, stop)


def _rows(written: Written, wanted) -> list[tuple[int, dict]]:
    """(shard, row number and code) of all that are wanted."""
    own = [column for column in (ROW, CODE, NAME) if column in written.columns]
    found = []
    for number, _, _ in written.manifest.shards:
        rows = written.shard(number, own).filter(wanted).collect(engine="streaming")
        found += [(number, row) for row in rows.iter_rows(named=True)]
    return found


def _not_there(written: Written, code: str) -> Stopped:
    """That the code was returned and why, or which codes are like it."""
    import polars as pl

    for number, _, _ in written.manifest.shards:
        path = written.folder.rejected(number)
        if os.path.exists(path):
            returned = pl.scan_parquet(path, glob=False).filter(pl.col(CODE) == code).select(ROW, "原因").collect()
            if returned.height:
                row, reason = returned.row(0)
                return Stopped("X937", f"{code}（表格第 {row} 行）被退回，没有判定。原因：{reason}", "改正表格里的这一行，重新判定")
    near = _near(written, code)
    hint = f"最相近的有：{'、'.join(near)}" if near else "核对信用代码；这一批判定了哪些企业，见 判定 文件夹"
    return Stopped("X937", f"这一批里没有信用代码或名称为“{code}”的企业", hint)


def _near(written: Written, code: str) -> list[str]:
    """Codes and names that are nearly so: a slip of the pen leaves one half of a code as it is."""
    import polars as pl

    half = len(code) // 2
    if not half:
        return []
    candidates: list[str] = []
    for column in (c for c in (CODE, NAME) if c in written.columns):
        like = pl.col(column).str.starts_with(code[:half]) | pl.col(column).str.ends_with(code[half:])
        candidates += written.scan([column]).filter(like).head(_MOST_COMPARED).collect(engine="streaming")[column].to_list()
    return closest(code, candidates, n=MOST_NEAR)


# ------------------------------------------------------------------- what it states


def read_again(population: "Population", found: Found, slice_rows: int, engine: ScalarEngine, file: str) -> Profile:
    """What the enterprise states in the table, values in words where none were typed. Stopped where it is not there any more."""
    facts = {slot.key for slot in engine.slots if slot.kind == "fact"} | {(PAID, None)}
    facts |= {(fact.name, None) for fact in engine.plan.vocabulary.values() if fact.role == "name"}
    for part in population.slices(found.start, found.stop, slice_rows, facts):
        at = (part.slice.frame[ROW] == found.row[ROW]).arg_true()
        if len(at) and part.slice.frame[CODE][at[0]] == found.row[CODE]:
            profile = profile_at(part.slice, at[0], engine.plan.vocabulary, file)
            profile.facts = _with_words(profile.facts, engine.plan.vocabulary)
            return profile
    raise Stopped("X936", f"表格第 {found.row[ROW]} 行不再是 {found.row[CODE]}", "表格改动过：重新运行 eligibility batch")


def _with_words(facts: Mapping, vocabulary: Mapping[str, Fact]) -> dict:
    return {key: given._replace(text=_words(given, vocabulary[key[0]])) for key, given in facts.items()}


def _words(given: Given, fact: Fact) -> str:
    if given.value is NONE_VALUE or given.value == []:
        return "无"
    return f"{len(given.value)} 条记录" if fact.type == "records" else value_text(given.value, fact_unit(fact))


# ---------------------------------------------------------------------- the same again


def must_agree(trace: Trace, found: Found, columns: Sequence[str]) -> None:
    """Mismatch where a run of the enterprise alone differs from its row in one of ``columns``, masks left aside."""
    own = row_of(trace.engine, trace)
    for column in columns:
        if column in own and own[column] != found.row[column]:
            told = [said(column, value) for value in (found.row[column], own[column])]
            raise Mismatch("X936", f"“{column}”：批次里是 {told[0]}，逐家判定是 {told[1]}",
                           "这是程序的缺陷：请把表格里的这一行和所用的规则交给维护人员；急用的以逐家判定为准")  # fmt: skip
