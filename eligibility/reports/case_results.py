"""Results of rule cases as people and programs read them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ..cases.run import CaseResult, Checked
from ..cases.suite import Suite
from ..decisions.decision import Reason
from ..language.diagnostic import Diagnostic

if TYPE_CHECKING:
    from ..cases.coverage import DocumentCoverage
    from ..cases.update import Change

FORMAT = "eligibility-test/1"
MOST_REASONS = 12  # lines of why for one expectation
_RESULTS = {True: "成立", False: "不成立", None: "不清楚"}


def failure_lines(result: CaseResult) -> Iterator[str]:
    """A case that failed: each expectation that was not met, what came out, and why."""
    yield f"不通过：{_title(result)}"
    for checked in result.checked:
        if not checked.passed:
            yield from _difference(checked)


def rewritten_lines(results: Iterable[CaseResult], changes: Iterable[Change]) -> Iterator[str]:
    """Each expectation that was rewritten, under its case, and why the rules came to the new one.

    ``results`` are those from before. Nobody should make a wrong expectation
    true without having seen what made it so.
    """
    changed = {c.scalar.where: c for c in changes}
    if not changed:
        return
    yield f"已改写 {len(changed)} 处期望，只是照抄实际的结果。请逐条核对：如果是规则写错了，改规则，再把期望改回来。"
    for result in results:
        its = [c for c in result.checked if c.result.where in changed]
        if its:
            yield _title(result)
        for checked in its:
            where, change = checked.result.where, changed[checked.result.where]
            yield f"  已改写 {where.file}:{where.line} {checked.name}：{change.scalar.text} → {change.text}"
            yield from _why(checked)


def _title(result: CaseResult) -> str:
    return f"{result.name}（{result.rules}，{result.policy_year} 政策年度，{result.as_of} 申报）"


def _difference(checked: Checked) -> Iterator[str]:
    where = checked.result.where
    place = f"  {where.file}:{where.line} {checked.name}"
    if not checked.matches:
        yield f"{place}：期望 {checked.result.text}，得到 {checked.got}"
    if checked.missing is not None:
        sets = "；或 ".join("、".join(s) for s in checked.missing) or "没有一组空白补齐后能使它符合"
        yield f"{place}：期望还需要 {'、'.join(checked.needs)}，得到 {sets}"
    if checked.absent:
        yield f"{place}：理由里没有 {'、'.join(f'“{word}”' for word in checked.absent)}"
    yield from _why(checked)


def _why(checked: Checked) -> Iterator[str]:
    """What decided, and the numbers where the result is another than expected."""
    why = [_reason(r) for r in checked.reasons]
    if not checked.matches:
        why += [f"说明：{value}" if name == "说明" else f"{name} = {value}" for name, value in checked.steps]
        why += [f"{fact.fact} = {fact.value}" + (f"（{fact.origin}）" if fact.origin != fact.value else "") for fact in checked.facts]
    why = list(dict.fromkeys(why))
    yield from (f"      {line}" for line in why[:MOST_REASONS])
    if len(why) > MOST_REASONS:
        yield f"      另有 {len(why) - MOST_REASONS} 条"


def _reason(reason: Reason) -> str:
    """不成立：高企发证日期 在 本年（…），实际 2020-12-31（未见条号，NA-01）."""
    short = f"，{reason.shortfall}" if reason.shortfall else ""
    source = "，".join(filter(None, (reason.clause, reason.ref)))
    return f"{_RESULTS[reason.result]}：{reason.condition} {reason.required}，实际 {reason.actual}{short}" + (f"（{source}）" if source else "")


def coverage_lines(documents: Iterable[DocumentCoverage], least: int | None, everything: bool) -> Iterator[str]:
    """A line for each document; what was not tried where it is below ``least``, or of all with ``everything``."""
    documents = list(documents)
    if not documents:
        return
    yield "覆盖率："
    listed = False
    for document in documents:
        unseen = document.wanted - document.seen
        rest = f"，还有 {unseen} 项没有试到" if unseen else ""
        yield f"  {percent_text(document):>6} {document.id}（{document.seen}/{document.wanted}{rest}）"
        if unseen and (everything or (least is not None and document.percent < least)):
            listed = True
            for site in document.unseen:
                yield f"         {site.place[0]}:{site.place[1]}:{site.place[2]} {site.text}没有试到：{'、'.join(site.unseen)}"
    if listed:
        yield "  “由它决定结果”：有一例，只要这个条件相反，期望的结果就不同。“刚过界”：差一个单位，或差界值的 1% 以内，并且影响结果。"
    elif any(d.unseen for d in documents):
        yield "  加 --coverage 列出没有试到的。"


def percent_text(document: DocumentCoverage) -> str:
    """Cut, not rounded: 100% means all."""
    tenths = document.percent * 10 // 1
    return f"{tenths // 10}%" if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}%"


def summary(suite: Suite) -> str:
    """``157 例：156 例通过，1 例不通过``."""
    total = len(suite.results) + suite.not_run
    failed = len(suite.failed)
    parts = [f"{total - failed - suite.not_run} 例通过"] + [f"{failed} 例不通过"] * bool(failed) + [f"{suite.not_run} 例不能运行"] * bool(suite.not_run)
    return f"{total} 例：{'，'.join(parts)}"


# ------------------------------------------------------------------------ JSON


def to_json(suite: Suite, problems: Iterable[Diagnostic], rewritten: Iterable[tuple]) -> dict:
    """The same as one JSON object; amounts and results as text."""
    return {
        "format": FORMAT,
        "passed": len(suite.results) - len(suite.failed),
        "failed": len(suite.failed),
        "not_run": suite.not_run,
        "cases": [_case_json(r) for r in suite.results],
        "coverage": [_coverage_json(d) for d in suite.coverage],
        "rewritten": [{**_place(c.scalar.where), "from": c.scalar.text, "to": c.text} for c in rewritten],
        "problems": [
            {**_place(d.where), "code": d.code, "severity": d.severity, "message": d.message, "hint": d.hint} for d in problems
        ],
    }


def _case_json(result: CaseResult) -> dict:
    return {
        "case": result.name,
        "rules": result.rules,
        **_place(result.where),
        "policy_year": result.policy_year,
        "as_of": result.as_of,
        "passed": result.passed,
        "expectations": [_checked_json(c) for c in result.checked],
    }


def _checked_json(checked: Checked) -> dict:
    row = {"name": checked.name, **_place(checked.result.where), "passed": checked.passed, "expected": checked.result.text, "got": checked.got}
    if not checked.passed:
        row["reasons"] = [
            {"condition": r.condition, "required": r.required, "actual": r.actual, "result": r.result, "short_by": r.short_by,
             "clause": r.clause, "ref": r.ref} for r in checked.reasons
        ]  # fmt: skip
    if checked.missing is not None:
        row |= {"needs": list(checked.needs), "missing": [list(s) for s in checked.missing]}
    if checked.absent:
        row["absent"] = list(checked.absent)
    return row


def _coverage_json(document: DocumentCoverage) -> dict:
    return {
        "document": document.id,
        "file": document.file,
        "percent": float(document.percent * 10 // 1) / 10,
        "seen": document.seen,
        "wanted": document.wanted,
        "unseen": [
            {"file": s.place[0], "line": s.place[1], "col": s.place[2], "what": s.text, "missing": s.unseen} for s in document.unseen
        ],
    }


def _place(where) -> dict:
    return {"file": where.file, "line": where.line, "col": where.col}
