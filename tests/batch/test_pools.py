"""Pools in a batch: who belongs in one, is recorded there, has to enter or to leave, as the single check tells them apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from random import Random

import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from eligibility.batch.columns import PoolAnswer
from eligibility.batch.listing import moving
from eligibility.batch.pool_totals import pool_totals
from eligibility.batch.summary import summarise
from eligibility.engines.scalar.engine import ScalarEngine
from eligibility.pools.decision import LEAVE, PROMOTE
from eligibility.pools.status import recorded_of, status_of
from eligibility.profiles.population.one import profile_at
from eligibility.profiles.population.slice import CODE, NAME, ROW
from eligibility.reports.batch.as_json import summary_json
from eligibility.reports.batch.text import summary_text
from eligibility.reports.batch.workbook import write_summary_xlsx
from tests.batch.diff_rules import DAY, YEAR
from tests.batch.tables import SHARD, Part, Table, decide, decisions
from tests.engines.columnar.agreement import slice_of
from tests.engines.columnar.corners import Corners
from tests.pools import library


class Corner(Table):
    """A table of enterprises at the corners of the rules about pools, none returned."""

    def slices(self, start: int, stop: int, size: int, wanted: frozenset) -> Iterator[Part]:
        engine = ScalarEngine(self.plan, YEAR, DAY, [d.id for d in self.plan.documents])
        keys = [slot.key for slot in engine.slots if slot.kind == "fact"]
        for first in range(start, stop, size):
            rows = range(first, min(first + size, stop))
            used = slice_of(Corners(engine, Random(first)).profiles(len(rows)), self.plan.vocabulary, self.plan, keys)
            own = {ROW: pl.Series(rows) + 2, CODE: pl.Series([f"91{row:016d}" for row in rows]), NAME: pl.Series([f"虚构{row}公司" for row in rows])}
            used.frame = used.frame.with_columns(**own)
            yield Part(used, used.frame.clear().select(ROW, CODE, pl.lit("").alias("原因")), first, len(rows))


@pytest.fixture(scope="module")
def batch(tmp_path_factory):
    """The table, and the folder of a batch of it."""
    folder = tmp_path_factory.mktemp("pools") / "果"
    table = Corner(library.compiled(library.FILES), bad=0)
    decide(folder, table, sample=20)
    return table, folder


def one_by_one(table: Corner) -> dict[tuple[int, str], str]:
    """(row, title of the pool) → status of every enterprise, as the single check has it; without measures nobody is a candidate."""
    engine = ScalarEngine(table.plan, YEAR, DAY, [d.id for d in table.plan.documents])
    found = {}
    for part in table.slices(0, table.rows, SHARD, frozenset()):
        for position, row in enumerate(part.slice.frame["row"]):
            trace = engine.run_profile(profile_at(part.slice, position, table.plan.vocabulary))
            for document in engine.documents:
                inside = {pool.name: trace.raw(pool.inside) for pool in document.pools}
                for pool in document.pools:
                    member, enter, leave = (None if i is None else trace.raw(i) for i in (pool.member, pool.enter, pool.leave))
                    has_to_leave = False if pool.leave is None else leave
                    recorded = recorded_of(pool.member is not None, member, enter, has_to_leave, tuple(inside[name] for name in pool.after))
                    found[row, pool.title] = status_of(recorded, inside[pool.name], has_to_leave, None, None)
    return found


def test_everybody_is_counted_as_decided_alone(batch):
    """Of every pool, as many in each status as single checks find, and together everybody."""
    table, folder = batch
    expected = Counter((title, status) for (_, title), status in one_by_one(table).items())
    summary = summarise(str(folder), table.plan)
    assert summary.pools and len({status for _, status in expected}) > 3
    for pool in summary.pools:
        assert sum(pool.counts.values()) == table.rows
        assert {s: n for s, n in pool.counts.items() if n} == {s: n for (title, s), n in expected.items() if title == pool.title}


def test_who_has_to_move_is_listed(batch):
    """Everyone who has to enter or to leave stands in the list once, with the row of the table, and nobody else."""
    table, folder = batch
    summary = summarise(str(folder), table.plan)
    titles = {pool.answer: pool.title for pool in summary.pools}
    listed = [(m.row, titles[m.answer], m.status) for m in moving(summary.written, list(titles))]
    expected = {(row, title, status) for (row, title), status in one_by_one(table).items() if status in (PROMOTE, LEAVE)}
    assert len(listed) == len(set(listed)) and set(listed) == expected and expected


def test_people_are_told(batch, tmp_path):
    """Terminal, JSON and workbook have the same counts; the list stands in a sheet of its own."""
    table, folder = batch
    summary = summarise(str(folder), table.plan)
    text = summary_text(summary)
    found = summary_json(summary)["pools"]
    write_summary_xlsx(summary, str(tmp_path / "汇总.xlsx"))
    book = CalamineWorkbook.from_path(str(tmp_path / "汇总.xlsx"))
    sheet = book.get_sheet_by_name("企业库").to_python()[1 : 1 + len(found)]
    assert "企业库（家）" in text
    for pool, row in zip(found, sheet):
        assert pool["title"] in text
        assert row[:6] == [pool["title"], pool["member"], pool["promote"], pool["leave"], pool["outside"], pool["undetermined"]]
    assert len(book.get_sheet_by_name("应入应退名单").to_python()) == 1 + sum(pool["promote"] + pool["leave"] for pool in found)


def test_no_pools_no_counts(batch):
    """Where none were decided nothing is read."""
    table, folder = batch
    written = summarise(str(folder), table.plan).written
    assert pool_totals(written, {}) == [] == list(moving(written, []))


def test_every_bit_of_a_pool_has_words(batch):
    """The table of clauses speaks of each pool, its own verdict first."""
    table, folder = batch
    clauses = pl.read_parquet(folder / "条款.parquet")
    for document in table.plan.documents:
        for pool in document.pools:
            own = clauses.filter((pl.col("policy") == document.id) & (pl.col("award") == pool.name))
            assert own.height and own["depth"].min() == 0


def test_pools_are_taken_over_or_decided_again(batch, tmp_path):
    """With ``--since`` a document of pools that changed is decided again, the others are not; nothing differs from deciding everything."""
    table, folder = batch
    edited = library.POOLS.replace("enter: {高企证书有效期至: 不早于 申报日期}", "enter: {高企证书有效期至: 早于 申报日期}")
    assert edited != library.POOLS
    other = Corner(library.compiled(library.FILES | {"pools.yaml": edited}), bad=0)
    decide(tmp_path / "沿用", other, since=folder)
    decide(tmp_path / "全新", other)
    decide(tmp_path / "原样", table, since=folder)
    whole = decisions(tmp_path / "全新")
    names = [name for name in whole.columns if not name.startswith(("sure_", "open_"))]
    assert decisions(tmp_path / "沿用").select(names).equals(whole.select(names))
    assert not whole.select(names).equals(decisions(folder).select(names))
    assert decisions(tmp_path / "原样").equals(decisions(folder))
    pools = [PoolAnswer(d.id, p.name) for d in table.plan.documents for p in d.pools]
    assert {column for pool in pools for column in (pool.inside, pool.recorded)} <= set(names)
