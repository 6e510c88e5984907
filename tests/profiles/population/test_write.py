"""What is written as a population reads back the same."""

from __future__ import annotations

import csv
import os
import tempfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eligibility.language.diagnostic import Findings
from eligibility.profiles.population.open import open_population
from eligibility.profiles.population.slice import Slice
from eligibility.profiles.population.write import write_population
from tests.profiles.population.made import same, slices
from tests.profiles.vocabulary import VOCABULARY


def read_back(files: list[str]) -> Slice:
    """The only slice of a population without findings."""
    findings = Findings()
    population = open_population(files, VOCABULARY, findings)
    assert population is not None and not findings.items, findings.items
    (part,) = population.slices()
    assert part.rejected.is_empty(), part.rejected["原因"].to_list()
    assert not part.doubts and part.rows == part.slice.frame.height == population.rows
    return part.slice


@pytest.mark.parametrize("ending", [".parquet", ".csv", ".xlsx"])
@settings(max_examples=40, deadline=None)
@given(made=slices())
def test_what_is_written_reads_back(ending, made):
    """Any slice is the same after a file of each kind, with its lists beside."""
    with tempfile.TemporaryDirectory() as folder:
        files = write_population([made], os.path.join(folder, f"企业{ending}"), VOCABULARY)
        found = read_back(files if ending != ".xlsx" else files[:1])
        assert same(made, found), (made, found)


@settings(max_examples=20, deadline=None)
@given(made=slices(), seed=st.randoms(use_true_random=False))
def test_the_order_of_columns_says_nothing(made, seed):
    """A csv file with its columns in any order gives the same slice."""
    with tempfile.TemporaryDirectory() as folder:
        files = write_population([made], os.path.join(folder, "企业.csv"), VOCABULARY)
        with open(files[0], encoding="utf-8-sig", newline="") as opened:
            rows = list(csv.reader(opened))
        order = list(range(len(rows[0])))
        seed.shuffle(order)
        with open(files[0], "w", encoding="gb18030", newline="") as opened:
            csv.writer(opened).writerows([row[i] for i in order] for row in rows)
        assert same(made, read_back(files))
