"""Writes the bench set in our rule language, one file a policy, as an officer would."""

from __future__ import annotations

import sys
from pathlib import Path

from bench.generate import bench_set
from bench.source import (
    Award, Bands, BenchSet, Block, Calc, Condition, Expr, FirstOf, Group, Is, Named, Num, Policy, Test, Tiers, Val,
)  # fmt: skip
from bench.vocabulary import FACTS

RULES = Path(__file__).with_name("rules")
INSTRUMENT = "instrument: {title: 测速用的虚构文件, evidence: official}\nin_force: {from: 2021-01-01}\n"
INDENT = "  "


def files(bench: BenchSet) -> dict[str, str]:
    """File name → text."""
    made = {"facts.yaml": _vocabulary(), "shared.yaml": _document(bench.shared, "standard", uses=False)}
    for policy in bench.policies:
        made[f"{policy.id}.yaml"] = _document(policy, "policy", uses=True)
    return made


def write(folder: Path = RULES) -> None:
    folder.mkdir(exist_ok=True)
    for name, text in files(bench_set()).items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


# --------------------------------------------------------------------- documents


def _vocabulary() -> str:
    lines = ["kind: facts", "facts:", "  企业名称: {type: text, role: name}", "  统一社会信用代码: {type: code, role: code}"]
    for fact in FACTS:
        parts = [f"type: {fact.type}"]
        if fact.unit:
            parts.append(f"unit: {fact.unit}")
        if fact.yearly:
            parts.append("per: year")
        if fact.options:
            parts.append(f"of: [{', '.join(fact.options)}]")
        lines.append(f"  {fact.name}: {{{', '.join(parts)}}}")
    return "\n".join(lines) + "\n"


def _document(policy: Policy, kind: str, uses: bool) -> str:
    lines = [f"kind: {kind}", f"id: bench/{policy.id}", f"title: {policy.title}"]
    text = "\n".join(lines) + "\n" + INSTRUMENT
    if uses:
        text += "uses: [bench/shared]\n"
    if policy.gates:
        text += f"gates: [{', '.join(policy.gates)}]\n"
    if policy.define:
        text += "define:\n"
    for name, part in policy.define.items():
        if isinstance(part, Block) and not isinstance(part.value, Bands | Tiers | FirstOf):
            text += f"  {name}: {expression(part.value)}\n"
            continue
        body = _block(part) if isinstance(part, Block) else _condition(part)
        text += f"  {name}:\n" + _indented(body, 2)
    if policy.awards:
        text += "awards:\n" + "".join(_award(award) for award in policy.awards)
    return text


def _award(award: Award) -> str:
    lines = [f"clause: {award.clause}", "when:", *(INDENT + line for line in _condition(award.when))]
    lines += _block(award.block)
    if award.overrides:
        lines.append(f"overrides: {'、'.join(award.overrides)}")
    return f"  {award.name}:\n" + _indented(lines, 2)


def _indented(lines: list[str], depth: int) -> str:
    return "".join(INDENT * depth + line + "\n" for line in lines)


# ------------------------------------------------------- conditions and blocks


def _condition(condition: Condition) -> list[str]:
    """The lines of a mapping: subjects and tests side by side where that says it all."""
    if isinstance(condition, Group) and condition.kind == "all":
        plain = [_entry(item) for item in condition.items]
        subjects = {entry.split(": ")[0] for entry in plain if entry}
        if all(plain) and len(subjects) == len(plain):
            return plain
    match condition:
        case Group(kind="some"):
            inner = ["of:", *(INDENT + line for line in _items(condition.items))]
            return ["some:", f"  at_least: {condition.at_least}", *(INDENT + line for line in inner)]
        case Group(kind="not"):
            return ["not:", *(INDENT + line for line in _condition(condition.items[0]))]
        case Group():
            return [f"{condition.kind}:", *(INDENT + line for line in _items(condition.items))]
    entry = _entry(condition)
    return [entry] if entry else ["all:", *(INDENT + line for line in _items((condition,)))]


def _entry(condition: Condition) -> str | None:
    """``subject: test`` where a condition is that simple and carries no clause."""
    if isinstance(condition, Group | Named) or condition.clause:
        return None
    return _pair(condition)


def _pair(leaf: Test | Is) -> str | None:
    match leaf:
        case Test(subject=Val()) | Test(subject=Named()):
            return f"{expression(leaf.subject)}: {leaf.word} {expression(leaf.bound)}"
        case Is():
            return f"{leaf.fact.name}: {_options(leaf.values)}"
    return None


def _options(values: tuple) -> str:
    written = [{True: "是", False: "否"}.get(value, value) for value in values]
    return written[0] if len(written) == 1 else f"[{', '.join(written)}]"


def _items(items: tuple[Condition, ...]) -> list[str]:
    lines: list[str] = []
    for item in items:
        inner = _item(item)
        lines += [f"- {inner[0]}", *(INDENT + line for line in inner[1:])]
    return lines


def _item(item: Condition) -> list[str]:
    match item:
        case Named():
            return [item.name]
        case Group():
            return _condition(item)
    pair = _pair(item)
    if item.clause:
        whole = f"{{{pair}}}" if pair and isinstance(item, Is) else _comparison(item)
        return [f"if: {whole}", f"clause: {item.clause}"]
    return [pair or _comparison(item)]


def _comparison(test: Test) -> str:
    return f"{expression(test.subject)} {test.word} {expression(test.bound)}"


def _block(block: Block) -> list[str]:
    lines = _value(block.value)
    for key in ("round_down", "floor", "cap", "nothing_below"):
        number = getattr(block, key)
        if number is not None:
            lines.append(f"{key}: {number.text}")
    return lines


def _value(value) -> list[str]:
    match value:
        case Bands():
            steps = [f"    - 不超过 {bound.text}: {expression(amount)}" for bound, amount in value.rows]
            rest = f"    - 其余: {expression(value.rest)}"
            return ["bands:", f"  of: {expression(value.of)}", "  steps:", *steps, rest]
        case Tiers():
            steps = [f"    - 不超过 {bound.text}: {rate.text}" for bound, rate in value.rows]
            return ["tiers:", f"  of: {expression(value.of)}", "  steps:", *steps, f"    - 其余: {value.rest.text}"]
        case FirstOf():
            lines = ["first_of:"]
            for condition, amount in value.rows:
                lines += [f"  - if: {{{_pair(condition)}}}", f"    then: {expression(amount)}"]
            return [*lines, f"  - 其余: {expression(value.rest)}"]
    return [f"amount: {expression(value)}"]


def expression(expr: Expr) -> str:
    """The text of an expression; a product or quotient puts its sums in brackets."""
    match expr:
        case Num():
            return expr.text
        case Val():
            return expr.span + expr.fact.name
        case Named():
            return expr.name
        case Calc(op="MAX" | "MIN"):
            return f"{expr.op}({expression(expr.left)}，{expression(expr.right)})"
    left, right = (_factor(part) if expr.op in "×/" else expression(part) for part in (expr.left, expr.right))
    return f"{left} {expr.op} {right}"


def _factor(expr: Expr) -> str:
    inner = expression(expr)
    return f"({inner})" if isinstance(expr, Calc) and expr.op in "+-" else inner


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else RULES)
