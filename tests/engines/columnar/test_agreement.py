"""The harness itself: it finds one wrong cell, names its place, and makes the enterprise small."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from eligibility.batch.decider import Decider
from eligibility.profiles.population.one import profile_at
from eligibility.profiles.values import NONE_VALUE
from tests.engines.columnar.agreement import Agreement, slice_of
from tests.engines.columnar.corners import made
from tests.engines.columnar.libraries import VOCABULARY
from tests.engines.small_rules import compiled, one_award

DAY = date(2022, 6, 30)
RULES = one_award("    when: {上年收入: 不低于 5万元, 规上: 是}\n    amount: 上年收入 × 10%\n    cap: 10万元\n")
RICH = made({("收入", 2020): 5_0000_00, ("规上", None): True, ("专利", None): 3, ("合同", None): [{"类": "转让", "额": 5}]}, [])
POOR = made({("收入", 2020): 1, ("规上", None): True}, [])


class Wrong(Decider):
    """A decider that is wrong in ``column`` for whoever has 50000元 or more: 1 more, or ``bit`` the other way."""

    column, bit = "t/p/奖 至少", None

    def decide(self, slice_, **options):
        found = super().decide(slice_, **options)
        if "收入 2020" not in slice_.frame.columns:
            return found
        rich = (slice_.frame["收入 2020"] >= 5_0000_00).fill_null(False)
        turned = pl.col(self.column).xor(1 << self.bit) if self.bit is not None else pl.col(self.column) + 1
        return found.with_columns(pl.when(rich).then(turned.cast(found.schema[self.column])).otherwise(pl.col(self.column)))


@pytest.fixture(scope="module")
def plan():
    found, codes = compiled(RULES, facts=VOCABULARY)
    assert not codes
    return found


@pytest.mark.parametrize("column, bit, told", [
    ("t/p/奖 至少", None, "t/p/奖 至少 (1 rows): operation"), ("t/p", None, "settle"), ("sure_0", 1, "sure 1 (1 rows)"), ("open_0", 0, "open 0 (1 rows)")])
def test_one_wrong_cell_is_found_and_told(plan, column, bit, told):
    """The column, the place in the rules, both values, and only the facts that matter."""
    wrong = type("Seeded", (Wrong,), {"column": column, "bit": bit})(plan, 2021, DAY)
    agreement = Agreement(plan, 2021, DAY, decider=wrong)
    with pytest.raises(AssertionError) as error:
        agreement.check([POOR, RICH, POOR])
    text = str(error.value)
    assert told in text and "1 of 3 enterprises differ" in text and "1.yaml" in text
    assert "'收入 2020': 5000000" in text and "专利" not in text and "转让" not in text


def test_what_agrees_passes(plan):
    """No difference, nothing raised."""
    Agreement(plan, 2021, DAY).check([POOR, RICH, POOR, made({})])


def test_a_profile_comes_back_from_its_slice(plan):
    """Values, 无, blanks, rows with blank cells and what was paid before, as the scalar engine is given them."""
    profiles = [
        made({("收入", 2020): 7, ("贷款", None): NONE_VALUE, ("等级", None): "乙", ("合同", None): [{}, {"类": "许可", "押金": NONE_VALUE}]}, [("t/p", "奖", None)]),
        made({("合同", None): [], ("上市", None): NONE_VALUE, ("字号", None): ""}, []), made({("贷款", None): 0, ("规上", None): False}), made({})]
    slice_ = slice_of(profiles, plan.vocabulary, plan)
    for position, profile in enumerate(profiles):
        again = profile_at(slice_, position, plan.vocabulary)
        assert {k: repr(g.value) for k, g in again.facts.items()} == {k: repr(g.value) for k, g in profile.facts.items()}
        assert [p[:2] + (p.fen,) for p in again.paid or ()] == [p[:2] + (p.fen,) for p in profile.paid or ()]
        assert (again.paid is None) is (profile.paid is None)
