"""One table says what each operation means for each engine: none knows an operation that another does not."""

from __future__ import annotations

from eligibility.engines.columnar.templates import TEMPLATES as COLUMNAR
from eligibility.engines.meanings import MEANINGS
from eligibility.engines.scalar.templates import TEMPLATES as SCALAR
from eligibility.plan.operations import GIVEN, OPERATIONS, STAND_FOR


def test_every_operation_has_a_meaning_for_each_engine():
    """Nothing is missing from the table, nothing stands in it that the plan has not."""
    assert MEANINGS.keys() == OPERATIONS.keys()
    for name, meaning in MEANINGS.items():
        assert meaning.text == OPERATIONS[name] and callable(meaning.scalar) and callable(meaning.columnar), name


def test_no_engine_knows_what_the_plan_does_not():
    """A template of an operation that was dropped, or whose name is misspelt, is found."""
    assert SCALAR.keys() | GIVEN | STAND_FOR <= OPERATIONS.keys()
    assert COLUMNAR.keys() <= OPERATIONS.keys()


def test_what_one_engine_reckons_the_other_reckons():
    """An operation is an input of both engines, or is calculated by both."""
    calculated = OPERATIONS.keys() - GIVEN - STAND_FOR - {"settle"}
    assert calculated == COLUMNAR.keys()
    assert calculated - {"for_each", "has"} == SCALAR.keys()
