"""Changes in words, and profiles with changes made."""

from __future__ import annotations

from copy import copy
from fractions import Fraction

from ..decisions.decision import Gap
from ..decisions.shown_values import slot_name
from ..engines.scalar.engine import Trace
from ..language.fact import Fact
from ..language.quantities import value_text
from ..plan.facts import fact_unit
from ..profiles.profile import Given, Profile
from ..profiles.values import NONE_VALUE
from .domains import Domain
from .way import Change

_NOT_STATED = "未填写"


def change_of(trace: Trace, domain: Domain, value: object, profile: Profile | None) -> Change:
    """What becomes of one fact: ``value`` as an input of the engine of ``trace``."""
    slot = trace.engine.slots[domain.slot]
    given = profile.facts.get(slot.key) if profile else None
    fact, now = domain.fact, domain.now
    name = slot_name(slot, trace.engine.operations[slot.operation])
    if domain.unit == "records":
        filled = now is not None and len(value) == len(now)
        shown = _NOT_STATED if now is None else rows_text(fact, now)
        return Change(slot.key, name, shown, list_text(fact, now, value), value, None, now is None or filled)
    shown = _NOT_STATED if domain.blank else given.text if given else _text(now, domain)
    return Change(slot.key, name, shown, _text(value, domain), _true(value, domain.scale), _gap(domain, value), domain.blank)


def _true(value, scale: int):
    """A value as a profile holds it."""
    return Fraction(value, scale) if scale != 1 and isinstance(value, int) and not isinstance(value, bool) else value


def _text(value, domain: Domain) -> str:
    return "无" if value is NONE_VALUE else value_text(_true(value, domain.scale), domain.unit)


def _gap(domain: Domain, value) -> Gap | None:
    """By how much, where both are numbers or days."""
    numbers = (domain.now, value)
    if domain.blank or not all(isinstance(n, (int, Fraction)) and not isinstance(n, bool) for n in numbers):
        return None
    unit = "points" if domain.unit == "ratio" else domain.unit
    return Gap(Fraction(abs(value - domain.now)) / domain.scale, unit, value > domain.now, False)


# ---------------------------------------------------------------------------- rows


def rows_text(fact: Fact, rows: list) -> str:
    """How many rows: 3份, 无."""
    return f"{len(rows)}{fact.counted_in or '条'}" if rows else "无"


def list_text(fact: Fact, now: list | None, rows: list) -> str:
    """What the list becomes: 增加 2份：合同类别 转让，到账金额 1万元."""
    if now is not None and len(rows) == len(now):
        filled = [f"第{n}行的{_cells(fact, {k: v for k, v in row.items() if k not in old})}"
                  for n, (row, old) in enumerate(zip(rows, now), 1) if row != old]
        return "填上" + "，".join(filled)
    if not rows:
        return "无"
    count = len(rows) - len(now or ())
    cells = _cells(fact, rows[-1])
    return ("增加 " if now is not None else "有 ") + f"{count}{fact.counted_in or '条'}" + (f"：{cells}" if cells else "")


def _cells(fact: Fact, row: dict) -> str:
    return "，".join(f"{name} {'无' if cell is NONE_VALUE else value_text(cell, fact_unit(fact.columns[name]))}" for name, cell in row.items())


# ---------------------------------------------------------------------- changes made


def with_changes(profile: Profile, way: tuple[Change, ...]) -> Profile:
    """The profile with the changes of a way made; the profile itself stays as it is."""
    changed = copy(profile)
    changed.facts = dict(profile.facts)
    for change in way:
        where = profile.facts[change.key].where if change.key in profile.facts else None
        changed.facts[change.key] = Given(change.value, where, change.to)
    return changed


def changed_inputs(trace: Trace, way: tuple[Change, ...]) -> list:
    """The inputs of ``trace`` with the changes of a way made."""
    inputs = list(trace.inputs)
    for change in way:
        for place, slot in enumerate(trace.engine.slots):
            if slot.kind == "fact" and slot.key == change.key:
                number = isinstance(change.value, (int, Fraction)) and not isinstance(change.value, bool)
                inputs[place] = int(change.value * slot.scale) if number else change.value
    return inputs
