"""The vocabulary as people read it: one fact with all that is known of it, or all facts by file."""

from __future__ import annotations

from ..editor.hover import fact_lines, range_text, type_text
from ..language.fact import Fact
from ..plan.plan import DocumentPlan, Plan
from .lines import folded, width
from .speech import say

WIDEST_NAME = 26  # columns; longer names push their type aside


def users(plan: Plan) -> dict[str, list[str]]:
    """Fact → ids of the documents whose rules read it, directly or by names of other documents."""
    found: dict[str, list[str]] = {}
    for document in plan.documents:
        for name in _facts_below(plan, _roots(document)):
            if document.id not in found.setdefault(name, []):
                found[name].append(document.id)
    return found


def _roots(document: DocumentPlan) -> list[int | None]:
    """Every operation that a document starts from; None where it has none."""
    dues = [*document.due, *(due for pool in document.pools for due in pool.due)]
    return [
        *(i for award in document.awards for i in (award.status, award.value)), *(gate[1] for gate in document.gates), *document.definitions.values(),
        *(i for pool in document.pools for i in (pool.member, pool.enter, pool.leave, pool.short_of)),
        *(i for due in dues for i in (due.by, due.start)), *(limit.cap for limit in document.limits),
    ]  # fmt: skip


def _facts_below(plan: Plan, roots: list[int | None]) -> set[str]:
    seen, names, left = set(), set(), [i for i in roots if i is not None]
    while left:
        index = left.pop()
        if index in seen:
            continue
        seen.add(index)
        operation = plan.operations[index]
        if operation.op in ("fact", "records"):
            names.add(operation.data[0])
        left += operation.args
    return names


def fact_text(fact: Fact, how: str, used: list[str]) -> str:
    """All that is known of one fact, in some lines."""
    lines = folded(fact.name + (f"（{how}）" if how else ""))
    for line in fact_lines(fact):
        lines += folded(line, 2, 6)
    if fact.per_year:
        lines += folded(f"规则里写：上年{fact.name}、本年{fact.name}、近三年{fact.name} 等；画像里写：2020年{fact.name}", 2, 6)
    lines.append(say(f"  登记在：{fact.where.file}:{fact.where.line}"))
    lines += folded(f"用到它的：{'、'.join(used) or '还没有'}", 2, 6)
    return "\n".join(lines)


def list_text(facts: dict[str, Fact]) -> str:
    """Every fact with its type, by the file it stands in."""
    files: dict[str, list[Fact]] = {}
    for fact in facts.values():
        files.setdefault(fact.where.file, []).append(fact)
    lines = []
    for file, found in sorted(files.items()):
        lines.append(say(f"{file}（{len(found)} 个）"))
        column = min(max(width(fact.name) for fact in found), WIDEST_NAME)
        for fact in found:
            lines += folded(f"{fact.name}{' ' * max(column - width(fact.name), 0)}  {_brief(fact)}", 2, column + 2)
        lines.append("")
    return "\n".join([*lines, *folded("看某一个指标：eligibility facts 名称、别名或拼音，如 eligibility facts yysr")])


def _brief(fact: Fact) -> str:
    return type_text(fact).partition("：")[0] + ("，每年" if fact.options and fact.per_year else "")


def fact_json(fact: Fact, how: str, used: list[str]) -> dict:
    """Everything of one fact; absent things are null or empty."""
    return {
        "name": fact.name, "type": fact.type, "unit": fact.unit or None, "per_year": fact.per_year, "range": range_text(fact) or None,
        "options": list(fact.options), "none": fact.none, "aliases": list(fact.aliases), "ask": fact.ask, "proof": fact.proof, "role": fact.role, "can_change": fact.can_change,
        "columns": [{"name": c.name, "type": c.type, "unit": c.unit or None, "options": list(c.options), "none": c.none, "ask": c.ask} for c in fact.columns.values()],
        "file": fact.where.file, "line": fact.where.line, "used_by": used, "found_by": how or None,
    }  # fmt: skip
