"""Which policies `check` runs: its own by default, others by id, title or what their ids begin with."""

from __future__ import annotations

import json

import pytest

from tests.commands.helpers import ELSEWHERE, WHEN


@pytest.fixture
def places(rules):
    """Policies of two districts of 重庆 beside those of our own."""
    for name, title in (("chongqing/yubei/rent", "渝北房租补助"), ("chongqing/yubei/talent/rent", "渝北人才补助"), ("chongqing/yubei-east/rent", "东边的补助")):
        file = rules / f"{name}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(ELSEWHERE.replace("elsewhere/other", name).replace("别处的补助", title), encoding="utf-8")
    return rules


def decided(run, rules, profile, *names: str) -> list[str]:
    chosen = [part for name in names for part in ("--policy", name)]
    code, out, _ = run("check", profile, "--rules", rules, *WHEN, "--json", *chosen)
    assert code == 0
    return sorted(d["policy"] for d in json.loads(out)["decisions"])


def test_policies_of_other_places_are_not_run_unasked(run, places, profile):
    """Neither comparables nor other districts."""
    assert decided(run, places, profile) == ["demo/research"]


@pytest.mark.parametrize(("named", "expected"), [
    ("chongqing/yubei", ["chongqing/yubei/rent", "chongqing/yubei/talent/rent"]),
    ("chongqing/yubei/", ["chongqing/yubei/rent", "chongqing/yubei/talent/rent"]),
    ("chongqing", ["chongqing/yubei-east/rent", "chongqing/yubei/rent", "chongqing/yubei/talent/rent"]),
    ("elsewhere", ["elsewhere/other"]),
    ("chongqing/yubei/rent", ["chongqing/yubei/rent"]),
    ("渝北人才补助", ["chongqing/yubei/talent/rent"]),
])
def test_a_name_chooses_a_policy_or_all_below_it(run, places, profile, named, expected):
    """What ids begin with counts up to a slash only: 渝北 is not what begins with its letters."""
    assert decided(run, places, profile, named) == expected


def test_several_names_add_up(run, places, profile):
    """A group and a single policy beside it."""
    assert decided(run, places, profile, "chongqing/yubei-east", "demo/research") == ["chongqing/yubei-east/rent", "demo/research"]


@pytest.mark.parametrize("named", ["chongqing/yub", "chong", ""])
def test_part_of_a_word_chooses_nothing(run, places, profile, named):
    """A beginning that ends inside a word is refused, with a remedy."""
    code, out, err = run("check", profile, "--rules", places, *WHEN, "--policy", named)
    assert (code, out) == (2, "") and "X905" in err and "改法" in err


def test_a_part_that_only_one_has_chooses_it(run, places, profile):
    """As `show` finds a file: by a part of its title or of its id."""
    assert decided(run, places, profile, "人才") == ["chongqing/yubei/talent/rent"]
    assert decided(run, places, profile, "yubei-ea") == ["chongqing/yubei-east/rent"]


@pytest.mark.parametrize(("named", "said", "hint"), [
    ("渝北", "“渝北”可以指 2 项政策", "chongqing/yubei/rent（渝北房租补助）、chongqing/yubei/talent/rent（渝北人才补助）"),
    ("渝北房屋租金", "没有 id 或名称为“渝北房屋租金”的政策", "最相近的有：chongqing/yubei/rent（渝北房租补助）"),
    ("垫江", "没有 id 或名称为“垫江”的政策", "eligibility rules"),
    ("common/basic", "common/basic 是认定标准", "eligibility rules"),
])
def test_a_name_of_none_or_several_is_told_the_nearest(run, places, profile, named, said, hint):
    """A few that may have been meant, with their titles, and never the whole list."""
    code, out, err = run("check", profile, "--rules", places, *WHEN, "--policy", named)
    assert (code, out) == (2, "") and said in err and hint in err.replace("\n", "").replace(" ", "") + err
    assert "demo/research" not in err
