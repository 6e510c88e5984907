"""``eligibility errors``: every code explained, from examples that are kept wrong on purpose."""

from __future__ import annotations

import json
import os

import pytest

from eligibility.language.code_notes import FAMILIES, NOTES
from eligibility.language.codes import TITLES
from tests.docs.error_examples import TARGET, text
from tests.setup.tree import ROOT

GOLDEN = ROOT / "tests" / "golden" / "errors"


def test_examples_are_fresh():
    """The examples kept in the package are those of tests/bad and tests/profiles/wrong."""
    assert TARGET.read_text(encoding="utf-8") == text(), "run: python -m tests.docs.error_examples"


def test_every_code_is_explained():
    """Each code has an example or a note, and belongs to a family."""
    examples = json.loads(TARGET.read_text(encoding="utf-8"))
    assert [code for code in TITLES if code not in examples and code not in NOTES] == []
    assert set(NOTES) <= set(TITLES) and set(examples) <= set(TITLES)
    assert {code[0] for code in TITLES} == set(FAMILIES)
    assert all(part.endswith("。") for note in NOTES.values() for part in note)


@pytest.mark.parametrize("code", ["T506", "P613", "Y102", "X919"])
def test_an_explanation_is_as_kept(run, code):
    """An explanation comes out as its golden file says; UPDATE_GOLDEN=1 writes it anew."""
    status, out, err = run("errors", code.lower())
    file = GOLDEN / f"{code}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(out, encoding="utf-8")
    assert (status, err) == (0, "") and out == file.read_text(encoding="utf-8")


def test_all_codes_are_listed_by_family(run):
    """Without a code every title is listed, and everything any explanation says can be shown on a GBK console."""
    status, out, _ = run("errors")
    assert status == 0 and all(f"  {code} {title}\n" in out for code, title in TITLES.items())
    everything = run("errors", *TITLES)[1]
    everything.encode("gbk")


def test_a_wrong_code_is_told_the_nearest(run):
    """A code that is not there gives its neighbours, and full-width letters are read."""
    status, _, err = run("errors", "T599")
    assert status == 2 and err.startswith("X908 ") and "T509" in err
    assert run("errors", "Ｔ５０６")[0] == 0


def test_json_has_every_code(run):
    """As JSON all codes come with title, family and either note or examples."""
    rows = json.loads(run("errors", "--json")[1])["errors"]
    assert [row["code"] for row in rows] == list(TITLES)
    assert all(row["title"] and row["family"] and (row["means"] or row["examples"]) for row in rows)
