"""`eligibility sample`: enterprises made up, written where it is told, the same for the same seed."""

from __future__ import annotations

import csv
import io
import json

import polars as pl
import pytest

from tests.commands.helpers import POLICY, WHEN


def sample(run, rules, *more):
    return run("sample", *more, "--rules", rules, *WHEN)


def test_csv_on_standard_output(run, rules):
    """One header and a line for each enterprise on standard output, what was written on standard error."""
    code, out, err = sample(run, rules, 30, "--seed", 5)
    rows = list(csv.reader(io.StringIO(out.removeprefix("\ufeff"))))
    assert code == 0 and len(rows) == 31 and len({len(row) for row in rows}) == 1
    assert "30 家虚构企业，6 项指标" in err and "空着的格子 " in err and "在界线上" in err
    assert "所在地" in rows[0] and not any("迁出" in row for row in rows[1:])


def test_same_seed_same_bytes(run, rules):
    """The seed alone makes the difference."""
    first, again, other = (sample(run, rules, 30, "--seed", seed)[1] for seed in (5, 5, 6))
    assert first == again != other


@pytest.mark.parametrize("ending", ["csv", "parquet", "xlsx"])
def test_same_seed_same_file(run, rules, tmp_path, ending):
    """Files of every kind are the same byte for byte, too."""
    for name in ("a", "b"):
        code, out, err = sample(run, rules, 30, "--out", tmp_path / f"{name}.{ending}")
        assert (code, out) == (0, "") and f"已写好 {tmp_path / name}.{ending}" in err and "30 家虚构企业" in err
    assert (tmp_path / f"a.{ending}").read_bytes() == (tmp_path / f"b.{ending}").read_bytes()


def test_nothing_is_written_over(run, rules, tmp_path):
    """A file that is there stays, unless --force says otherwise."""
    file = tmp_path / "名单.parquet"
    file.write_text("mine", encoding="utf-8")
    code, out, err = sample(run, rules, 3, "--out", file)
    assert code == 2 and "X913" in err and file.read_text(encoding="utf-8") == "mine"
    assert sample(run, rules, 3, "--out", file, "--force")[0] == 0 and pl.read_parquet(file).height == 3


@pytest.mark.parametrize("arguments,code", [
    ((0,), "X930"), ((10**8,), "X930"), ((5, "--out", "名单.doc"), "X931"), ((600_000, "--out", "名单.xlsx"), "X932"),
    ((5, "--boundary", "1.5"), "X911"), ((5, "--seed", "-3"), "X911"), ((5, "--json"), "X911"), ((5, "--policy", "没有的"), "X905"), (("五",), "X911"),
])  # fmt: skip
def test_what_cannot_be_written_is_said(run, rules, tmp_path, monkeypatch, arguments, code):
    """Wrong numbers, endings and options end with 2, a code and a remedy, and leave nothing behind."""
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    ended, out, err = sample(run, rules, *arguments)
    assert ended == 2 and code in err and sorted(tmp_path.iterdir()) == before


def test_no_policy_in_force(run, rules):
    """Without a policy nothing is asked, and no sample can be made."""
    code, out, err = run("sample", 5, "--rules", rules, "--as-of", "1999-06-30")
    assert (code, out) == (2, "") and "X905" in err


def test_all_facts(run, rules):
    """Facts that no policy asks for are written on request."""
    assert "2项" not in sample(run, rules, 3)[1]
    named = sample(run, rules, 3, "--policy", "elsewhere/other")[1].splitlines()[0]
    everything = sample(run, rules, 3, "--policy", "elsewhere/other", "--all-facts")[1].splitlines()[0]
    assert "专利" not in named and "专利" in everything and "2020年营业收入" in everything


def test_json_says_what_was_written(run, rules, tmp_path):
    """With --out, JSON on standard output tells the file, the policies and how many cells are what."""
    code, out, err = sample(run, rules, 400, "--out", tmp_path / "a.parquet", "--json", "--boundary", "0.3")
    told = json.loads(out)
    assert told["format"] == "eligibility-sample/1" and told["policies"] == ["demo/research"]
    assert told["enterprises"] == 400 and told["cells"] == 400 * told["columns"] and 0 < told["blanks"] < told["cells"] / 10
    assert 0.2 < told["on_edges"] / told["edged"] < 0.35


def test_lists_stand_beside(run, rules, tmp_path):
    """Rows of lists go to tables of their own; on standard output they are left out, and that is said."""
    facts = rules / "facts.yaml"
    with facts.open("a", encoding="utf-8") as more:
        more.write("  获奖:\n    type: records\n    columns:\n      名次: {type: count, unit: 名, range: 1名 至 100名}\n")
    policy = POLICY.replace("when: {专利: 不低于 1项, not: {迁出: 是}}", "when:\n      has:\n        of: 获奖\n        where: {名次: 不超过 3名}")
    (rules / "demo/research.yaml").write_text(policy, encoding="utf-8")
    code, out, err = sample(run, rules, 40)
    assert code == 0 and "还有 2 张表（记录或已兑现）没有写" in err
    code, out, err = sample(run, rules, 40, "--out", tmp_path / "a.csv")
    assert code == 0 and "a-获奖.csv" in err and "没有写" not in err
    assert sorted(path.name for path in tmp_path.glob("*.csv")) == ["a-已兑现.csv", "a-获奖.csv", "a.csv"]
    (tmp_path / "a.csv").unlink()
    assert sample(run, rules, 40, "--out", tmp_path / "a.csv")[0] == 2 and not (tmp_path / "a.csv").exists()


def test_what_is_written_reads_back(run, rules, tmp_path):
    """Every row is read again, without a finding, and decided by `batch`'s reader."""
    from eligibility.commands.loading import load_plan
    from eligibility.language.diagnostic import Findings
    from eligibility.profiles.population.open import open_population

    vocabulary = load_plan([str(rules)]).vocabulary
    for ending in ("csv", "xlsx", "parquet"):
        assert sample(run, rules, 200, "--out", tmp_path / f"a.{ending}")[0] == 0
        findings = Findings()
        population = open_population([str(path) for path in sorted(tmp_path.glob(f"a*.{ending}"), key=lambda path: len(path.name))], vocabulary, findings)
        assert not findings.items and population is not None


def test_a_vocabulary_without_codes_is_refused(run, rules):
    """Enterprises of a population are known by their codes; without such a fact there is nothing to write."""
    facts = rules / "facts.yaml"
    facts.write_text(facts.read_text(encoding="utf-8").replace("  信用代码: {type: code, role: code}\n", ""), encoding="utf-8")
    code, out, err = sample(run, rules, 3)
    assert (code, out) == (2, "") and "X933" in err


def test_a_folder_that_is_not_there(run, rules, tmp_path):
    """Nothing is made where there is no folder for it, and that is said."""
    code, out, err = sample(run, rules, 3, "--out", tmp_path / "没有" / "a.csv")
    assert (code, out) == (2, "") and "X901" in err and not (tmp_path / "没有").exists()
