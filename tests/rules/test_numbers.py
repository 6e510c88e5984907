"""Every number in the rules against the table of numbers that the sources state, made from the sources and not from the rules.

``numbers.csv``: ref (a row of the project's collection of policy facts, or its
section where the row has no number, or 办公室 for what the office chooses
itself), quantity, value and unit as the source has them, evidence. The numbers
under one ref stand in the order of the rules.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from pathlib import Path

import pytest

from tests.rules.written_numbers import RULES, WrittenNumber, rule_files, written_numbers

TABLE = Path(__file__).with_name("numbers.csv")
#: counting one by one, and nothing: no source need state these
PLAIN = re.compile(r"0|1[家个项件份人]")

Row = tuple[str, str, str]  # value, unit, evidence


def known() -> dict[str, list[Row]]:
    """The table: ref → its numbers in order."""
    rows: dict[str, list[Row]] = defaultdict(list)
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rows[row["ref"]].append((row["value"], row["unit"], row["evidence"]))
    return rows


def wrong(numbers: list[WrittenNumber], table: dict[str, list[Row]]) -> list[str]:
    """What the numbers of one file have that the table has not, or not in this order."""
    by_ref: dict[str, list[WrittenNumber]] = defaultdict(list)
    for number in numbers:
        by_ref[number.ref].append(number)
    found = [f"{n.file}:{n.line}:{n.col} {n.value}{n.unit} 没有写出处" for n in by_ref.pop("", []) if not PLAIN.fullmatch(n.value + (n.unit if n.value != "0" else ""))]
    for ref, written in by_ref.items():
        have = [(n.value, n.unit, n.evidence) for n in written]
        if have != table.get(ref, []):
            first = next((i for i, (a, b) in enumerate(zip(have, table.get(ref, []))) if a != b), min(len(have), len(table.get(ref, []))))
            at = written[min(first, len(written) - 1)]
            found.append(f"{at.file}:{at.line}:{at.col} {ref}：规则 {have}，表 {table.get(ref, [])}")
    return found


def numbers_of(path: Path, text: str | None = None) -> list[WrittenNumber]:
    source = path.read_bytes() if text is None else text.encode()
    return written_numbers(source, path.relative_to(RULES).as_posix())


@pytest.mark.parametrize("path", rule_files(), ids=lambda p: p.relative_to(RULES).as_posix())
def test_the_numbers_of_the_rules_are_those_of_the_sources(path):
    """Each number stands under a source, and is what the source states, with its unit and how well it is known."""
    assert wrong(numbers_of(path), known()) == []


def test_the_rules_use_every_number_of_the_table():
    """A number that no rule states any more is not kept."""
    used = {number.ref for path in rule_files() for number in numbers_of(path)}
    assert sorted(set(known()) - used) == []


@pytest.mark.parametrize("path", rule_files(), ids=lambda p: p.relative_to(RULES).as_posix())
def test_a_changed_number_is_found(path):
    """Whatever number of a rule file is changed, the comparison fails."""
    table, text = known(), path.read_text(encoding="utf-8")
    lines = text.split("\n")
    for number in numbers_of(path):
        line = lines[number.line - 1]
        start = number.col - 1
        shown = re.match(r"(?:近|每年)?(\d{4}-\d\d-\d\d|-?[\d.]+|.)", line[start:])
        changed = {"0": "3", "1": "2"}.get(number.value, number.value + "1") if "-" not in number.value[1:] else "2031-01-01"
        after = line[: start + shown.start(1)] + changed + line[start + shown.end(1):]
        mutated = "\n".join([*lines[: number.line - 1], after, *lines[number.line:]])
        assert wrong(numbers_of(path, mutated), table), f"{number} → {changed}"
