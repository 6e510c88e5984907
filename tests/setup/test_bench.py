"""The bench set is what its generator makes, and other engines decide it as ours does."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bench import ours, to_yaml, to_zen
from bench.generate import SEED, bench_set
from bench.vocabulary import enterprises
from tests.setup.tree import ROOT


def test_generator_gives_the_committed_rules():
    """The same seed gives the files in bench/rules, to the byte, and there are no others."""
    kept = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "bench" / "rules").iterdir()}
    assert to_yaml.files(bench_set(SEED)) == kept


def test_bench_set_has_its_size():
    """20 policies and about 150 clauses, with every kind of amount among them."""
    bench = bench_set(SEED)
    assert len(bench.policies) == 20
    assert 130 <= len(bench.leaves()) <= 170
    text = "".join(to_yaml.files(bench).values())
    for word in ("bands:", "tiers:", "first_of:", "overrides:", "some:", "not:", "any:", "round_down:", "nothing_below:"):
        assert word in text, word


def test_bench_rules_are_sound():
    """Our own checker finds nothing in them, and our engine decides a firm."""
    mine = ours.Ours()
    firm = ours.facts(enterprises(1, 1)[0], bench_set(SEED))
    decided = mine.read(mine.engine.run(firm))
    assert any(paid for _, paid in decided.values()) and None not in {status for status, _ in decided.values()}


@pytest.mark.long
@pytest.mark.parametrize("seed", [SEED, 1, 2, 3])
def test_zen_engine_agrees(seed, tmp_path):
    """Statuses and amounts of 300 firms are those of zen-engine, to the fen, whatever the seed."""
    pytest.importorskip("zen", reason="zen-engine comes with the bench extra")
    bench = bench_set(seed)
    for name, text in to_yaml.files(bench).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    mine, theirs = ours.Ours(tmp_path), to_zen.engine(bench)
    for firm in enterprises(seed, 300):
        result = theirs(to_zen.facts(firm, bench))["result"]
        decided = mine.read(mine.engine.run(ours.facts(firm, bench)))
        assert decided == {award: (result[f"{award}_ok"], result[award]) for award in decided}


@pytest.mark.long
def test_bench_runs():
    """`python -m bench` compares all engines that are here and finds them agreed."""
    command = [sys.executable, "-m", "bench", "--rounds", "1", "--firms", "20", "--no-process"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=300)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "20 firms decided alike by all" in ran.stdout
