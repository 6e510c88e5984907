"""One table says what each operation means for each engine."""

from __future__ import annotations

import pytest

from eligibility.engines.columnar.templates import TEMPLATES as COLUMNAR
from eligibility.engines.meanings import MEANINGS, _meaning
from eligibility.engines.scalar.templates import TEMPLATES as SCALAR
from eligibility.plan.operations import GIVEN, OF_POPULATION, OPERATIONS, STAND_FOR, WHOLE


def test_every_operation_has_a_meaning_for_every_engine():
    """The table holds the operations of the plan, each with what both engines make of it."""
    assert list(MEANINGS) == list(OPERATIONS)
    assert all(callable(m.scalar) and callable(m.columnar) for m in MEANINGS.values())


def test_an_operation_without_one_of_its_engines_is_refused(monkeypatch):
    """A name that no engine knows has no meaning, nor has one that a single engine knows."""
    with pytest.raises(KeyError):
        _meaning("median", "the middle one")
    monkeypatch.setitem(SCALAR, "median", SCALAR["min"])
    with pytest.raises(KeyError):
        _meaning("median", "the middle one")


def test_engines_know_nothing_else():
    """No engine has a template for what is no operation of the plan; what is given or stands for another has none."""
    assert set(SCALAR) | set(COLUMNAR) <= set(OPERATIONS) - GIVEN - STAND_FOR - {"settle"}
    assert GIVEN | STAND_FOR | WHOLE <= set(OPERATIONS)


def test_enterprises_can_be_decided_apart_from_each_other():
    """No operation over a whole population is among those that engines run on a part of one."""
    assert not OF_POPULATION & set(MEANINGS)
