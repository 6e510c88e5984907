"""Every file in tests/profiles/wrong is wrong in one way that enterprises and clerks bring about; none of it decides anything silently.

``wrong/<code>-<what>.<ending>`` is answered by ``eligibility check`` as
``….expected.txt`` says; ``….mended.<ending>`` is the same after the remedy.
``places.yaml``, written by hand, says where the mistake stands and which facts
it leaves blank. ``wrong/library`` holds a policy that rests on every fact.
After a change that is meant, ``UPDATE_GOLDEN=1 pytest
tests/profiles/test_wrong.py`` writes the answers anew: read the difference as
somebody who fills in forms, and follow each remedy to the letter.
"""

from __future__ import annotations

import copy
import json
import os
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
import yaml

from eligibility.commands.main import main
from eligibility.decisions.decide import decide
from eligibility.engines.scalar.engine import ScalarEngine
from eligibility.language.codes import TITLES
from eligibility.language.diagnostic import Diagnostic, Findings
from eligibility.language.library import load
from eligibility.plan.compile import compile_library
from eligibility.profiles.paid_names import look_up_paid
from eligibility.profiles.profile import Profile
from eligibility.profiles.reader import read_profiles

WRONG = Path(__file__).parent / "wrong"
PLACES = yaml.safe_load((WRONG / "places.yaml").read_text(encoding="utf-8"))
TABLES = (".xlsx", ".xls", ".ods", ".csv", ".et")
WHEN = ("--year", "2021", "--as-of", "2022-06-30")
HEAD = re.compile(r"(?P<file>[^\s:]+)(?::(?P<at>\S+))? (?P<kind>错误|警告) (?P<code>[A-Z]\d{3}) \S+")
INDENT = "    "

Slot = tuple  # (fact, year), (fact, row, column) or 已兑现


@pytest.fixture(scope="module")
def cache(tmp_path_factory) -> str:
    return str(tmp_path_factory.mktemp("cache"))


@pytest.fixture(autouse=True)
def in_wrong(cache, monkeypatch):
    """Files are named as from tests/profiles/wrong, and nothing is left in the user's cache."""
    monkeypatch.chdir(WRONG)
    monkeypatch.setenv("ELIGIBILITY_CACHE", cache)


@pytest.fixture(scope="module")
def engine() -> ScalarEngine:
    """The policy of wrong/library for the policy year 2021."""
    findings = Findings()
    plan = compile_library(load([WRONG / "library"], findings), findings)
    assert not findings.items
    return ScalarEngine(plan, 2021, date(2022, 6, 30), ["sample/enterprise"])


def stem(target: str) -> str:
    return target.rpartition(".")[0]


def twin(target: str) -> str:
    """The mended file; its ending may be another."""
    return next(p.name for p in WRONG.glob(f"{stem(target)}.mended.*"))


def ask(target: str, capsys) -> tuple[int, str, str]:
    capsys.readouterr()
    code = main(["check", "--rules", "library", "--json", *WHEN, target])
    said = capsys.readouterr()
    return code, said.out, said.err


def read(target: str, engine: ScalarEngine) -> tuple[list[Profile], list[Diagnostic]]:
    """The profiles of a file as ``check`` decides them, and all that was found."""
    whole = Findings()
    found = read_profiles(target, engine.plan.vocabulary, whole)
    for profile, findings in found:
        look_up_paid(profile, engine.plan, findings)
    return [profile for profile, _ in found], [*whole.items, *(d for _, own in found for d in own.items)]


def cells(profile: Profile) -> dict[Slot, object]:
    """Every value that a profile states: a records fact gives the number of its rows and each of their cells."""
    stated: dict[Slot, object] = {}
    for (name, year), given in profile.facts.items():
        if isinstance(given.value, list):
            stated[name,] = len(given.value)
            stated |= {(name, i, column): value for i, row in enumerate(given.value) for column, value in row.items()}
        else:
            stated[(name, year) if year else (name,)] = repr(given.value)
    if profile.paid is not None:
        stated["已兑现",] = [row[:4] for row in profile.paid]
    return stated


def written(slot: Slot) -> str:
    """A slot as places.yaml names it: 营业收入, 2020年营业收入, 技术合同 2 到账金额."""
    if len(slot) == 3:
        return f"{slot[0]} {slot[1] + 1} {slot[2]}"
    return slot[0] if len(slot) == 1 else f"{slot[1]}年{slot[0]}"


def answer(text: str) -> list[dict]:
    """The findings of an answer: file, place, kind, code, and all their lines."""
    found: list[dict] = []
    for line in text.splitlines():
        head = HEAD.match(line)
        if head:
            found.append({**head.groupdict(), "lines": []})
        elif line.startswith(INDENT):
            found[-1]["lines"].append(line[4:])
    return found


@pytest.mark.parametrize("target", PLACES)
def test_reported(target, capsys):
    """The mistake is reported as the golden file says: by its code, at its place, with the name of what is blank and a remedy."""
    code, out, text = ask(target, capsys)
    golden = WRONG / f"{stem(target)}.expected.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")
    found, place = answer(text), PLACES[target]
    assert Counter(d["code"] for d in found) == Counter([target[:4], *place.get("also", [])])
    assert {d["file"] for d in found} == {target}
    assert next(d["at"] or "" for d in found if d["code"] == target[:4]) == place["at"]
    assert code == (2 if place["blank"] == "all" else 1 if any(d["kind"] == "错误" for d in found) else 0)
    assert json.loads(out) and "Traceback" not in text
    for finding in found:
        remedy = finding["lines"].index(next(line for line in finding["lines"] if line.startswith("改法：")))
        assert finding["lines"][remedy - 1][-1] in "。？" and finding["lines"][-1][-1] in "。？" and len(finding["lines"][remedy]) > 6
    if place["blank"] != "all" and not place.get("unnamed"):
        for slot in place["blank"]:
            name = re.sub("^[0-9]{4}年", "", slot.split(" ")[-1])
            assert any(name in line for finding in found for line in finding["lines"]), name


@pytest.mark.parametrize("target", PLACES)
def test_nothing_is_used_silently(target, engine):
    """Each value of the mended twin is either the same in the wrong file, or blank there and in the list of what is blank; nothing is added."""
    wrong, findings = read(target, engine)
    mended, none = read(twin(target), engine)
    place = PLACES[target]
    assert findings and not none, none
    if place["blank"] == "all":
        assert not wrong
        return
    blank: list[str] = []
    for i, right in enumerate(mended):
        mine = next((p for p in wrong if p.name == right.name), wrong[i] if len(wrong) == len(mended) else None)
        if mine is None:
            blank.append(right.name)
            continue
        has, should = cells(mine), cells(right)
        assert has.items() <= should.items(), {slot: value for slot, value in has.items() if should.get(slot) != value}
        lost = {written(slot) for slot in should.keys() - has.keys()}
        blank += [name for name in sorted(lost) if name.split(" ")[0] not in lost - {name}]
    assert len(wrong) <= len(mended)
    assert sorted(blank) == sorted(place["blank"])


@pytest.mark.parametrize("target", [t for t, place in PLACES.items() if place["blank"] != "all"])
def test_decided_as_if_left_blank(target, engine):
    """The decision is that of the mended file with the reported facts left blank, and never settles what the mended one does not."""
    wrong, _ = read(target, engine)
    mended, _ = read(twin(target), engine)
    for mine in wrong:
        right = next((p for p in mended if p.name == mine.name), mended[0])
        left = copy.deepcopy(right)
        for slot in right.facts.keys() - mine.facts.keys():
            del left.facts[slot]
        for slot, given in mine.facts.items():
            if isinstance(given.value, list):  # cells of rows can be blank too
                left.facts[slot] = left.facts[slot]._replace(value=given.value)
        left.name, left.code, left.paid = mine.name, mine.code, right.paid if mine.paid is not None else None
        assert outcome(engine, mine) == outcome(engine, left)
        for award, (status, low, high) in outcome(engine, mine).items():
            sure, least, most = outcome(engine, right)[award]
            assert status in (sure, "undetermined"), award
            assert low <= least and (high is None or most is not None and most <= high), award


def outcome(engine: ScalarEngine, profile: Profile) -> dict[str, tuple]:
    """Award → status, and the lowest and highest amount."""
    awards = [award for policy in decide(engine, profile).decisions for award in policy.awards]
    return {a.award: (a.status, a.amount.low, a.amount.high) for a in awards}


@pytest.mark.parametrize("target", PLACES)
def test_mended(target, capsys):
    """The file mended as the remedy says has no findings."""
    code, _, text = ask(twin(target), capsys)
    assert (code, text) == (0, "")


#: What the policy pays to the sound form, reckoned by hand, in 分.
RIGHT = {
    "首次认定补助": 20_000_000,  # above the threshold of scale: 20万元
    "研发投入奖励": 9_000_000,  # 180万元 × 5%
    "盈利奖励": 2_100_000,  # 210万元 × 1%
    "用工奖励": 8_600_000,  # 86 × 1000元
    "办公用房补助": 780_000,  # 650 × 12元
    "技术转让奖励": 0,  # no contracts
}


def test_mended_is_decided_rightly(engine):
    """Most mended files are the sound form again, and all of these get what is reckoned by hand."""
    sound = cells(read("F744-no-unit-anywhere.mended.xlsx", engine)[0][0])
    same = [p for target in PLACES for p in read(twin(target), engine)[0] if cells(p) == sound]
    assert len(same) >= 70
    for profile in same:
        assert outcome(engine, profile) == {award: ("eligible", fen, fen) for award, fen in RIGHT.items()}


def test_every_fact_counts(engine):
    """The form from which the tables are made leaves nothing open, and each of its facts, left blank, opens something: nothing could be lost unseen."""
    (profile,), _ = read("F744-no-unit-anywhere.mended.xlsx", engine)
    whole = outcome(engine, profile)
    assert {(status, low == high) for status, low, high in whole.values()} == {("eligible", True)}
    for slot in profile.facts.keys() - {("企业名称", None), ("统一社会信用代码", None)}:
        left = copy.deepcopy(profile)
        del left.facts[slot]
        assert outcome(engine, left) != whole, slot
    profile.paid = None
    assert outcome(engine, profile) != whole


def test_every_file_is_in_the_index():
    """Each wrong file has its place, its golden answer and its mended twin, and nothing else lies about."""
    made = {name for target in PLACES for name in (target, twin(target), f"{stem(target)}.expected.txt")}
    assert {p.name for p in WRONG.iterdir() if not p.name.startswith("__")} == made | {"library", "places.yaml", "make.py"}


def test_enough_ways():
    """At least forty ways, most of them tables, by as many codes as there are."""
    codes = Counter(target[:4] for target in PLACES)
    assert len(PLACES) >= 40 and sum(target.endswith(TABLES) for target in PLACES) >= 25
    assert len(codes) >= 50 and set(codes) <= set(TITLES)
