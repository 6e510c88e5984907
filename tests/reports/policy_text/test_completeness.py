"""Nothing that a rule says is lost when it is told, and nothing of it can change without the telling changing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from fractions import Fraction

import pytest

from eligibility.language.diagnostic import Findings
from eligibility.language.expressions import parse_expression
from eligibility.language.model import Award, Due, Instrument, Library, Limit, Parameter, ParameterRow, Pool, Reading, Rules, Together
from eligibility.language.quantities import base, split_quantity
from eligibility.language.syntax import Bands, Block, Call, Check, Clause, DateLiteral, Definition, Group, Name, Number
from eligibility.language.words import COMPARISONS, SUFFIXES
from eligibility.plan.operations import COMPARISONS as ORDERED
from eligibility.plan.plan import DocumentPlan, DuePlan, LimitPlan, Plan, PoolPlan
from eligibility.reports.policy_text.numbers import exact_text
from tests.docs.examples import Bench
from tests.docs.write import LANGUAGE
from tests.reports.policy_text.telling import LIBRARIES, close, library, meant, told

BENCH = Bench(LANGUAGE)

# -------------------------------------------------------- what the rule file says


def said(node) -> Iterator[str]:
    """Every word, number, name and source in a part of the model, as it should be found in the telling."""
    match node:
        case Number():
            yield exact_text(*base(node.value, node.unit))
        case DateLiteral():
            yield node.value.isoformat()
        case Name():
            yield from _name(node.text)
        case Clause():
            yield from filter(None, (node.clause, node.ref))
        case Check():
            yield from _check(node)
        case Call():
            places = node.function.startswith("ROUND")
            for argument in node.args[: 1 if places else None]:
                yield from (text.lstrip("-") for text in said(argument))
        case Group():
            if node.kind == "some":
                yield f"至少符合{node.at_least}项"
            yield from _parts(node)
        case Reading() | Parameter():
            yield f"“{node.name}”"
            yield from filter(None, [getattr(node, "why", None)])
            yield from _parts(node)
        case ParameterRow():
            yield from filter(None, (node.why, node.reference_basis, node.source, node.start and str(node.start)))
            yield from _parts(node)
        case Definition():
            gives = isinstance(node.body, Block) and isinstance(node.body.value, Bands) and node.body.value.gives
            if not gives:
                yield f"“{node.name}”"
            yield from _parts(node)
        case Award():
            yield from filter(None, (node.name, node.title, node.note, "一生一次" if node.once else None))
            yield from _parts(node)
        case Together():
            yield from filter(None, (node.name, node.refer, "按各项的比例" if node.cut == "pro_rata" else None, "最高的一项" if node.pay == "highest" else "各项都付"))
            yield from _parts(node)
        case Due():
            yield node.do
            yield from (f"每年{day[0]}月{day[1]}日" for day in (node.by, node.start) if isinstance(day, tuple))
            yield from _parts(node)
        case Pool():
            yield from filter(None, (node.name, node.title, node.unknown, node.note, node.at_most is not None and f"差{node.at_most}项以内"))
            yield from _parts(node)
        case Limit():
            yield from filter(None, (node.name, node.refer, node.note, "按各项的比例" if node.cut == "pro_rata" else None))
            yield "最高的一项" if node.pay == "highest" else "各项都付"
            yield from _parts(node)
        case Instrument():
            yield from filter(None, (node.title, node.number, node.source))
        case Rules():
            yield from filter(None, (node.id, node.title, node.department, node.note, *node.materials))
            yield from (str(day) for day in (node.in_force.start, node.in_force.end, node.published) if day)
            yield from _parts(replace(node, uses=()))
        case str() | None:
            return
        case tuple() | list():
            for item in node:
                yield from said(item)
        case dict():
            for item in node.values():
                yield from said(item)
        case _ if is_dataclass(node):
            yield from getattr(node, "why", None) and [node.why] or []
            yield from _parts(node)


def _parts(node) -> Iterator[str]:
    for field in fields(node):
        if field.name != "where":
            yield from said(getattr(node, field.name))


def _name(text: str) -> Iterator[str]:
    """A name with its year word as the telling spells it; of 每年 and the like, word and fact apart."""
    text = re.sub("^(本年|上年|前年|大前年|\\d{4}年)度", "\\1", text)
    text = re.sub("近([二2])年", "近两年", text)
    yield re.sub("近3年", "近三年", text)


def _check(check: Check) -> Iterator[str]:
    yield check.word
    yield from (option.text for option in check.options)
    if check.operand is None:
        return
    if check.op == "within":
        yield check.operand.text
    elif check.operand.text in ("是", "否"):
        return  # told as 符合 or 不符合, see below
    elif check.op == "eq" and not split_quantity(check.operand.text):
        yield check.operand.text
    else:
        yield from said(parse_expression(check.operand, Findings()))


def documents() -> Iterator:
    for name in LIBRARIES:
        read, plan = library(name)
        yield from _of(read, plan)
    for example in BENCH.examples:
        if example.output is None:
            read, plan, _ = BENCH.compiled(example)
            yield from _of(read, plan, f"language.md:{example.block.line} ")


def _of(read: Library, plan: Plan, prefix: str = "") -> Iterator:
    for rules in read.rules:
        document = next(d for d in plan.documents if (d.id, d.file) == (rules.id, rules.file))
        yield pytest.param(rules, plan, document, id=prefix + document.file)


@pytest.mark.parametrize(("rules", "plan", "document"), list(documents()))
def test_everything_in_the_file_is_told(rules, plan, document):
    """Every number, word, name, clause, reference, reason and paper in a rule file is found in what `show` says of it."""
    text = told(plan, document)
    missing = [word for word in map(close, said(rules)) if word and word.removesuffix("。") not in text]  # a reason inside a sentence has no full stop
    assert not missing


@pytest.mark.parametrize(("rules", "plan", "document"), list(documents()))
def test_what_the_facts_mean_is_told(rules, plan, document):
    """Half of a standard stands in the questions asked of enterprises: that of every fact and column in use is told."""
    text, used = meant(plan, document), [plan.operations[index] for index in reachable(plan, document)]
    facts = [fact for op in used if op.op in ("fact", "records") and (fact := plan.vocabulary[op.data[0]]).role != "founded"]  # sums over years use it too
    columns = {op.data[0] for op in used if op.op.startswith("column")}
    asked = [f.ask for f in facts] + [c.ask for f in facts for c in f.columns.values() if c.name in columns]
    assert [ask for ask in asked if ask and close(ask).removesuffix("。") not in text] == []


# --------------------------------------------------------- what the plan calculates


def reachable(plan: Plan, document: DocumentPlan) -> set[int]:
    """Every operation that the document rests on. A pool's membership is told as the file writes it: what it was compiled to has other tests."""
    compiled = {pool.inside for pool in document.pools}
    found = set(compiled)
    pending = [*document.definitions.values(), *(i for a in document.awards for i in (a.value, a.condition) if i is not None)]
    pending += [index for _, index in document.gates] + [t.cap for t in (*document.together, *document.limits) if t.cap is not None]
    pending += [i for p in document.pools for i in (p.member, p.asks, p.leave, p.short_of) if i is not None]
    pending += [i for d in dues(document) for i in (d.by, d.start) if i is not None]
    while pending:
        index = pending.pop()
        if index not in found:
            found.add(index)
            pending += plan.operations[index].args
    return found - compiled


def dues(document: DocumentPlan) -> list[DuePlan]:
    return [*document.due, *(due for pool in document.pools for due in pool.due)]


def structural(plan: Plan, reached: set[int]) -> set[int]:
    """Operations that only carry out how the language adds up years and tiers."""
    used: dict[int, set[bool]] = {}
    for op in map(plan.operations.__getitem__, reached):
        years = op.op == "if" and plan.operations[op.args[0]].label == "已成立" or op.op in ("le", "year_end") or op.op == "any" and op.label == "其中至少一年已成立"
        counting = op.op == "sum" and op.label is None or op.op == "max" and op.label is None
        for argument in op.args:
            used.setdefault(argument, set()).add(bool(op.label == "已成立" or years and op.op != "le" or counting and plan.operations[argument].op == "const"))
    return {index for index, ways in used.items() if ways == {True}}


def changes(op) -> Iterator[dict]:
    """Other operations that must not read the same."""
    if op.op == "const":
        value = Fraction(*op.data) + (Fraction(1, 100) if op.unit in ("ratio", "points") else 1)
        yield {"data": [value.numerator, value.denominator]}
    if op.op in ("is", "one_of") and op.data not in (["是"], ["否"]):
        yield {"data": [*op.data[:-1], "别的"]}
    if op.op == "is" and op.data in (["是"], ["否"]) and op.label != "门槛":
        yield {"data": ["否" if op.data == ["是"] else "是"]}
    if op.op == "pool":
        yield {"label": "别的库"}
    if op.op == "unknown":
        yield {"data": ["别的缘故"]}
    if op.op == "fact":
        yield {"data": ["别的指标", *op.data[1:]]}
        if op.data[1]:
            yield {"data": [*op.data[:2], op.data[2] - 7]}
    if op.op == "at_least":
        yield {"data": [op.data[0] + 1]}
    if op.op in ORDERED and op.label != "已成立":
        yield {"word": "比较"}
    if op.clause:
        yield {"clause": "别的条"}
    if op.ref:
        yield {"ref": "X-99"}


@pytest.mark.parametrize(("rules", "plan", "document"), list(documents()))
def test_no_change_of_a_rule_reads_the_same(rules, plan, document):
    """Another number, option, fact, year, comparison, clause or reference anywhere below a document changes its telling."""
    text = told(plan, document)
    unseen = []
    reached = reachable(plan, document)
    for index in sorted(reached - structural(plan, reached) - _ends_of_periods(plan)):
        op = plan.operations[index]
        for change in changes(op):
            plan.operations[index] = replace(op, **change)
            try:
                same = told(plan, document) == text
            finally:
                plan.operations[index] = op
            if same:
                unseen.append((f"{plan.files[op.file]}:{op.line}", op.op, op.label, change))
    assert not unseen


_OTHER_WORDS = {"all": "highest", "highest": "all", "year": "lifetime", "lifetime": "year", "last_first": "pro_rata", "pro_rata": "last_first"}


def other(value):
    """Another value of a field that must not read the same; None where the field is told by what it points to."""
    match value:
        case str():
            return _OTHER_WORDS.get(value, "别的")
        case [[str(), str()], *_]:
            return [*value, ["别的政策", "别的奖"]]
        case [str(), *_]:
            return [*value, "别的库"]
        case [int(), int()]:
            return [value[0], value[1] - 1]
    return None


def altered(row: PoolPlan | DuePlan | LimitPlan) -> Iterator:
    """``row`` with one field otherwise, for every field whose own value is told."""
    for name, value in row._asdict().items():
        if name in ("line", "short_of_name") or name == "cut" and row.cap is None or name == "evidence" and value is None:
            continue
        if name == "at_most" and value is not None:
            yield name, row._replace(at_most=value + 1)
        elif name in ("member", "leave", "start", "cap") and value is not None:
            yield name, row._replace(**{name: None})
        elif name == "evidence":
            yield name, row._replace(evidence="recalled" if value == "official" else "official")
        elif (changed := other(value)) is not None:
            yield name, row._replace(**{name: changed})


@pytest.mark.parametrize(("rules", "plan", "document"), [p for p in documents() if p.values[0].kind in ("pools", "limits") or p.values[0].due])
def test_no_change_of_a_pool_limit_or_due_day_reads_the_same(rules, plan, document):
    """Another stage, name, number, day, source, note, or a part left out: the telling is another."""
    text, unseen = told(plan, document), []
    for what in ("pools", "limits", "due"):
        rows = getattr(document, what)
        for at, row in enumerate(rows):
            changed = list(altered(row))
            if what == "pools":
                others = [(n, name, one) for n, due in enumerate(row.due) for name, one in altered(due)]
                changed += [(f"due {name}", row._replace(due=[*row.due[:n], one, *row.due[n + 1 :]])) for n, name, one in others]
            for name, one in changed:
                if told(plan, replace(document, **{what: [*rows[:at], one, *rows[at + 1 :]]})) == text:
                    unseen.append((row[0], name))
    stages = [("stages", document.stages[::-1])] if document.pools else []
    assert not unseen + [name for name, turned in stages if told(plan, replace(document, stages=turned)) == text]


def _ends_of_periods(plan: Plan) -> set[int]:
    """The two comparisons of ``在 近三年``, which are told together."""
    return {argument for op in plan.operations if op.op == "all" and op.word == "在" for argument in op.args}


@pytest.mark.parametrize("name", LIBRARIES)
def test_a_comparison_is_told_as_it_is_made(name):
    """The word of each comparison, which is what is told, means the comparison that is carried out."""
    _, plan = library(name)
    for op in plan.operations:
        if op.op in ORDERED and op.word:
            assert (COMPARISONS | SUFFIXES).get(op.word) == op.op, (op.word, op.op, plan.files[op.file], op.line)
