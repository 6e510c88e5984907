"""--update writes results and nothing else."""

import os
import stat

import pytest

from eligibility.cases.suite import run_suite
from eligibility.cases.update import Change, changes_of, update
from eligibility.language.diagnostic import Findings, Where
from eligibility.language.tree import Scalar

from .library import POLICY, POLICY_CASES, build

#: a rule changed after the cases were written: 2% instead of 1%, two contracts no longer enough
CHANGED = POLICY.replace("1000万元: 1%", "1000万元: 1.5%").replace("合同数 不低于 2份", "合同数 不低于 3份")


def updated(tmp_path, monkeypatch, cases=POLICY_CASES, raw=None):
    """The cases file after one update, and the changes made."""
    monkeypatch.chdir(tmp_path)
    built = build(tmp_path, {"award.yaml": CHANGED, "award.cases.yaml": cases})
    if raw is not None:
        (tmp_path / "award.cases.yaml").write_bytes(raw)
        built = rebuilt(tmp_path)
    suite = run_suite(built.library, built.plan, built.files)
    findings = Findings()
    made = update(changes_of(suite.failed), built.library.sources, findings)
    assert findings.items == []
    return (tmp_path / "award.cases.yaml").read_bytes(), [c for c in made if c.scalar.where.file == "award.cases.yaml"]


def rebuilt(tmp_path):
    from eligibility.language.library import load
    from eligibility.plan.compile import compile_library

    from .library import Built

    findings = Findings()
    library = load([tmp_path], findings, base=tmp_path)
    return Built(library, compile_library(library, findings), findings, {c.file for c in library.cases})


def test_only_the_results_change(tmp_path, monkeypatch):
    """Comments, order, spaces and passing results stay; each failing result becomes what came out."""
    after, made = updated(tmp_path, monkeypatch)
    expected = POLICY_CASES
    for old, new in (
        ("{研发奖励: 3万元}      # 1%", "{研发奖励: 4.5万元}      # 1%"),
        ("{研发奖励: 3万元 至 6万元}", "{研发奖励: 4.5万元 至 6万元}"),
        ("{result: 0元 至 3万元, needs: [行业]}", "{result: 0元 至 4.5万元, needs: [行业]}"),
        ("{合同数: 2份, 合同奖励: 5万元}", "{合同数: 2份, 合同奖励: ineligible}"),
    ):
        assert expected.count(old) == 1
        expected = expected.replace(old, new)
    assert after.decode() == expected
    assert len(made) == 4


def test_after_an_update_everything_passes_and_a_second_changes_nothing(tmp_path, monkeypatch):
    """The new results are the ones that pass; only needs, which people decide, may still fail."""
    updated(tmp_path, monkeypatch)
    built = rebuilt(tmp_path)
    suite = run_suite(built.library, built.plan, built.files)
    assert all(c.matches for r in suite.results for c in r.checked)
    assert changes_of(suite.failed) == []


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_and_the_byte_order_mark_stay(tmp_path, monkeypatch, end):
    """A file from Windows is still one afterwards."""
    raw = ("\ufeff" + POLICY_CASES.replace("\n", end)).encode()
    after, made = updated(tmp_path, monkeypatch, raw=raw)
    assert len(made) == 4
    assert after.startswith(b"\xef\xbb\xbf") and after.decode().count(end) == POLICY_CASES.count("\n")
    assert after.decode().replace(end, "").count("\n") == 0
    assert "研发奖励: 4.5万元}      # 1%" in after.decode()


@pytest.mark.parametrize("quote", ["'", '"'])
def test_quotes_stay(tmp_path, monkeypatch, quote):
    """A quoted result is rewritten inside its quotes."""
    after, _ = updated(tmp_path, monkeypatch, POLICY_CASES.replace("3万元}      #", f"{quote}3万元{quote}}}      #"))
    assert f"{{研发奖励: {quote}4.5万元{quote}}}      # 1%" in after.decode()


def test_the_right_one_of_equal_texts_is_rewritten(tmp_path, monkeypatch):
    """Two equal results on one line, of which one fails: the place decides, not the text."""
    cases = POLICY_CASES.replace("expect: {研发奖励: 3万元}      #", "expect: {分段奖励: undetermined, 合同奖励: undetermined, 研发奖励: undetermined}      #")
    after, _ = updated(tmp_path, monkeypatch, cases)
    assert "{分段奖励: undetermined, 合同奖励: undetermined, 研发奖励: 4.5万元}      # 1%" in after.decode()


def test_permissions_and_links_stay(tmp_path, monkeypatch):
    """The file keeps its mode, and a link keeps pointing to the file that was rewritten."""
    monkeypatch.chdir(tmp_path)
    built = build(tmp_path, {"award.yaml": CHANGED})
    real = tmp_path / "elsewhere.txt"
    (tmp_path / "award.cases.yaml").rename(real)
    (tmp_path / "award.cases.yaml").symlink_to(real)
    os.chmod(real, 0o640)
    suite = run_suite(built.library, built.plan, built.files)
    assert update(changes_of(suite.failed), built.library.sources, Findings())
    assert (tmp_path / "award.cases.yaml").is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert "4.5万元" in real.read_text(encoding="utf-8")
    assert sorted(p.name for p in tmp_path.iterdir() if p.name.startswith(".")) == []


def test_a_file_changed_meanwhile_is_left_alone(tmp_path, monkeypatch):
    """Somebody saved the file while the cases ran: nothing is overwritten, and it is said."""
    monkeypatch.chdir(tmp_path)
    built = build(tmp_path, {"award.yaml": CHANGED})
    suite = run_suite(built.library, built.plan, built.files)
    meanwhile = POLICY_CASES + "# 新的一行\n"
    (tmp_path / "award.cases.yaml").write_text(meanwhile, encoding="utf-8")
    findings = Findings()
    made = update(changes_of(suite.failed), built.library.sources, findings)
    assert {c.scalar.where.file for c in made} == {"ledger.cases.yaml"}
    assert {(d.code, d.where.file) for d in findings.items} == {("C811", "award.cases.yaml")}
    assert (tmp_path / "award.cases.yaml").read_text(encoding="utf-8") == meanwhile


@pytest.mark.parametrize(
    "old, place, new",
    [
        ('"3\\u4e07元"', (1, 4), "4万元"),  # an escape: the text does not stand there
        ("|\n  3万元", (1, 4), "4万元"),
        ("3万元", (1, 4), "甲, 乙"),  # would be cut in two between braces
        ("3万元", (1, 4), "a: b"),
        ("3万元", (1, 4), "#3"),
    ],
)
def test_what_cannot_be_rewritten_safely_is_refused(tmp_path, monkeypatch, old, place, new):
    """Rather no change than a broken file."""
    monkeypatch.chdir(tmp_path)
    text = f"甲: {old}\n"
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    style = old[0] if old[0] in '"|' else ""
    scalar = Scalar("3万元", Where("a.yaml", *place, 3), style)
    findings = Findings()
    assert update([Change(scalar, new)], {"a.yaml": text}, findings) == []
    assert [d.code for d in findings.items] == ["C811"] and findings.items[0].hint
    assert (tmp_path / "a.yaml").read_text(encoding="utf-8") == text


def test_nothing_is_left_behind_when_writing_fails(tmp_path, monkeypatch):
    """The old file stays whole and no scratch file remains."""
    monkeypatch.chdir(tmp_path)
    built = build(tmp_path, {"award.yaml": CHANGED})
    suite = run_suite(built.library, built.plan, built.files)

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("eligibility.language.replacing.os.replace", fail)
    with pytest.raises(OSError):
        update(changes_of(suite.failed), built.library.sources, Findings())
    assert (tmp_path / "award.cases.yaml").read_text(encoding="utf-8") == POLICY_CASES
    assert not [p for p in tmp_path.iterdir() if p.suffix == ".tmp"]
