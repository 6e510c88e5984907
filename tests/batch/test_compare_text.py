"""What other rules change, in words, as JSON and as a workbook."""

from __future__ import annotations

import json
import re

import pytest
from python_calamine import CalamineWorkbook

from eligibility.batch.kinds_of_change import KINDS, UNCHANGED
from eligibility.reports.lines import WIDTH, width
from eligibility.reports.rules_diff.as_json import diff_json
from eligibility.reports.rules_diff.text import Shown, render
from eligibility.reports.rules_diff.turned import first_step, first_turned
from eligibility.reports.rules_diff.words import KIND_WORDS
from eligibility.reports.rules_diff.workbook import ChangesBook
from tests.batch.diff_rules import DAY, NEW, OLD, YEAR, plan_of
from tests.batch.test_compare import ROWS, SLICES, Comparison, Pair, Side, diff, ids, population

SHOWN = Shown("旧", "新", ("名单.csv",))


@pytest.fixture(scope="module")
def plans(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rules")
    return plan_of(folder / "old", OLD), plan_of(folder / "new", NEW)


@pytest.fixture(scope="module")
def found(plans):
    return diff(*plans)


def told(found, plans, **options) -> str:
    return render(found, SHOWN, tuple(p.vocabulary for p in plans), **options)


def test_it_fits_a_narrow_terminal(found, plans):
    """No line is wider than reports are, in full either; only the rules and files stand whole on theirs."""
    for full in (False, True):
        lines = told(found, plans, full=full).split("\n")
        wide = [line for line in lines if width(line) > WIDTH and not line.startswith(("旧规则", "新规则", "名单"))]
        assert wide == []


def test_the_columns_of_a_policy_end_together(found, plans):
    """Counts and amounts of every kind of change are right-aligned."""
    text = told(found, plans)
    block = next(part for part in text.split("\n\n") if part.startswith("研发补助\n"))
    rows = [line for line in block.split("\n") if re.search(r"\d+ 家  +[-+0]", line)]
    assert len(rows) >= 3
    assert len({width(row) for row in rows}) == 1
    assert len({width(row[: row.index(" 家")]) for row in rows}) == 1


def test_each_kind_of_a_policy_is_told_with_its_count(found, plans):
    """Every kind that some enterprise has stands in the table, no other."""
    text = told(found, plans)
    for policy in found.compared:
        block = next((part for part in text.split("\n\n") if f"\n  {policy.policy}\n" in part), "")
        shown = dict(re.findall(r"^  (\S+) +(\d+) 家", block, re.MULTILINE))
        assert shown == {KIND_WORDS[k]: str(t.enterprises) for k, t in policy.kinds.items() if t.enterprises and policy.changed}


def test_what_nobody_notices_is_said(found, plans):
    """Rules that changed without effect, and rules that did not change, are both named."""
    text = told(found, plans).replace("\n  ", "")
    assert "规模奖励（demo/size）：规则有改动，但名单里没有一家的结果因此不同" in text
    assert "规则没有改动、没有重算的 1 项：用工补助" in text


def test_missing_columns_come_first(found, plans):
    """Before any number it says which facts the new rules ask for that the population does not have."""
    text = told(found, plans).replace("\n  ", "")
    assert text.index("新规则新用到、名单里没有这一栏，全部企业按未填写处理：停业") < text.index("结果有变的企业")


def test_the_first_clause_that_differs_is_told_with_both_verdicts(found, plans):
    """Who loses by a higher threshold reads the old and the new one, and how far off it is now."""
    example = next(e for e in found.examples if e.kind == "dropped" and e.policy == "demo/research")
    was, now = (next(p for p in d.decisions if p.policy == "demo/research").awards[0] for d in (example.before, example.after))
    turned = first_turned(was, now)
    assert (turned.before.result, turned.before.required, turned.after.result, turned.after.required) == (True, "不低于 100万元", False, "不低于 150万元")
    back = first_turned(now, was)
    assert (back.before.required, back.after.required) == ("不低于 150万元", "不低于 100万元")
    assert "要求 不低于 100万元" in told(found, plans) and "要求 不低于 150万元" in told(found, plans)


def test_an_amount_alone_is_explained_by_its_first_other_step(found):
    """Of an award that only pays more, the step that came to something else is told before and after."""
    example = next(e for e in found.examples if e.kind == "raised")
    was, now = (next(p for p in d.decisions if p.policy == "demo/research").awards[0] for d in (example.before, example.after))
    assert first_turned(was, now) is None
    before, after = first_step(was, now)
    assert before.partition(" = ")[0] == after.partition(" = ")[0] and before != after


def test_a_condition_that_is_new_has_no_counterpart(found):
    """Where the new rules ask what the old did not, the old side is empty."""
    example = next(e for e in found.examples if e.kind == "eligible_to_undetermined")
    was, now = (next(p for p in d.decisions if p.policy == "demo/research").awards[1] for d in (example.before, example.after))
    turned = first_turned(was, now)
    assert turned.before is None and turned.after.condition == "停业"


def test_full_adds_both_explanations(found, plans):
    """With the whole text every example has the reports of check under both rules."""
    text = told(found, plans, full=True)
    assert text.count("旧规则的全部说明") == text.count("新规则的全部说明") == len(found.examples)


def test_json_has_the_same_numbers(found):
    """JSON tells every policy, its kinds add up, and each example has both decisions whole."""
    raw = json.loads(json.dumps(diff_json(found, SHOWN), ensure_ascii=False))
    assert raw["population"] == {"files": ["名单.csv"], "read": SLICES * ROWS, "used": SLICES * ROWS, "rejected": 0}
    for policy in raw["policies"]:
        if not policy["same_rules"]:
            assert set(policy["kinds"]) == set(KINDS)
            assert sum(k["enterprises"] for k in policy["kinds"].values()) == SLICES * ROWS
            assert policy["after"]["min_fen"] == sum(k["after"]["min_fen"] for k in policy["kinds"].values())
    assert all(e["after"]["decisions"] for e in raw["examples"]) and any(why["after"]["test"] for e in raw["examples"] for why in e["why"])


def test_the_workbook_has_a_row_for_each_changed_enterprise(plans, tmp_path):
    """One row each, in the order of the population, with amounts in 元; the summary adds up to everybody."""
    path = tmp_path / "差异.xlsx"
    comparison = Comparison(*(Side(p, ids(p)) for p in plans), YEAR, DAY)
    pairs = [Pair(*(population(plan, ROWS, seed, 2 + seed * ROWS) for plan in plans), ROWS) for seed in range(SLICES)]
    seen = []
    with ChangesBook(str(path), comparison.result) as book:
        result = comparison.run(pairs, (), lambda changes: (seen.append(changes), book.add(changes)))
        book.save()
    assert [p.name for p in tmp_path.iterdir()] == ["差异.xlsx"]
    workbook = CalamineWorkbook.from_path(str(path))
    assert workbook.sheet_names == ["汇总", "有变化的企业"]
    head, *rows = workbook.get_sheet_by_name("有变化的企业").to_python()
    assert len(rows) == result.enterprises.changed and [row[0] for row in rows] == sorted(row[0] for row in rows)
    at = head.index("研发补助现在至少（元）")
    after = {row["row"]: row["low_after"] for changes in seen for row in changes["demo/research"].filter(kind=KINDS.index("raised")).iter_rows(named=True)}
    shown = {row[0]: row[at] for row in rows if row[0] in after}
    assert shown == {row: fen / 100 for row, fen in after.items()}
    summary = workbook.get_sheet_by_name("汇总").to_python()[1:]
    assert sum(row[3] for row in summary if row[1] == "demo/research") == result.used
    assert KIND_WORDS[UNCHANGED] in {row[2] for row in summary}


def test_a_workbook_that_is_not_saved_leaves_nothing(plans, tmp_path):
    """A comparison that stops half-way leaves no file, and an older one as it was."""
    path = tmp_path / "差异.xlsx"
    path.write_bytes(b"old")
    comparison = Comparison(*(Side(p, ids(p)) for p in plans), YEAR, DAY)
    with pytest.raises(KeyboardInterrupt), ChangesBook(str(path), comparison.result):
        raise KeyboardInterrupt
    assert [p.name for p in tmp_path.iterdir()] == ["差异.xlsx"] and path.read_bytes() == b"old"
