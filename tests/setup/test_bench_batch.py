"""What is measured beside our own batches decides as they do, so that the times are of the same work."""

from __future__ import annotations

import pytest

pl = pytest.importorskip("polars")

from bench.batch import agreement, by_duckdb, by_openfisca, by_ours, by_polars, by_rows, populations, roof  # noqa: E402
from bench.batch.__main__ import RULES, one_changed  # noqa: E402
from bench.batch.rounds import Contestant  # noqa: E402
from bench.batch.table import Table  # noqa: E402
from bench.batch.three import POLICIES, answer_columns, headings  # noqa: E402

ROWS = 4000


@pytest.fixture(scope="module")
def plan():
    return by_ours.compiled(RULES["bench set"])


@pytest.fixture(scope="module")
def files(plan, tmp_path_factory):
    """A population, those of it of whom all is known, and what we decide of both."""
    folder = tmp_path_factory.mktemp("bench")
    population, known = folder / "all.parquet", folder / "known.parquet"
    populations.sampled(plan, ROWS, population)
    populations.complete(population, known)
    decided = []
    for file in (population, known):
        out = str(folder / f"of {file.stem}")
        by_ours.batch(plan, file, out, policies=POLICIES, trace=False, awards=True)
        decided.append(pl.read_parquet(by_ours.decisions(out)))
    return population, known, *decided


def test_populations_have_blanks_and_every_answer(files):
    """The comparison is of something: blanks where there should be, and each status of each policy and award."""
    population, known, decided, _ = files
    blanks = pl.read_parquet(population, columns=list(headings())).null_count().sum_horizontal().item()
    assert 0.02 < blanks / (ROWS * len(headings())) < 0.04
    assert 0 < pl.read_parquet(known).height < ROWS
    for column in answer_columns():
        if not column.endswith(("至少", "至多")):
            assert set(decided[column].to_list()) == {0, 1, 2}, column


def test_hand_written_polars_agrees(files, tmp_path):
    """The query by hand gives our statuses and amounts of every row, blanks or not."""
    by_polars.decide(str(files[0]), str(tmp_path / "out"))
    found = pl.read_parquet(tmp_path / "out")
    assert found.columns == files[2].columns and agreement.differences(files[2], found, "polars") == []


def test_hand_written_sql_agrees(files, tmp_path):
    """So does the SQL."""
    pytest.importorskip("duckdb", reason="duckdb comes with the bench extra")
    by_duckdb.decide(by_duckdb.connect(2), str(files[0]), str(tmp_path / "out"))
    found = pl.read_parquet(tmp_path / "out")
    assert found.columns == files[2].columns and agreement.differences(files[2], found, "duckdb") == []


def test_openfisca_agrees_but_for_its_floats(files, tmp_path):
    """Its 32-bit floats err near bounds, in fewer than 3 of 100 rows; the rest is ours."""
    pytest.importorskip("openfisca_core", reason="OpenFisca comes with the bench extra")
    rows = by_openfisca.decide(by_openfisca.system(), str(files[1]), str(tmp_path / "out"))
    found = pl.read_parquet(tmp_path / "out")
    assert rows == found.height == files[3].height and agreement.differences(files[3], found, "openfisca") == []


@pytest.mark.parametrize("kind, rows, module", [("zen", 300, "zen"), ("durable", 100, "durable.engine")])
def test_engines_by_rows_agree(kind, rows, module, files, tmp_path):
    """zen-engine and durable-rules give our awards of the first firms of whom all is known."""
    pytest.importorskip(module, reason=f"{kind} comes with the bench extra")
    assert by_rows.decide(getattr(by_rows, kind)(), str(files[1]), rows, str(tmp_path / "out")) == rows
    assert agreement.differences(files[3], pl.read_parquet(tmp_path / "out"), kind) == []


def test_a_difference_is_told(files):
    """One status and one amount turned: a line for each column, with the row and both values."""
    turned = files[2].with_columns(pl.col("bench/p01").cast(pl.Int64) * 0 + 1, pl.col("bench/p02 至多") + 1)
    found = agreement.differences(files[2], turned, "polars")
    assert [line.split(":")[0] for line in found] == ["bench/p01", "bench/p02 至多"]
    assert "theirs 1" in found[0]


def test_the_roof_writes_what_was_decided(files, tmp_path):
    """What is written with nothing decided is the same table as a batch left, under one name and whole."""
    roof.writer(str(files[0].parent / "of all" / "判定" / "*.parquet"))(str(tmp_path / "out"))
    written = pl.read_parquet(tmp_path / "out")
    assert written.select(files[2].columns).equals(files[2]) and written.height == ROWS


def test_more_rows_keep_their_codes_apart(plan, tmp_path):
    """A population repeated to measure memory has no code twice, and is otherwise the same firms again."""
    populations.repeated(plan, 500, 3, tmp_path / "many.parquet")
    many = pl.read_parquet(tmp_path / "many.parquet")
    assert many["统一社会信用代码"].n_unique() == many.height == 1500
    facts = list(headings())
    assert many[:500].select(facts).equals(many[1000:].select(facts))


def test_one_policy_changed_is_one(plan, tmp_path):
    """The rules that a batch is taken over for differ in one policy and compile."""
    by_ours.compiled(one_changed(RULES["bench set"], tmp_path / "changed"))
    before, after = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in (RULES["bench set"], tmp_path / "changed"))
    assert [name for name in sorted(before) if before[name] != after[name]] == ["p01.yaml"]


def test_targets_are_of_a_row(capsys):
    """Times of different numbers of rows are compared by the row; whoever is absent is said to be, without a target."""
    ours, slow = Contestant("ours", "ours", {}, [1.0, 2.0], 1000), Contestant("slow", "zen", {}, [10.0, 20.0], 10)
    table = Table("title", "ours", per_row=True)
    table.add(ours, ours)
    table.add(slow, ours)
    table.target("slow to ours", slow, ours, at_least=300)
    table.target("ours to slow", ours, slow, at_most=0.0001)
    gone = Contestant("gone", "durable", {}, absent="no module")
    table.add(gone, ours)
    table.target("gone to ours", gone, ours, at_least=1)
    table.print()
    shown = capsys.readouterr().out
    assert "1,000.00   at least 300     met" in shown and "at most 0.0001   NOT met" in shown
    assert "gone" in shown and "absent (no module)" in shown and "gone to ours" not in shown
