"""Random rule files together with what they mean, from the language guide and not from the plan.

Every piece is a pair: what is written in the file (text, or lists and mappings
of text), and a function of a ``World`` that reads it in plain fractions, two
truth values and no scales. A division by zero raises ``Undefined``: the
language says unknown there, and nothing is compared.
"""

from __future__ import annotations

import random
from calendar import monthrange
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from math import floor

import yaml

from eligibility.profiles.values import NONE_VALUE

YEAR, DAY = 2021, date(2022, 6, 30)
WAN = 10_000_00


class Undefined(Exception):
    """A division by zero."""


@dataclass
class World:
    """One enterprise of which everything is known, and where in the rules we are."""

    facts: dict
    paid: list
    row: dict | None = None
    group: list | None = None
    names: dict = field(default_factory=dict)

    def of(self, name: str, year: int | None = None):
        return self.facts[name, year]

    def existed(self, year: int) -> bool:
        return self.of("成立日期") <= date(year, 12, 31).toordinal()


@dataclass
class Piece:
    written: object
    mean: object  # World → value


def half_up(x: Fraction) -> int:
    return floor(abs(x) + Fraction(1, 2)) * (1 if x >= 0 else -1)


def to_multiple(kind: str, x, m) -> Fraction:
    """Negative numbers by their size, as in Excel."""
    size, sign = abs(Fraction(x)) / m, 1 if x >= 0 else -1
    whole = {"round": half_up(size), "round_down": floor(size), "round_up": -floor(-size)}[kind]
    return sign * whole * m


def months_on(day: int, months: int) -> int:
    start = date.fromordinal(day)
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1])).toordinal()


def money_text(fen: int) -> str:
    return f"{fen // WAN}万元" if fen % WAN == 0 else f"{fen // 100}.{fen % 100:02d}元" if fen >= 0 else f"-{-fen // 100}.{-fen % 100:02d}元"


def share_text(share: Fraction) -> str:
    return f"{float(share * 100):g}%"


class Writer:
    """Writes random rules with ``rng``. ``self.here`` is where names are looked up while writing a block."""

    def __init__(self, rng: random.Random):
        self.rng = rng
        self.money_names: list[Piece] = []
        self.share_names: list[Piece] = []
        self.truth_names: list[Piece] = []
        self.in_row = False

    def pick(self, *makers):
        return self.rng.choice(makers)

    # -------------------------------------------------------------------- numbers

    def literal_money(self) -> Piece:
        fen = self.rng.choice([1, 99, 100_00, 12345, 5 * WAN, 20 * WAN, 333 * WAN, 1000 * WAN, 5000 * WAN])
        return Piece(money_text(fen), lambda w: fen)

    def money_fact(self) -> Piece:
        if self.in_row:
            return Piece("额", lambda w: w.row["额"])
        name = self.rng.choice(["收入", "研发"])
        word, years = self.rng.choice([("上年", [2020]), ("前年", [2019]), ("本年", [2021]), ("2019年", [2019]), ("近三年", [2018, 2019, 2020]),
                                       ("含本年近两年", [2020, 2021]), ("近2年", [2019, 2020]), ("近三年平均", [2018, 2019, 2020]), ("盈亏", [])])
        if not years:
            return Piece("盈亏", lambda w: w.of("盈亏"))
        if len(years) == 1:
            return Piece(word + name, lambda w: w.of(name, years[0]))
        return Piece(word + name, lambda w: self.over(w, name, years, "平均" in word))

    def over(self, w: World, name: str, years: list[int], mean: bool):
        """Years before the firm was founded are no gap: they are left out of sums and means."""
        there = [w.of(name, y) for y in years if w.existed(y)]
        if mean and not there:
            raise Undefined
        return Fraction(sum(there), len(there)) if mean else sum(there)

    def money(self, depth: int) -> Piece:
        rng = self.rng
        if depth <= 0:
            return self.pick(self.literal_money, self.money_fact, self.money_fact, self.money_name)()
        kind = rng.choice("sum diff share times per least most sums mean round if leaf int".split())
        if kind == "leaf":
            return self.money(0)
        a = self.money(depth - 1)
        if kind in ("sum", "diff"):
            b, sign = self.money(depth - 1), rng.choice(["-", "－"]) if kind == "diff" else "+"
            return Piece(f"（{a.written} {sign} {b.written}）", lambda w: a.mean(w) + b.mean(w) * (-1 if kind == "diff" else 1))
        if kind == "share":
            s, sign = self.share(depth - 1), rng.choice("×*")
            pair = [a.written, s.written]
            rng.shuffle(pair)
            return Piece(f"{pair[0]} {sign} {pair[1]}", lambda w: a.mean(w) * s.mean(w))
        if kind == "times":
            n = self.number()
            return Piece(f"{n.written} × {a.written}", lambda w: a.mean(w) * n.mean(w))
        if kind == "per":
            n = self.number()

            def per(w):
                if not n.mean(w):
                    raise Undefined
                return Fraction(a.mean(w)) / n.mean(w)

            return Piece(f"{a.written} {rng.choice('÷/')} {n.written}", per)
        if kind in ("least", "most", "sums", "mean"):
            parts = [a] + [self.money(depth - 1) for _ in range(rng.choice((1, 2)))]
            word = {"least": "MIN", "most": "MAX", "sums": "SUM", "mean": "AVERAGE"}[kind]
            how = {"least": min, "most": max, "sums": sum, "mean": lambda v: Fraction(sum(v)) / len(v)}[kind]
            return Piece(f"{word}（{'， '.join(p.written for p in parts)}）", lambda w: how([p.mean(w) for p in parts]))
        if kind == "round":
            word, how = rng.choice([("ROUND", "round"), ("ROUNDUP", "round_up"), ("ROUNDDOWN", "round_down")])
            places = rng.choice([-4, -2, 0, 1, 2, 3])
            return Piece(f"{word}（{a.written}， {places}）", lambda w: to_multiple(how, a.mean(w), Fraction(100) / Fraction(10) ** places))
        if kind == "int":
            return Piece(f"INT（{a.written}）", lambda w: to_multiple("round_down", a.mean(w), Fraction(100)))
        c, b = self.statement(depth - 1), self.money(depth - 1)
        return Piece(f"IF（{c.written}， {a.written}， {b.written}）", lambda w: a.mean(w) if c.mean(w) else b.mean(w))

    def money_name(self) -> Piece:
        return self.rng.choice(self.money_names) if self.money_names else self.literal_money()

    def share(self, depth: int) -> Piece:
        rng = self.rng
        if depth > 0 and rng.random() < 0.5:
            a, b = self.money(depth - 1), self.money_fact()

            def quotient(w):
                if b.mean(w) == 0:
                    raise Undefined
                return Fraction(a.mean(w)) / b.mean(w)

            return Piece(f"（{a.written} / {b.written}）", quotient)
        if self.share_names and rng.random() < 0.4:
            return rng.choice(self.share_names)
        if rng.random() < 0.3 and not self.in_row:
            return Piece("比例", lambda w: w.of("比例"))
        share = Fraction(rng.choice([1, 3, 5, 25, 33, 100, 120, 1500]), 1000)
        return Piece(share_text(share), lambda w: share)

    def number(self) -> Piece:
        rng = self.rng
        if rng.random() < 0.5:
            n = rng.choice(["2", "1.5", "0.3", "12", "7"])
            return Piece(n, lambda w: Fraction(n))
        if self.in_row or rng.random() < 0.3:
            n = rng.choice([1, 3, 12])
            return Piece(f"{n}人", lambda w: n)
        return self.rng.choice([Piece("上年人数", lambda w: w.of("人数", 2020)), Piece("专利", lambda w: w.of("专利")), Piece("系数", lambda w: w.of("系数")),
                                Piece("COUNT（合同）", lambda w: len(w.of("合同")))])

    # ----------------------------------------------------------------- conditions

    def test(self, make_bound, single: bool = False) -> Piece:
        """The right side of a test: text, and a function (World, subject) → truth. Nothing holds of 无."""
        rng = self.rng
        if not single and rng.random() < 0.2:
            a, b = make_bound(), make_bound()
            return Piece(f"超过 {a.written}，不超过 {b.written}", lambda w, x: x is not NONE_VALUE and a.mean(w) < x <= b.mean(w))
        word, holds = rng.choice([
            ("不低于", lambda x, y: x >= y), ("超过", lambda x, y: x > y), ("不超过", lambda x, y: x <= y), ("低于", lambda x, y: x < y),
            ("≥", lambda x, y: x >= y), ("≤", lambda x, y: x <= y), ("达到", lambda x, y: x >= y), ("至少", lambda x, y: x >= y), ("不足", lambda x, y: x < y)])
        a = make_bound()
        return Piece(f"{word} {a.written}", lambda w, x: x is not NONE_VALUE and holds(x, a.mean(w)))

    def statement(self, depth: int) -> Piece:
        """A whole comparison."""
        make = self.rng.choice([self.money, self.share])
        a, t = make(depth), self.test(lambda: make(0), single=True)
        return Piece(f"{a.written} {t.written}", lambda w: t.mean(w, a.mean(w)))

    def leaf(self, depth: int) -> Piece:
        """One condition as it stands in a list."""
        rng = self.rng
        if self.in_row:
            return self.pick(self.row_choice, self.row_date, self.row_money)()
        kind = rng.choice("money share count choice truth date text window none each statement bare years has named".split())
        if kind == "statement":
            return self.statement(depth)
        if kind == "money":
            a, t = self.money(depth), self.test(lambda: self.money(0))
            return Piece({a.written: t.written}, lambda w: t.mean(w, a.mean(w)))
        if kind == "share":
            a, t = self.share(depth), self.test(lambda: self.share(0))
            return Piece({a.written: t.written}, lambda w: t.mean(w, a.mean(w)))
        if kind == "count":
            n = rng.choice([1, 5, 20])
            word, holds = rng.choice([("{}人以上", lambda x: x >= n), ("{}人以下", lambda x: x <= n), ("{}人", lambda x: x == n)])
            return Piece({"上年人数": word.format(n)}, lambda w: holds(w.of("人数", 2020)))
        if kind == "choice":
            name = rng.choice(["等级", "类别"])
            words = rng.sample(["甲", "乙", "丙"], rng.choice((1, 2)))
            return Piece({name: words if len(words) > 1 else words[0]}, lambda w: w.of(name) in words)
        if kind == "truth":
            name, word = rng.choice(["规上", "上市"]), rng.choice("是否")
            return Piece({name: word}, lambda w: w.of(name) is (word == "是"))
        if kind == "bare":
            return Piece("规上", lambda w: w.of("规上"))
        if kind == "named" and self.truth_names:
            name, word = rng.choice(self.truth_names), rng.choice("是否")
            return Piece({name.written: word}, lambda w: name.mean(w) is (word == "是"))
        if kind == "date":
            name = rng.choice(["成立日期", "发证"])
            word, holds = rng.choice([("早于", lambda a, b: a < b), ("晚于", lambda a, b: a > b), ("不早于", lambda a, b: a >= b), ("不晚于", lambda a, b: a <= b)])
            bound = self.day()
            return Piece({name: f"{word} {bound.written}"}, lambda w: w.of(name) is not NONE_VALUE and holds(w.of(name), bound.mean(w)))
        if kind == "text":
            return Piece({"字号": "甲公司"}, lambda w: w.of("字号") == "甲公司")
        if kind == "window":
            return self.window(rng.choice(["成立日期", "发证"]))
        if kind == "none":
            name, word = rng.choice(["发证", "贷款", "等级", "上市"]), rng.choice("有无")
            return Piece({name: word}, lambda w: (w.of(name) is NONE_VALUE) is (word == "无"))
        if kind == "each":
            t = self.test(self.literal_money)
            return Piece({"近两年每年收入": t.written}, lambda w: any(map(w.existed, (2019, 2020))) and all(
                t.mean(w, w.of("收入", y)) for y in (2019, 2020) if w.existed(y)))
        if kind == "years":
            year = rng.choice([2015, 2018, 2020])
            return Piece({"成立年": f"不早于 {year}{rng.choice(['', '年'])}"}, lambda w: w.of("成立年") >= year)
        inner = self.row_condition()
        return Piece({"has": {"of": "合同", "where": inner.written}}, lambda w: any(inner.mean(replace(w, row=r)) for r in w.of("合同")))

    def day(self) -> Piece:
        rng = self.rng
        day = date(rng.choice([2018, 2020, 2021]), rng.choice([1, 6, 12]), rng.choice([1, 30])).toordinal()
        months = rng.choice([-36, -12, 1, 6])
        return rng.choice([
            Piece(date.fromordinal(day).isoformat(), lambda w: day), Piece("申报日期", lambda w: DAY.toordinal()),
            Piece(f"EDATE（申报日期，{months}）", lambda w: months_on(DAY.toordinal(), months)), Piece("成立日期 + 30天", lambda w: w.of("成立日期") + 30)])

    def window(self, name: str, column: bool = False) -> Piece:
        word, first, last = self.rng.choice([
            ("本年", (2021, 1, 1), (2021, 12, 31)), ("上年", (2020, 1, 1), (2020, 12, 31)), ("近三年", (2018, 1, 1), (2020, 12, 31)),
            ("含本年近两年", (2020, 1, 1), (2021, 12, 31)), ("2019年", (2019, 1, 1), (2019, 12, 31)), ("近36个月", (2019, 6, 30), (2022, 6, 30))])
        low, high = date(*first).toordinal(), date(*last).toordinal()
        value = (lambda w: w.row[name]) if column else (lambda w: w.of(name))
        return Piece({name: f"在 {word}"}, lambda w: value(w) is not NONE_VALUE and low <= value(w) <= high)

    def row_choice(self) -> Piece:
        word = self.rng.choice(["转让", "许可"])
        return Piece({"类": word}, lambda w: w.row["类"] == word)

    def row_date(self) -> Piece:
        return self.window("日", column=True)

    def row_money(self) -> Piece:
        t = self.test(self.literal_money)
        return Piece({"额": t.written}, lambda w: t.mean(w, w.row["额"]))

    def row_condition(self) -> Piece:
        outer, self.in_row = self.in_row, True
        made = self.condition(1)
        self.in_row = outer
        return made

    def condition(self, depth: int) -> Piece:
        """One condition as a mapping or text."""
        rng = self.rng
        if depth <= 0 or rng.random() < 0.4:
            return self.leaf(min(depth, 1))
        kind = rng.choice(["all", "any", "not", "some", "map", "if"])
        if kind == "not":
            c = self.condition(depth - 1)
            return Piece({"not": c.written}, lambda w: not c.mean(w)) if isinstance(c.written, dict) else c
        parts = [self.condition(depth - 1) for _ in range(rng.choice((2, 3)))]
        if kind == "map":  # several entries of one mapping: all of them
            maps = {}
            for part in parts:
                if isinstance(part.written, dict) and not maps.keys() & part.written.keys():
                    maps |= part.written
                else:
                    return Piece({"all": [p.written for p in parts]}, lambda w: all([p.mean(w) for p in parts]))
            return Piece(maps, lambda w: all([p.mean(w) for p in parts]))
        if kind == "some":
            n = rng.randint(1, len(parts))
            return Piece({"some": {"at_least": f"{n}项", "of": [p.written for p in parts]}}, lambda w: sum([p.mean(w) for p in parts]) >= n)
        if kind == "if":
            c = parts[0]
            return Piece({"all": [{"if": c.written, "clause": "五"}]}, c.mean)
        how = {"all": all, "any": any}[kind]
        return Piece({kind: [p.written for p in parts]}, lambda w: how([p.mean(w) for p in parts]))

    # --------------------------------------------------------------------- blocks

    def block(self, depth: int, award: bool = False) -> Piece:
        """Keys of a calculation block, and its result; a false ``when`` gives 0. An ``award`` has floor and cap, and no ``when`` here."""
        rng, keys = self.rng, {}
        when = self.condition(1) if not award and rng.random() < 0.3 else None
        if when:
            keys["when"] = when.written
        form = self.pick(self.amount, self.amount, self.bands, self.tiers, self.first_of, *([] if self.in_row else [self.for_each] * 2))(depth)
        keys |= form.written
        steps = []
        if rng.random() < 0.4:
            how, multiple = rng.choice(["round", "round_down", "round_up"]), rng.choice([1, 30, 100_00, WAN])
            keys[how] = money_text(multiple)
            steps.append(lambda w, x: to_multiple(how, x, multiple))
        if award or rng.random() < 0.5:
            low = rng.choice([0, 5 * WAN])
            keys["floor"] = money_text(low) if low else "0元"
            steps.append(lambda w, x: max(x, low))
        if award or rng.random() < 0.5:
            high = self.money(0) if not self.in_row and rng.random() < 0.3 else self.literal_money()
            keys["cap"] = high.written
            steps.append(lambda w, x: min(x, high.mean(w)))
        if rng.random() < 0.2:
            least = self.literal_money()
            keys["nothing_below"] = least.written
            steps.append(lambda w, x: x if x >= least.mean(w) else 0)
        items = list(keys.items())
        rng.shuffle(items)  # the order of keys means nothing

        def result(w):
            if when and not when.mean(w):
                return 0
            value = form.mean(w)
            for step in steps:
                value = step(w, value)
            return value

        return Piece(dict(items), result)

    def amount(self, depth: int) -> Piece:
        a = self.money(depth)
        return Piece({"amount": a.written}, a.mean)

    def bands(self, depth: int) -> Piece:
        rng = self.rng
        if not self.in_row and rng.random() < 0.4:
            values = [self.money(0) for _ in range(4)]
            steps = [{o: v.written} for o, v in zip(["甲", "乙", "丙", "无"], values)]
            index = {"甲": 0, "乙": 1, "丙": 2}
            return Piece({"bands": {"of": "等级", "steps": steps}}, lambda w: values[index.get(w.of("等级"), 3) if w.of("等级") is not NONE_VALUE else 3].mean(w))
        subject = self.money(min(depth, 1))
        bounds = sorted(rng.sample([1, 100_00, 12345, 5 * WAN, 20 * WAN, 1000 * WAN], rng.choice((1, 2, 3))))
        up = rng.random() < 0.5
        word, inside = rng.choice([("不超过", lambda x, b: x <= b), ("低于", lambda x, b: x < b)]) if up else rng.choice(
            [("不低于", lambda x, b: x >= b), ("超过", lambda x, b: x > b)])
        bounds = bounds if up else bounds[::-1]
        values = [self.money(0) for _ in range(len(bounds) + 1)]
        steps = [{f"{word} {money_text(b)}": v.written} for b, v in zip(bounds, values)] + [{"其余": values[-1].written}]

        def result(w):
            x = subject.mean(w)
            return next((v for b, v in zip(bounds, values) if inside(x, b)), values[-1]).mean(w)

        return Piece({"bands": {"of": subject.written, "steps": steps}}, result)

    def tiers(self, depth: int) -> Piece:
        rng = self.rng
        subject = self.money(min(depth, 1))
        bounds = sorted(rng.sample([100_00, 5 * WAN, 20 * WAN, 1000 * WAN], rng.choice((1, 2))))
        rates = [Fraction(rng.choice([0, 1, 5, 33]), 1000) for _ in range(len(bounds) + 1)]
        steps = [{f"不超过 {money_text(b)}": share_text(r)} for b, r in zip(bounds, rates)] + [{"其余": share_text(rates[-1])}]

        def result(w):
            x, total, below = subject.mean(w), Fraction(0), None
            for bound, rate in zip([*bounds, None], rates):
                part = x if bound is None else min(x, bound)
                total += rate * (part if below is None else max(part - below, 0))
                below = bound
            return total

        return Piece({"tiers": {"of": subject.written, "steps": steps}}, result)

    def first_of(self, depth: int) -> Piece:
        rows = [(self.condition(1), self.money(0)) for _ in range(self.rng.choice((1, 2)))]
        rest = self.money(0)
        written = [{"if": c.written, "then": v.written} for c, v in rows] + [{"其余": rest.written}]
        return Piece({"first_of": written}, lambda w: next((v for c, v in rows if c.mean(w)), rest).mean(w))

    def for_each(self, depth: int) -> Piece:
        rng = self.rng
        where = self.row_condition() if rng.random() < 0.6 else None
        keys = {"of": "合同"} | ({"where": where.written} if where else {})
        kept = lambda w: [r for r in w.of("合同") if not where or where.mean(replace(w, row=r))]  # noqa: E731
        if rng.random() < 0.4:
            word, how = rng.choice([("SUM", sum), ("MAX", max), ("MIN", min), ("AVERAGE", lambda v: Fraction(sum(v)) / len(v))])
            share, high = Fraction(rng.choice([5, 33, 100]), 1000), self.literal_money()
            keys |= {"by": "类", "amount": f"{word}（额） × {share_text(share)} + COUNT（） × 10元", "cap": high.written}

            def grouped(w):
                groups: dict = {}
                for r in kept(w):
                    groups.setdefault(r["类"], []).append(r)
                return sum(min(how([r["额"] for r in g]) * share + len(g) * 1000, high.mean(w)) for g in groups.values())

            return Piece({"for_each": keys}, grouped)
        self.in_row = True
        inner = self.block(min(depth, 1))
        self.in_row = False
        return Piece({"for_each": keys | inner.written}, lambda w: sum(inner.mean(replace(w, row=r)) for r in kept(w)))

    # ---------------------------------------------------------------------- policy

    def policy(self) -> "Policy":
        rng = self.rng
        taken = rng.random() < 0.5
        parameters = {"参数": [{"value": "0.03元"}, {"from": "2021-01-01", "value": "1234.5元"}, {"from": "2022-01-01", "value": "9元"}],
                      "参数率": [{"value": "2.5%"}, {"from": "2021-12-31", "value": "3%"}], "参数线": {"value": "100万元"}}
        define = {}
        self.money_names = [Piece("参数", lambda w: 123450), Piece("参数线", lambda w: 100 * WAN)]
        self.share_names = [Piece("参数率", lambda w: Fraction(3, 100))]
        self.truth_names = [Piece("口径", lambda w: taken)]
        for number in range(rng.choice((1, 2, 3))):
            name = "数" + "甲乙丙"[number]
            made = self.block(2) if rng.random() < 0.6 else self.money(2)
            define[name] = made.written
            self.money_names.append(Piece(name, made.mean))
        condition = self.condition(2)
        define["达标"] = condition.written if isinstance(condition.written, dict) else {"all": [condition.written]}
        self.truth_names.append(Piece("达标", condition.mean))
        if rng.random() < 0.5:
            share = self.share(2)
            define["占比"] = share.written
            self.share_names.append(Piece("占比", share.mean))
        gate = rng.random() < 0.3
        awards, meanings = {}, []
        names = ["奖" + word for word in "甲乙丙丁"[: rng.choice((2, 3, 4))]]
        for number, name in enumerate(names):
            when = self.condition(2) if rng.random() < 0.7 else None
            value = self.block(2, award=True)
            keys = {"clause": "一", **value.written} | ({"when": when.written} if when else {})
            once = rng.random() < 0.2
            keys |= {"once": "lifetime"} if once else {}
            overrides = [n for n in names[number + 1:] if rng.random() < 0.2]
            keys |= {"overrides": overrides} if overrides else {}
            awards[name] = keys
            meanings.append(Award(name, when, value, once, overrides))
        together = {}
        if rng.random() < 0.5:
            members = rng.sample(names, 2)
            together = {"awards": members, "pay": rng.choice(["all", "highest"]), "per": rng.choice(["year", "lifetime"]),
                        "cut": rng.choice(["last_first", "pro_rata"])}
            if rng.random() < 0.7:
                together["cap"] = rng.choice(["5万元", "100元", "参数线"])
        document = {"kind": "policy", "id": "t/p", "title": "试", "instrument": {"title": "试", "evidence": "official"}, "in_force": {"from": "2000-01-01"},
                    "parameters": parameters, "readings": {"口径": {"take": "是" if taken else "否", "why": "没有说清"}}, "define": define,
                    **({"gates": ["达标"]} if gate else {}), "awards": awards, **({"together": {"组": together}} if together else {})}
        return Policy(document, meanings, condition if gate else None, together)


@dataclass
class Award:
    name: str
    when: Piece | None
    value: Piece
    once: bool
    overrides: list[str]


@dataclass
class Policy:
    """``document`` as it is written; the rest is what it means."""

    document: dict
    awards: list[Award]
    gate: Piece | None
    together: dict

    def text(self) -> str:
        class Dumper(yaml.SafeDumper):
            def ignore_aliases(self, data):
                return True

        return yaml.dump(self.document, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=10**6)

    def holds(self, award: Award, w: World) -> bool:
        """Gates, condition, and nothing of it paid before where it is paid once in a lifetime."""
        before = award.once and any(name == award.name for _, name, _ in w.paid)
        return not before and (self.gate is None or self.gate.mean(w)) and (award.when is None or award.when.mean(w))

    def payments(self, w: World) -> dict[str, int]:
        """分 of each award, after overrides and ``together``."""
        holds = {a.name: self.holds(a, w) for a in self.awards}
        paid = {a.name: half_up(Fraction(a.value.mean(w))) if holds[a.name] else 0 for a in self.awards}
        for a in self.awards:
            for under in a.overrides if holds[a.name] else ():
                paid[under] = 0
        if self.together:
            members = self.together["awards"]
            paid |= dict(zip(members, self._together([paid[m] for m in members], w)))
        return paid

    def _together(self, shares: list[int], w: World) -> list[int]:
        rule = self.together
        before = sum(fen for _, name, fen in w.paid if name in rule["awards"]) if rule["per"] == "lifetime" else 0
        limit = {None: None, "5万元": 5 * WAN, "100元": 100_00, "参数线": 100 * WAN}[rule.get("cap")]
        if rule["pay"] == "highest":
            best = max(shares)
            first = shares.index(best)
            limit = max(0, (best if limit is None else min(best, limit)) - before)
            return [min(best, limit) if i == first else 0 for i in range(len(shares))]
        if limit is None or sum(shares) <= max(0, limit - before):
            return shares
        limit = max(0, limit - before)
        if rule["cut"] == "last_first":
            left, cut = limit, []
            for share in shares:
                cut.append(min(share, left))
                left -= cut[-1]
            return cut
        exact = [Fraction(share * limit, sum(shares)) for share in shares]
        cut = [floor(x) for x in exact]
        for i in sorted(range(len(shares)), key=lambda i: (cut[i] - exact[i], i))[: limit - sum(cut)]:
            cut[i] += 1
        return cut


# --------------------------------------------------------------------- enterprises


def enterprise(rng: random.Random) -> dict:
    """Every fact of ``small_rules.FACTS``, on, beside and away from the bounds above."""
    edges = [0, 1, 98, 99, 100, 99_99, 100_00, 100_01, 12344, 12345, 12346]
    edges += [n * WAN + d for n in (5, 20, 100, 333, 1000, 5000) for d in (-1, 0, 1)]

    def money() -> int:
        return rng.choice(edges) if rng.random() < 0.7 else rng.randrange(10**11)

    def day() -> int:
        if rng.random() < 0.7:
            y, m, d = rng.choice([(2018, 1, 1), (2018, 12, 31), (2019, 1, 1), (2019, 6, 30), (2019, 12, 31), (2020, 1, 1), (2020, 6, 30), (2020, 12, 31),
                                  (2021, 1, 1), (2021, 6, 30), (2021, 12, 31), (2022, 6, 30)])
            return date(y, m, d).toordinal() + rng.choice((-1, 0, 0, 1))
        return date(rng.randrange(2000, 2022), rng.randrange(1, 13), 15).toordinal()

    def maybe(value):
        return NONE_VALUE if rng.random() < 0.25 else value

    facts = {("成立日期", None): rng.choice([day(), date(2001, 5, 1).toordinal()]), ("比例", None): Fraction(rng.choice([0, 1, 29, 30, 31, 250, 2000]), 1000),
             ("盈亏", None): money() % 10**10 * rng.choice((-1, 1)), ("发证", None): maybe(day()), ("贷款", None): maybe(money()),
             ("成立年", None): rng.randrange(2014, 2022), ("等级", None): maybe(rng.choice("甲乙丙")), ("类别", None): rng.choice("甲乙丙"),
             ("规上", None): rng.random() < 0.5, ("上市", None): maybe(rng.random() < 0.5), ("字号", None): rng.choice(["甲公司", "乙公司"]),
             ("专利", None): rng.choice([0, 1, 3, 7]), ("系数", None): Fraction(rng.choice([0, 1, 15, 25]), 10), ("天数", None): 30}
    for year in range(2018, 2022):
        facts |= {("收入", year): money(), ("研发", year): money(), ("人数", year): rng.choice([0, 1, 4, 5, 6, 19, 20, 21, 300])}
    facts["合同", None] = [{"类": rng.choice(["转让", "许可"]), "额": money(), "日": day()} for _ in range(rng.choice((0, 1, 2, 3)))]
    return facts
