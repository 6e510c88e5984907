"""A ``kind: cases`` tree to ``model.Cases``: tests that stand beside the rules."""

from __future__ import annotations

from . import later
from .diagnostic import Findings
from .model import Case, Cases, Expectation, Paid
from .nodes import entries, read_day, read_year, text_of
from .syntax import Name
from .tree import Mapping, Node, Scalar, Sequence

NOTHING_PAID = "无"


def read_cases(tree: Mapping, file: str, findings: Findings) -> Cases:
    """All cases of one file; one of the wrong shape is left out (the schema reports it)."""
    rules = tree.get("for")
    paid = _paid_before(tree.get("paid_before"))
    items = tree.get("cases").items if isinstance(tree.get("cases"), Sequence) else []
    made = [_case(item, paid, findings) for item in items if isinstance(item, Mapping)]
    seen: dict[str, int] = {}
    for case in made:
        if case and case.name in seen:
            findings.error("L372", case.where, f"用例“{case.name}”与第 {seen[case.name]} 行的重名。", "换一个名称，运行时才分得清是哪一个。")
        elif case:
            seen[case.name] = case.where.line
    year = read_year(tree.get("policy_year"), findings)
    if year is None and tree.key("policy_year"):  # it could not be read, so what rests on it cannot be said
        made = [case for case in made if case and case.policy_year]
    return Cases(
        rules=Name(rules.text, rules.where) if isinstance(rules, Scalar) else Name("", tree.where),
        policy_year=year,
        as_of=read_day(tree.get("as_of"), findings),
        cases=tuple(case for case in made if case),
        file=file,
        where=tree.where,
    )


def _case(node: Mapping, paid: tuple[Paid, ...] | None, findings: Findings) -> Case | None:
    later.report_keys(node, findings, ("applicants",))
    name, given = text_of(node.get("case")), node.get("given")
    if not name or not isinstance(given, Mapping):
        return None
    expect = [_expectation(key, value) for key, value in entries(node.get("expect"))]
    own = node.get("paid_before")
    year = read_year(node.get("policy_year"), findings)
    if year is None and node.key("policy_year"):
        return None
    return Case(
        name=name,
        given=given,
        expect=tuple(e for e in expect if e),
        paid_before=paid if own is None else _paid_before(own),
        where=node.get("case").where,
        policy_year=year,
        as_of=read_day(node.get("as_of"), findings),
    )


def _expectation(key: Scalar, node: Node) -> Expectation | None:
    if isinstance(node, Scalar):
        return None if node.blank else Expectation(key.text, node, (), (), key.where)
    result = node.get("result") if isinstance(node, Mapping) else None
    if not isinstance(result, Scalar) or result.blank:
        return None
    return Expectation(key.text, result, _scalars(node.get("needs")), _scalars(node.get("because")), key.where)


def _scalars(node: Node | None) -> tuple[Scalar, ...]:
    items = node.items if isinstance(node, Sequence) else [node]
    return tuple(item for item in items if isinstance(item, Scalar) and not item.blank)


def _paid_before(node: Node | None) -> tuple[Paid, ...] | None:
    """None: not known; (): nothing was paid."""
    if isinstance(node, Scalar) and node.text == NOTHING_PAID:
        return ()
    if not isinstance(node, Sequence):
        return None
    rows = [row for row in node.items if isinstance(row, Mapping) and isinstance(row.get("award"), Scalar)]
    return tuple(Paid(row.get("award"), _scalar(row.get("year")), _scalar(row.get("amount")), row.get("award").where) for row in rows)


def _scalar(node: Node | None) -> Scalar | None:
    return node if isinstance(node, Scalar) and not node.blank else None
