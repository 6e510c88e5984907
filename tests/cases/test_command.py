"""``eligibility test`` as it is run: exit codes, texts, JSON, rewriting."""

import json
import re

import pytest

from eligibility.commands.main import main

from .library import POLICY, POLICY_CASES, only_case, write


def line_of(text: str, word: str) -> int:
    """The line on which ``word`` first stands, counted from 1."""
    return text[: text.index(word)].count("\n") + 1


#: where a contract's amount is expected
LINE = line_of(POLICY_CASES, "合同奖励: 5万元")


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Runs the command line in a folder with the small library; gives exit code, output and errors."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments, changed=None):
        if changed is not None:
            write(tmp_path, changed)
        code = main(["test", *arguments])
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return code, out, err

    write(tmp_path)
    return run


def test_all_pass(run):
    """Exit code 0, the count of cases and the coverage of each document."""
    code, out, err = run(".", "--min-coverage", "100")
    assert (code, err) == (0, "")
    assert "23 例：23 例通过" in out
    assert re.search(r"100% test/award（(\d+)/\1）", out)


def test_a_failure(run):
    """Exit code 1 and the readable difference."""
    code, out, _ = run(".", changed={"award.yaml": POLICY.replace("amount: 5万元", "amount: 4万元")})
    assert code == 1
    assert "不通过：一份开发合同，金额正好（test/award，2021 政策年度，2022-06-30 申报）" in out
    assert "期望 5万元，得到 4万元" in out
    assert "23 例：22 例通过，1 例不通过" in out


def test_coverage_below_the_wish(run):
    """Exit code 1 and what is missing, though all cases pass; without the wish exit code 0."""
    fewer = {"award.cases.yaml": POLICY_CASES.split("  - case: 合同奖励领过了")[0]}
    code, out, _ = run(".", "--min-coverage", "100", changed=fewer)
    assert code == 1
    assert "条件“以前没有领过”没有试到：不成立" in out and "覆盖率低于 100%" in out
    code, out, _ = run(".")
    assert code == 0 and "还有 1 项没有试到" in out and "没有试到：" not in out
    code, out, _ = run(".", "--coverage")
    assert code == 0 and f"award.yaml:{line_of(POLICY, '合同奖励:')}:3 条件“以前没有领过”没有试到：不成立" in out


def test_a_case_that_cannot_run(run):
    """Exit code 1, the finding with its caret, and the other cases are run."""
    more = "  - case: 另一例\n    given: {主体合格: 否}\n    expect: {合同奖励: ineligible}\n"
    code, out, _ = run(".", changed=only_case("主体合格: 是", "合同奖金: ineligible", more))
    assert code == 1
    assert "C805" in out and "^^^^^^^^" in out and "合同奖励" in out
    assert "4 例：3 例通过，1 例不能运行" in out


def test_rules_with_errors_are_not_run(run):
    """Exit code 2: what wrong rules would say is no result."""
    code, out, err = run(".", changed={"award.yaml": POLICY.replace("上年研发费用 × 比例", "上年研发费佣 × 比例")})
    assert code == 2
    assert out == "" and "N401" in err and "研发费用" in err and "X904" in err


@pytest.mark.parametrize("arguments", [["没有的文件.yaml"], ["facts.yaml"], [".", "--min-coverage", "101"], ["--update"], [".", "--nonsense"]])
def test_what_cannot_be_run(run, arguments):
    """Exit code 2 with a remedy for a missing path, a path without cases, and wrong options."""
    code, out, err = run(*arguments)
    assert code == 2
    assert out == "" and "改法：" in err


def test_update(run, tmp_path):
    """The results are rewritten, said with what decided them as a failure shows it, and run again."""
    plain = run(".", changed={"award.yaml": POLICY.replace("amount: 5万元", "amount: 4万元")})[1]
    reasons = [line for line in plain.split("\n") if line.startswith("      ")]
    code, out, _ = run(".", "--update", changed={"award.yaml": POLICY.replace("amount: 5万元", "amount: 4万元")})
    assert code == 0
    assert reasons and "\n".join([
        "已改写 1 处期望，只是照抄实际的结果。请逐条核对：如果是规则写错了，改规则，再把期望改回来。",
        "一份开发合同，金额正好（test/award，2021 政策年度，2022-06-30 申报）",
        f"  已改写 award.cases.yaml:{LINE} 合同奖励：5万元 → 4万元", *reasons, "覆盖率：",
    ]) in out  # fmt: skip
    assert "23 例：23 例通过" in out
    assert (tmp_path / "award.cases.yaml").read_text(encoding="utf-8") == POLICY_CASES.replace("合同数: 2份, 合同奖励: 5万元", "合同数: 2份, 合同奖励: 4万元")


def test_update_with_nothing_to_do_writes_nothing(run, tmp_path):
    """A library that passes is not touched."""
    before = (tmp_path / "award.cases.yaml").stat()
    code, out, _ = run(".", "--update")
    assert code == 0 and "已改写" not in out
    assert (tmp_path / "award.cases.yaml").stat().st_mtime_ns == before.st_mtime_ns


def test_json(run):
    """One JSON object with cases, coverage and problems; the same exit codes."""
    code, out, _ = run(".", "--json", changed={"award.yaml": POLICY.replace("amount: 5万元", "amount: 4万元")})
    told = json.loads(out)
    assert code == 1
    assert (told["format"], told["passed"], told["failed"], told["not_run"]) == ("eligibility-test/1", 22, 1, 0)
    (failed,) = [c for c in told["cases"] if not c["passed"]]
    (wrong,) = [e for e in failed["expectations"] if not e["passed"]]
    assert (failed["case"], wrong["name"], wrong["expected"], wrong["got"]) == ("一份开发合同，金额正好", "合同奖励", "5万元", "4万元")
    assert (wrong["file"], wrong["line"]) == ("award.cases.yaml", LINE)
    assert wrong["reasons"] and all(r["result"] is True for r in wrong["reasons"])
    assert [(d["document"], d["percent"], d["unseen"]) for d in told["coverage"]] == [("test/award", 100.0, []), ("test/firm", 100.0, [])]
    assert told["problems"] == [] and told["rewritten"] == []


def test_cases_alone_run_with_the_rules_they_are_for(run, tmp_path):
    """A cases file without a vocabulary is run with the rules given by --rules; only its document is measured."""
    code, out, _ = run("award.cases.yaml", "--rules", ".")
    assert code == 0
    assert "19 例：19 例通过" in out and "test/firm" not in out


def test_cases_with_a_vocabulary_of_their_own_run_with_the_rules_chosen(run, tmp_path):
    """--rules counts though the path has facts of its own; given several times, all are one library."""
    own = tmp_path / "own"
    own.mkdir()
    (own / "facts.yaml").write_text("kind: facts\nfacts:\n  新指标: {type: yes_no}\n", encoding="utf-8")
    code, out, err = run("own", "award.cases.yaml", "--rules", "award.yaml", "--rules", "firm.yaml", "--rules", "facts.yaml")
    assert (code, err) == (0, "") and "19 例：19 例通过" in out


def test_the_shipped_rules_are_wholly_tried(run):
    """Without a path the rules that come with the program are run, and every condition and edge of them is tried."""
    code, out, err = run("--min-coverage", "100")
    assert (code, err) == (0, ""), out
