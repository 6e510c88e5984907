"""Awards: conditions and amount, then what they do to one another."""

from __future__ import annotations

from ..language.model import Award, Rules
from ..language.spelling import did_you_mean
from ..language.syntax import Expr, Name
from .blocks import build_value
from .conditions import build_condition
from .definitions import declare
from .draft import LARGEST
from .expressions import build_expression, never_none
from .nones import guarded_by
from .operations import INFINITY, Operation
from .plan import AwardPlan, DocumentPlan, TogetherPlan
from .remedies import unit_hint
from .scope import Scope
from .units import unit_name


def build_gates(document: Rules, scope: Scope) -> list[list]:
    """[name, condition] of each gate."""
    gates = []
    for name in document.gates:
        index = scope.resolve(name)
        if index is None:
            continue
        if scope.draft.unit(index) != "bool":
            scope.draft.findings.error("T530", name.where, f"门槛“{name.text}”是{unit_name(scope.draft.unit(index))}，不是条件。",
                                       f"在 define 里写成条件，如“{name.text}达标: {name.text} 不低于 …”，gates 里写那个条件的名称。")
            continue
        gates.append([name.text, scope.draft.add("is", (index,), "bool", name.where, data=["是"], word="为", label="门槛")])
    return gates

def build_award(award: Award, document: Rules, gates: list[list], scope: Scope) -> AwardPlan | None:
    """The award's condition, status and amount in 分."""
    draft, where = scope.draft, award.where
    inner = scope.child()
    declare(award.block.define, inner)
    inner.guards = guarded_by(award.block.when, inner)
    condition = build_condition(award.block.when, inner) if award.block.when is not None else None
    value = build_value(award.block, inner, declare, "money")
    if not award.clause.clause and not award.clause.ref:
        draft.findings.error("P612", where, f"奖补项“{award.name}”没有写明出处。", "加 clause（条款号；没有见到条号写“未见条号”）或 ref。")
    if value is None or (award.block.when is not None and condition is None) or not never_none(value, inner, where):
        return None
    _check_bounds(award, value, scope)
    paid = None
    parts = [operation for _, operation in gates] + ([condition] if condition is not None else [])
    if award.once:
        paid = draft.add("paid_ever", (), "bool", where, data=[document.id, award.name], label=f"以前领过“{award.name}”")
        parts.append(draft.add("not", (paid,), "bool", where, label="终身只奖一次"))
    status = draft.add("all", tuple(parts), "bool", where, label=award.name)
    amount = draft.add("fen", (value,), "money", where, label=award.name)
    return AwardPlan(award.name, award.title or award.name, award.clause.clause, award.clause.ref,
                     award.clause.evidence or document.instrument.evidence, award.note, award.once,
                     condition, paid, status, value, amount, where.line)

def _check_bounds(award: Award, value: int, scope: Scope) -> None:
    """Awards are never negative and fit 64 bits, unless a number in them is declared unknown."""
    draft = scope.draft
    operation = draft.operations[value]
    if operation.low < 0:
        draft.findings.error("P610", award.where, f"奖补项“{award.name}”的金额可能为负。", "加 floor: 0元，或用 MAX（0元，…）。")
    if value not in draft.oversize and operation.high * operation.scale > LARGEST and not _rests_on_unknown(value, draft.operations):
        draft.findings.error("P609", award.where, f"奖补项“{award.name}”的金额可能大到无法精确计算，证明不了上限。",
                             "加 cap（封顶），或给词汇表里用到的指标写 range；除数可能为 0 时也要封顶。")

def _rests_on_unknown(index: int, operations: list[Operation]) -> bool:
    pending, seen = [index], set()
    while pending:
        operation = operations[pending.pop()]
        if operation.op == "unknown" and operation.unit != "bool" or (operation.op == "parameter" and operation.high == INFINITY):
            return True
        pending += [a for a in operation.args if a not in seen]
        seen.update(operation.args)
    return False

# -------------------------------------------------------- awards among themselves

def build_settlement(document: Rules, plan: DocumentPlan, scope: Scope) -> None:
    """``overrides`` and ``together`` of the policy, and the operation that settles them."""
    draft = scope.draft
    position = {award.name: i for i, award in enumerate(plan.awards)}
    for award in document.awards.values():
        for other in award.overrides:
            if _known(other, document, scope) and other.text in position and award.name in position:
                plan.overrides.append([award.name, other.text])
    _check_override_cycles(document, plan, scope)
    args = [a.status for a in plan.awards] + [a.amount for a in plan.awards]
    groups: list[dict] = []
    grouped: set[str] = set()
    for together in document.together.values():
        members = [n.text for n in together.awards if _known(n, document, scope) and n.text in position]
        cap = build_expression(together.cap, scope) if together.cap is not None else None
        if cap is not None and not never_none(cap, scope, together.cap.where):
            continue
        for member in together.awards:
            if member.text in grouped:
                draft.findings.error("P619", member.where, f"“{member.text}”已经在另一个 together 里。", "一个奖补项只能在一个 together 里；从其中一个里删去它。")
            grouped.add(member.text)
        if cap is not None and not is_money(cap, together.cap, scope):
            continue
        paid = None
        if together.per == "lifetime":
            paid = draft.add("paid_sum", (), "money", together.where, data=[document.id, members], label="以前已兑现")
        group = {"awards": [position[m] for m in members], "pay": together.pay, "per": together.per, "cut": together.cut,
                 "cap": len(args) if cap is not None else None}
        args += [draft.add("fen", (cap,), "money", together.where)] if cap is not None else []
        group["paid"] = len(args) if paid is not None else None
        args += [paid] if paid is not None else []
        groups.append(group)
        plan.together.append(TogetherPlan(together.name, members, together.pay, together.per, cap, together.cut, together.refer, paid))
    data = [len(plan.awards), [[position[a], position[b]] for a, b in plan.overrides], groups]
    plan.settle = draft.add("settle", tuple(args), "settlement", document.where, data=data, label=document.title)

def is_money(cap: int, written: Expr, scope: Scope) -> bool:
    """Whether the cap of several awards together is money; reported where not."""
    unit = scope.draft.unit(cap)
    if unit != "money":
        scope.draft.findings.error("T532", written.where, f"合并封顶要写金额，这里是{unit_name(unit)}。", unit_hint("money", unit, written))
    return unit == "money"

def _known(name: Name, document: Rules, scope: Scope) -> bool:
    if name.text in document.awards:
        return True
    scope.draft.findings.error("N414", name.where, f"没有名为“{name.text}”的奖补项。",
                               did_you_mean(name.text, list(document.awards)) or f"本文件的奖补项：{'、'.join(list(document.awards)[:10])}。")
    return False

def _check_override_cycles(document: Rules, plan: DocumentPlan, scope: Scope) -> None:
    """Follow overrides from each award, each award once; the first circle is shown as a walk."""
    over: dict[str, list[str]] = {award.name: [] for award in plan.awards}
    for name, under in plan.overrides:
        over[name].append(under)
    seen: set[str] = set()
    for start in over:
        path, on_path, ahead = [start], {start}, [iter(over[start])]
        while path and start not in seen:
            other = next(ahead[-1], None)
            if other is None:
                seen.add(path[-1])
                on_path.discard(path.pop())
                ahead.pop()
            elif other in on_path:
                walk = [*path[path.index(other):], other]
                scope.draft.findings.error("P611", document.awards[other].where, f"取代关系绕成了圈：{' → '.join(walk)}。", "删去其中一个 overrides。")
                return
            elif other not in seen:
                path.append(other)
                on_path.add(other)
                ahead.append(iter(over[other]))
