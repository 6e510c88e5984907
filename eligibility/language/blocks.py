"""The calculation block and definitions to the model. Exactly one value form; the order of keys means nothing."""

from __future__ import annotations

from fractions import Fraction

from . import later
from .checks import parse_checks
from .conditions import read_clause, read_condition, read_statement
from .diagnostic import Findings, Where
from .expressions import parse_expression
from .nodes import name_of, names_of, text_of
from .spelling import nearest
from .syntax import BandRow, Bands, Block, Check, Definition, Expr, FirstOf, FirstRow, ForEach, Number, TierRow, Tiers, Unknown
from .tree import Mapping, Node, Scalar, Sequence
from .words import REST, UNKNOWN, check_name

VALUE_FORMS = ("amount", "bands", "tiers", "first_of", "for_each")
ROUNDINGS = ("round", "round_up", "round_down")
BLOCK_KEYS = ("define", "when", *VALUE_FORMS, "rank", *ROUNDINGS, "floor", "cap", "nothing_below")


# What else stands beside a block's keys, in awards and in for_each.
_SIBLINGS = ("title", "clause", "ref", "evidence", "why", "note", "once", "overrides", "of", "where", "by", *later.KEYS)


def is_block(node: Node) -> bool:
    """Whether a definition's mapping is a calculation block rather than a condition."""
    return isinstance(node, Mapping) and any(key in BLOCK_KEYS for key in node.keys())


def read_block(node: Mapping, where: Where, findings: Findings, *, named: bool = False) -> Block:
    """The block in ``node``; ``value`` None where it is wrong. ``named``: under a name in ``define``, where bands may give several."""
    block = Block(where)
    sound = not later.report_keys(node, findings, ("rank",))
    block.define = read_definitions(node.get("define"), findings)
    if node.key("when"):
        block.when = read_condition(node.get("when"), findings)
        sound = sound and block.when is not None
    forms = [key for key, _ in node.entries if key.text in VALUE_FORMS]
    for key in forms[1:]:
        findings.error("L331", key.where, f"已经用“{forms[0].text}”写了计算方式，又写了“{key.text}”。", "只留一种；要分几步算时，其余的写进 define。")
    if not forms and sound and not _misspelt_form(node):
        findings.error("L332", where, "没有写怎样计算。", f"补上 {'、'.join(VALUE_FORMS)} 之一，例如 amount: 20万元。")
    if forms:
        value = _FORMS[forms[0].text](node.get(forms[0].text), forms[0], node, findings)
        if isinstance(value, Bands) and value.gives and not named:
            findings.error("L339", value.gives[0].where, "gives 只能写在 define 里，奖补项要一个金额。", "把这一段移到 define，奖补项里引用它给出的名称。")
            value = None
        block.value = value if sound and len(forms) == 1 else None
    roundings = [key for key, _ in node.entries if key.text in ROUNDINGS]
    for key in roundings[1:]:
        findings.error("L341", key.where, f"已经写了“{roundings[0].text}”，又写了“{key.text}”。", "只留一种取整。")
    if roundings:
        multiple = _number(node.get(roundings[0].text), findings)
        block.rounding = (roundings[0].text, multiple) if multiple is not None else None
    block.floor, block.cap, block.nothing_below = (_number(node.get(key), findings) for key in ("floor", "cap", "nothing_below"))
    return block


def _misspelt_form(node: Mapping) -> bool:
    """Whether an unknown key (the schema reports it) was meant as a value form."""
    return any(nearest(key, VALUE_FORMS) for key in node.keys() if key not in BLOCK_KEYS and key not in _SIBLINGS)


def read_definitions(node: Node | None, findings: Findings) -> dict[str, Definition]:
    """``define``: name → definition. One that cannot be read stays, as a block without value, so that its name is known."""
    made: dict[str, Definition] = {}
    for key, value in node.entries if isinstance(node, Mapping) else ():
        if not check_name(key, "名称", findings):
            continue
        if is_block(value):
            body = read_block(value, key.where, findings, named=True)
        elif isinstance(value, Scalar):
            body = None if value.blank else _define_text(value, findings)
        else:
            body = read_condition(value, findings)
        text = value.text if isinstance(value, Scalar) else ""
        clause = read_clause(value) if is_block(value) else None
        made[key.text] = Definition(key.text, Block(key.where) if body is None else body, key.where, text, clause)
    return made


def _define_text(value: Scalar, findings: Findings):
    if value.text == UNKNOWN:
        findings.error("L340", value.where, "unknown 要说明为什么不知道。", "写成 {amount: unknown, why: 原因}，或写进 parameters。")
        return None
    return read_statement(value, findings)


def _number(node: Node | None, findings: Findings) -> Expr | None:
    return parse_expression(node, findings, comparison=False) if isinstance(node, Scalar) and not node.blank else None


# ------------------------------------------------------------------- value forms


def _amount(node: Node, key: Scalar, block: Mapping, findings: Findings) -> Expr | Unknown | None:
    if not isinstance(node, Scalar) or node.text != UNKNOWN:
        return _number(node, findings)
    why = text_of(block.get("why"))
    if not why:
        findings.error("L340", node.where, "写了 unknown，没有写 why 说明原因。", "在同一层加上 why: 为什么没有这个数。")
        return None
    return Unknown(why, node.where)


def _steps(node: Node, findings: Findings) -> list[tuple[Scalar, Node]] | None:
    """The rows ``- 测试: 值`` of ``steps``; None where one is not of that shape."""
    steps = node.get("steps") if isinstance(node, Mapping) else None
    if not isinstance(steps, Sequence):
        return None
    rows, sound = [], bool(steps.items)
    for item in steps.items:
        if isinstance(item, Mapping) and len(item.entries) > 1:
            second = item.entries[1][0]
            first = item.entries[0]
            if isinstance(first[1], Scalar) and first[1].blank:  # {不低于 1亿元, 低于 5亿元: 值}
                hint = f"两个条件之间用中文逗号“，”：“{first[0].text[:40]}，{second.text[:40]}: …”。"
            else:
                hint = f"把“{second.text}”另起一行，前面加“- ”。"
            findings.error("L337", second.where, "steps 的一行里写了不止一个“测试: 值”。", hint)
        if isinstance(item, Mapping) and len(item.entries) == 1:
            rows.append(item.entries[0])
        else:
            sound = False
    return rows if _rest_is_last([key for key, _ in rows], findings) and sound else None


def _rest_is_last(keys: list[Scalar | None], findings: Findings) -> bool:
    for key in keys[:-1]:
        if key is not None and key.text == REST:
            findings.error("L333", key.where, "“其余”后面还有别的行，它们永远用不到。", "把“其余”移到最后一行。")
            return False
    return True


def _bands(node: Node, key: Scalar, block: Mapping, findings: Findings) -> Bands | None:
    if not isinstance(node, Mapping):
        return None
    of, rows = _number(node.get("of"), findings), _steps(node, findings)
    gives = names_of(node.get("gives")) if isinstance(node.get("gives"), Sequence) else ()
    sound = all([check_name(Scalar(name.text, name.where), "gives 里的名称", findings) for name in gives])
    made = [_band_row(test, value, gives, findings) for test, value in rows or ()]
    if of is None or not made or None in made or not sound:
        # The names it would give are still known, so that what uses them is not called unknown.
        return Bands(of or Number(Fraction(0), "", key.where), (), key.where, gives) if gives and sound else None
    return Bands(of, tuple(made), key.where, gives)


def _band_row(test: Scalar, value: Node, gives, findings: Findings) -> BandRow | None:
    checks: tuple[Check, ...] | None = () if test.text == REST else parse_checks(test, findings)
    items = value.items if isinstance(value, Sequence) else [value]
    if len(items) != max(1, len(gives)):
        findings.error("L338", value.where, f"这一行有 {len(items)} 个值，gives 有 {len(gives)} 个名称。" if gives else f"没有写 gives，一行只能有一个值，这里有 {len(items)} 个。",
                       f"依次写{'、'.join(name.text for name in gives)}的值，共 {len(gives)} 个。" if gives else "只留一个值；要给出几个值时加上 gives: [甲, 乙]。")
        return None
    values = tuple(_number(item, findings) for item in items)
    return None if checks is None or None in values else BandRow(checks, values, test.where)


def _tiers(node: Node, key: Scalar, block: Mapping, findings: Findings) -> Tiers | None:
    if not isinstance(node, Mapping):
        return None
    of, rows = _number(node.get("of"), findings), _steps(node, findings)
    made = [_tier_row(test, value, findings) for test, value in rows or ()]
    if rows and rows[-1][0].text != REST:
        findings.error("L334", rows[-1][0].where, "分段累计的最后一行要写“其余”。", "加一行“- 其余: 率”；以上不再计时写“- 其余: 0%”。")
        return None
    return None if of is None or not made or None in made else Tiers(of, tuple(made), key.where)


def _tier_row(test: Scalar, value: Node, findings: Findings) -> TierRow | None:
    rate, upto = _number(value, findings), None
    if test.text != REST:
        checks = parse_checks(test, findings)
        if checks is None:
            return None
        if len(checks) != 1 or checks[0].op != "le":
            findings.error("L335", test.where, f"分段累计的一行写成了“{test.text[:40]}”。", "写成“不超过 界值: 率”，从小到大，最后一行写“其余: 率”。")
            return None
        upto = parse_expression(checks[0].operand, findings)
    return None if rate is None else TierRow(upto, rate, test.where)


def _first_of(node: Node, key: Scalar, block: Mapping, findings: Findings) -> FirstOf | None:
    if not isinstance(node, Sequence):
        return None
    rows = [item for item in node.items if isinstance(item, Mapping)]
    if not rows or len(rows) < len(node.items) or not _rest_is_last([row.key(REST) for row in rows], findings):
        return None
    if rows[-1].key(REST) is None:
        findings.error("L334", rows[-1].where, "first_of 的最后一行要写“其余”。", "加一行“- 其余: 值”；都不符合时没有奖补则写“- 其余: 0元”。")
        return None
    made = [_first_row(row, findings) for row in rows]
    return None if None in made else FirstOf(tuple(made), key.where)


def _first_row(row: Mapping, findings: Findings) -> FirstRow | None:
    rest = row.key(REST)
    condition = None if rest else read_condition(row.get("if"), findings)
    value = _number(row.get(REST if rest else "then"), findings)
    if value is None or not rest and condition is None:
        return None
    return FirstRow(condition, value, rest.where if rest else row.where, read_clause(row))


def _for_each(node: Node, key: Scalar, block: Mapping, findings: Findings) -> ForEach | None:
    if not isinstance(node, Mapping):
        return None
    sound = not later.report_keys(node, findings, ("claimed_by_one",))
    of, where = name_of(node.get("of")), node.get("where")
    if of is not None and of.text == later.APPLICANTS:
        later.report_applicants(node.get("of"), findings)
        sound = False
    condition = read_condition(where, findings) if where is not None else None
    inner = read_block(node, key.where, findings)
    if not sound or of is None or where is not None and condition is None or inner.value is None:
        return None
    return ForEach(of, condition, names_of(node.get("by")), inner, key.where)


_FORMS = {"amount": _amount, "bands": _bands, "tiers": _tiers, "first_of": _first_of, "for_each": _for_each}
