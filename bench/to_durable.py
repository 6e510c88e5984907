"""Writes the bench set as durable-rules rulesets.

Tests: one small fact for each subject, one rule for each single test. Awards:
one small fact for each policy with the tests' verdicts as short texts, one rule
for each award. Measured, that is the fastest form: a rule that fires is handed
its fact as JSON, so one wide fact for all costs half as much again. Sums,
ratios and amounts, which its language cannot say, are calculated in Python.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from fractions import Fraction
from itertools import combinations
from math import floor

from bench.source import (
    SPANS, WORDS, YEAR, Award, Bands, BenchSet, Block, Calc, Expr, FirstOf, Group, Is, Named, Num, Policy, Test, Tiers,
    Val, overridden_by,
)  # fmt: skip

Firm = dict
LAST = {"k": "last"}
Calculated = Callable[[Firm], float]


class Durable:
    """``decide(firm)`` → (tokens of the tests and awards that hold, paid 分 of each award).

    ImportError where durable-rules is absent or does not load.
    """

    def __init__(self, bench: BenchSet) -> None:
        from durable import engine, lang

        self.lang = lang
        self.not_handled = engine.MessageNotHandledException
        self.names: dict[str, object] = {}
        self.subjects: dict[str, Callable[[Firm], dict]] = {}  # key → its fact
        self.tokens: dict[str, list[str]] = {}  # policy → the tests its awards read
        self.seen: set[str] = set()
        self.amounts: dict[str, float] = {}
        self.firm: Firm = {}
        self.replaced = [
            (award.id, [f"{other.id}_ok" for other in overridden_by(policy, award)])
            for policy in bench.policies
            for award in policy.awards
            if overridden_by(policy, award)
        ]
        self.names.update(bench.shared.define)
        with lang.ruleset("tests"):
            lang.when_all(lang.m.k == "last")(lambda _c: None)
            for leaf in dict.fromkeys(bench.leaves()):
                lang.when_all(self._test(leaf))(self._note(leaf.id))
        with lang.ruleset("awards"):
            lang.when_all(lang.m.k == "last")(lambda _c: None)
            for policy in bench.policies:
                for award in policy.awards:
                    self._write_award(policy, award)
        lang.get_host()  # registers, and so compiles, the rulesets

    def decide(self, firm: Firm) -> tuple[set[str], dict[str, float]]:
        self.firm, self.seen, self.amounts = firm, set(), {}
        self._fire("tests", [fact(firm) for fact in self.subjects.values()])
        seen = self.seen.copy()
        verdicts = [{token: "y" if token in seen else "n" for token in tokens} for tokens in self.tokens.values()]
        self._fire("awards", verdicts)
        for award, instead in self.replaced:
            if award in self.amounts and not self.seen.isdisjoint(instead):
                self.amounts[award] = 0
        return self.seen, self.amounts

    def _fire(self, ruleset: str, facts: list[dict]) -> None:
        """All facts at once. The engine objects where no rule reads one of them, and waits: one more sets it going."""
        with suppress(self.not_handled):
            self.lang.assert_facts(ruleset, facts)
        self.lang.assert_fact(ruleset, LAST)
        self.lang.retract_facts(ruleset, [*facts, LAST])

    # ------------------------------------------------------------------- rules

    def _note(self, token: str) -> Callable:
        return lambda _c: self.seen.add(token)  # a second parameter would mean "calls back later"

    def _test(self, leaf: Test | Is):
        m = self.lang.m
        if isinstance(leaf, Is):
            self.subjects[leaf.fact.key] = lambda firm: {"k": leaf.fact.key, "t": str(firm[leaf.fact.name])}
            whole = _joined([m.t == str(value) for value in leaf.values], every=False)
            return (m.k == leaf.fact.key) & whole
        subject = number(leaf.subject, self.names)
        if isinstance(leaf.bound, Num):
            key = _key(leaf.subject)
            self.subjects[key] = lambda firm: {"k": key, "v": subject(firm)}
            return (m.k == key) & _compare(m.v, WORDS[leaf.word], float(leaf.bound.value))
        key, bound = f"{_key(leaf.subject)} {_key(leaf.bound)}", number(leaf.bound, self.names)
        self.subjects[key] = lambda firm: {"k": key, "v": subject(firm), "b": bound(firm)}
        return (m.k == key) & _compare(m.v, WORDS[leaf.word], m.b)

    def _write_award(self, policy: Policy, award: Award) -> None:
        calculate = block(award.block, self.names)

        def fires(_c) -> None:
            self.seen.add(f"{award.id}_ok")
            self.amounts[award.id] = floor(calculate(self.firm) + 0.5)

        whole = Group("all", (*map(Named, policy.gates), award.when))
        tokens = self.tokens.setdefault(policy.id, [])
        self.lang.when_all(self._verdicts(whole, True, tokens))(fires)

    def _verdicts(self, condition, wanted: bool, tokens: list[str]):
        """A condition over verdicts; it has no "not" for this, so single verdicts are turned round."""
        match condition:
            case Named():
                return self._verdicts(self.names[condition.name], wanted, tokens)
            case Test() | Is():
                if condition.id not in tokens:
                    tokens.append(condition.id)
                return getattr(self.lang.m, condition.id) == ("y" if wanted else "n")
            case Group(kind="not"):
                return self._verdicts(condition.items[0], not wanted, tokens)
            case Group(kind="some"):
                return self._verdicts(_some_as_any(condition), wanted, tokens)
        parts = [self._verdicts(item, wanted, tokens) for item in condition.items]
        return _joined(parts, every=(condition.kind == "all") == wanted)


def _compare(subject, sign: str, bound):
    match sign:
        case ">=":
            return subject >= bound
        case ">":
            return subject > bound
        case "<=":
            return subject <= bound
    return subject < bound


def _joined(parts: list, every: bool):
    whole = parts[0]
    for part in parts[1:]:
        whole = whole & part if every else whole | part
    return whole


def _some_as_any(group: Group) -> Group:
    """At least n of several, as any of the groups of n."""
    return Group("any", tuple(Group("all", chosen) for chosen in combinations(group.items, group.at_least)))


def _key(expr: Expr) -> str:
    """A short name of a subject; the same subject has the same everywhere."""
    match expr:
        case Val():
            return expr.fact.key + "".join(map(str, SPANS.get(expr.span, ())))
        case Calc():
            return f"{_key(expr.left)}{expr.op}{_key(expr.right)}"
    return expr.name


# --------------------------------------------------------------- amounts in Python


def number(expr: Expr, names: dict) -> Calculated:
    """An expression as a function of the firm, in floats, generated as one lambda."""
    return eval(f"lambda f: {_source(expr, names)}")


def block(part: Block, names: dict) -> Calculated:
    """A block as a function of the firm."""
    return eval(f"lambda f: {_block(part, names)}", {"floor": floor})


def _source(expr, names: dict) -> str:
    match expr:
        case Num():
            return repr(_plain(expr.value))
        case Named():
            return _block(names[expr.name], names)
        case Val(fact=fact) if not fact.yearly:
            return f"float(f[{fact.name!r}])" if fact.type == "ratio" else f"f[{fact.name!r}]"
        case Val():
            years = [f"f[{expr.fact.name!r}][{YEAR - back}]" for back in SPANS[expr.span]]
            return f"({' + '.join(years)})"
        case Calc(op="MAX" | "MIN"):
            return f"{expr.op.lower()}({_source(expr.left, names)}, {_source(expr.right, names)})"
        case Calc():
            op = {"×": "*"}.get(expr.op, expr.op)
            return f"({_source(expr.left, names)} {op} {_source(expr.right, names)})"
        case Bands():
            rows = [f"{_source(v, names)} if {_source(expr.of, names)} <= {_source(b, names)} else " for b, v in expr.rows]
            return f"({''.join(rows)}{_source(expr.rest, names)})"
        case Tiers():
            return _marginal(expr, names)
        case FirstOf():
            rows = [f"{_source(v, names)} if {_truth(c)} else " for c, v in expr.rows]
            return f"({''.join(rows)}{_source(expr.rest, names)})"
    raise ValueError(f"unknown expression {expr}")


def _plain(value: Fraction) -> int | float:
    return int(value) if value.denominator == 1 else float(value)


def _truth(leaf: Is) -> str:
    return f"f[{leaf.fact.name!r}] in {leaf.values!r}"


def _marginal(tiers: Tiers, names: dict) -> str:
    of, below, parts = _source(tiers.of, names), "0", []
    for bound, rate in tiers.rows:
        upto = _source(bound, names)
        parts.append(f"max(min({of}, {upto}) - {below}, 0) * {_source(rate, names)}")
        below = upto
    return f"({' + '.join(parts)} + max({of} - {below}, 0) * {_source(tiers.rest, names)})"


def _block(part: Block, names: dict) -> str:
    text = _source(part.value, names)
    if part.round_down:
        unit = _source(part.round_down, names)
        text = f"floor({text} / {unit}) * {unit}"
    if part.floor:
        text = f"max({text}, {_source(part.floor, names)})"
    if part.cap:
        text = f"min({text}, {_source(part.cap, names)})"
    if part.nothing_below:
        text = f"(lambda x: 0 if x < {_source(part.nothing_below, names)} else x)({text})"
    return text
