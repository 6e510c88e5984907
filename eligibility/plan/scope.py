"""What a name means where it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Callable

from ..language.diagnostic import Where
from ..language.fact import Fact
from ..language.spelling import nearest
from ..language.syntax import Name
from .draft import Draft
from .facts import fact_unit
from .remedies import in_year_words, records_hint, wording_hint
from .years import Years, cuts, year_prefix

BUILT_IN = ("申报日期", "政策年度", "申报年度")


@dataclass
class Scope:
    """Names visible at a place, from the inside out.

    ``names`` maps a name to a function that builds it (once) and returns its
    operation, or None where it is broken. ``each`` is the year offset while a
    每年 comparison is built. ``row`` is the records operation and its columns
    inside ``for_each`` and ``has``; ``grouped`` the columns grouped by;
    ``guards`` the facts that a ``when`` around has tested with 有 (keys of ``nones``).
    ``loop`` counts the ``for_each`` and ``has`` around.
    ``awards`` are names of awards, which conditions and expressions cannot use.
    ``incomplete``: a file whose names should be visible could not be found or read.
    """

    draft: Draft
    anchor: str = "policy"
    names: dict[str, Callable[[], int | None]] = field(default_factory=dict)
    parent: "Scope | None" = None
    row: int | None = None
    columns: dict[str, Fact] = field(default_factory=dict)
    grouped: tuple[str, ...] | None = None
    each: int | None = None
    guards: frozenset[tuple] = frozenset()
    loop: int = 0
    awards: frozenset[str] = frozenset()
    incomplete: bool = False

    def child(self, **changes) -> "Scope":
        """A scope inside this one."""
        values = {"anchor": self.anchor, "row": self.row, "columns": self.columns,
                  "grouped": self.grouped, "each": self.each, "awards": self.awards, "incomplete": self.incomplete,
                  "loop": self.loop + ("row" in changes)} | changes
        return Scope(self.draft, parent=self, **values)

    def find(self, name: str) -> Callable[[], int | None] | None:
        owner = self._owner(name)
        return owner.names[name] if owner else None

    def _owner(self, name: str) -> "Scope | None":
        scope: Scope | None = self
        while scope and name not in scope.names:
            scope = scope.parent
        return scope

    def keys_of(self, name: str) -> frozenset[tuple]:
        """The facts (keys of ``nones``) that ``name`` stands for: a column, a definition, or a fact with its years."""
        if name in self.columns:
            return frozenset([(self.row, name)])
        build = self.find(name)
        if build:
            index = build()
            return frozenset(self.draft.nones[index]) if index is not None else frozenset()
        keys = set()
        for fact, years in cuts(name, self.draft.vocabulary)[:1]:
            anchor = "" if years is None else "fixed" if years.fixed else self.anchor
            keys.update((fact, anchor, year) for year in (years.years if years else (None,)))
        return frozenset(keys)

    def may_be_none(self, index: int) -> str | None:
        """How the first fact was written that may make ``index`` 无 in spite of the guards; None where nothing does."""
        left = dict(self.draft.nones[index])
        scope: Scope | None = self
        while scope and left:
            left = {key: label for key, label in left.items() if key not in scope.guards}
            scope = scope.parent
        return next(iter(left.values()), None)

    def is_name(self, text: str) -> bool:
        """Whether ``text`` by itself means something here."""
        return text in self.columns or text in BUILT_IN or self.find(text) is not None or bool(cuts(text, self.draft.vocabulary))

    def visible(self) -> list[str]:
        """Every name that could have been meant, for did-you-mean."""
        found = [*self.columns, *BUILT_IN, *self.draft.vocabulary]
        scope: Scope | None = self
        while scope:
            found += scope.names
            scope = scope.parent
        return found

    def add(self, name: str, where: Where, build: Callable[[], int | None]) -> None:
        """Make ``name`` visible here, unless it means something already (reported)."""
        known = None
        if name in self.draft.vocabulary or name in self.columns:
            known = "词汇表里的指标同名"
        elif name in BUILT_IN:
            known = "语言自带的名称同名"
        elif self.find(name):
            known = "前面已有的名称同名"
        elif cuts(name, self.draft.vocabulary):
            known = f"年份词加指标的写法（“{cuts(name, self.draft.vocabulary)[0][0]}”）分不清"
        if known:
            self.draft.findings.error("N410", where, f"“{name}”与{known}。", "换一个名称，使一个名称只有一个意思。")
        else:
            self.names[name] = build

    # ------------------------------------------------------------------ look-up

    def resolve(self, name: Name) -> int | None:
        """The operation a name stands for; reports unknown, ambiguous and wrongly dated names."""
        draft, text, where = self.draft, name.text, name.where
        if text in self.columns:
            if self.grouped is not None and text not in self.grouped:
                draft.findings.error("N407", where, f"按组计算时，列“{text}”在一组内有多个值，不能单独使用。",
                                     f"用 SUM（{text}）、MAX（{text}）等合成一个值，或把它加入 by。")
                return None
            return draft.column(text, self.columns[text], self.row, where)
        owner = self._owner(text)
        if owner:
            index = owner.names[text]()
            if index is not None and owner.loop != self.loop and draft.operations[index].scope is not None:
                draft.findings.error("N401", where, f"“{text}”是外层按行算出的，里层的 for_each、has 不能用它。",
                                     "里层只用自己的列和不随行变化的名称；与外层的行有关的条件写在外层。")
                return None
            return index
        if text == "申报日期":
            return draft.add("as_of", (), "date", where, label=text, span=(693596, 803533))
        if text in BUILT_IN:
            return draft.add("year", (), "year", where, data=["policy" if text == "政策年度" else "application"],
                             label=text, span=(1900, 2200))
        ways = cuts(text, draft.vocabulary)
        if not ways:
            if draft.unread and cuts(text, draft.unread):
                return None
            if text in self.awards:
                draft.findings.error("N401", where, f"“{text}”是奖补项的名称，条件和算式里不能用奖补项的名称。",
                                     "在 define 里给要用的算式或条件起一个名称，这里和奖补项里都写那个名称；奖补项之间不能同时享受的写 overrides，合计的限额写 together。")
                return None
            hint = self._hint(text)
            if hint or not self.incomplete:
                draft.findings.error("N401", where, f"不认识名称“{text}”。", hint or
                                     "先在 kind: facts 的词汇表里登记这个指标，或在 define 里定义它；在别的文件里定义的，加入 uses。")
            return None
        if len(ways) > 1:
            options = "；".join(f"“{text[: len(text) - len(f)]}”+“{f}”" if y else f"指标“{f}”" for f, y in ways)
            draft.findings.error("N402", where, f"“{text}”有不止一种拆法：{options}。", "给其中一个指标改名，使年份词与指标名不混淆。")
            return None
        return self._dated(text, *ways[0], where)

    def _hint(self, text: str) -> str:
        """What was meant: another year word, an alias, a known turn of official texts, or the nearest name."""
        facts = self.draft.vocabulary
        aliases = {alias: fact.name for fact in facts.values() for alias in fact.aliases}
        dated = in_year_words(text) or text
        names = cuts(dated, {**facts, **aliases})
        if names and (dated != text or names[0][0] in aliases):
            name = names[0][0]
            return f"写成“{dated[: len(dated) - len(name)]}{aliases.get(name, name)}”。"
        elsewhere = self.draft.homes.get(text, ())
        if len(elsewhere) == 1 and not self.incomplete:  # else the file meant may be the one that was not found
            return f"“{text}”在 {elsewhere[0]} 里定义，这份文件还没有用它：写上 uses: [{elsewhere[0]}]；已有 uses 的，加在里面。"
        return wording_hint(text) or self._nearest(text)

    def _nearest(self, text: str) -> str:
        """The name nearest to ``text`` by spelling; one that an alias is nearest to, with that alias."""
        prefix = year_prefix(text)
        meant = {name: name for name in self._spellings(text)}
        for fact in self.draft.vocabulary.values():
            for alias in fact.aliases:
                meant.setdefault(alias, fact.name)
                if prefix and fact.per_year:
                    meant.setdefault(prefix + alias, prefix + fact.name)
        near = nearest(text, meant)
        if near is None:
            return ""
        return f"您是不是想写“{near}”？" if meant[near] == near else f"您是不是想写“{meant[near]}”（又叫“{near}”）？"

    def resolve_records(self, name: Name) -> int | None:
        """The rows that ``of:`` names; reports what is no records fact."""
        named = self.resolve(name)
        if named is None:
            return None
        found = self._records_behind(named)
        if len(found) != 1:  # also where versions of a document differ in what the name stands for
            self.draft.findings.error("T515", name.where, f"“{name.text}”不是记录类指标。", records_hint(self.draft.vocabulary))
            return None
        return found.pop()

    def _records_behind(self, index: int) -> set[int]:
        """The records facts that a name stands for; columns are looked up in the fact itself."""
        op = self.draft.operations[index]
        if op.op in ("named", "version"):
            return {i for argument in op.args for i in self._records_behind(argument)}
        return {index} if op.op == "records" else set()

    def _spellings(self, text: str) -> list[str]:
        """Candidates for did-you-mean, with the year word that was written before yearly facts."""
        prefix = year_prefix(text)
        return self.visible() + [prefix + f.name for f in self.draft.vocabulary.values() if prefix and f.per_year]

    def _dated(self, text: str, fact_name: str, years: Years | None, where: Where) -> int | None:
        draft = self.draft
        fact = draft.vocabulary[fact_name]
        if years is None:
            if fact.per_year:
                draft.findings.error("N403", where, f"“{fact_name}”是按年度的指标，这里没有写明哪一年。",
                                     f"在前面加年份词，如“上年{fact_name}”“近三年{fact_name}”。")
                return None
            return draft.fact(fact, "", None, text, where)
        if not fact.per_year:
            draft.findings.error("N404", where, f"“{fact_name}”不是按年度的指标，前面不能加年份词。",
                                 f"写“{fact_name}”；若它应当按年度，在词汇表里加 per: year。")
            return None
        anchor = "fixed" if years.fixed else self.anchor
        if years.mode == "one":
            return draft.fact(fact, anchor, years.years[0], text, where)
        if years.mode == "each":
            if self.each is None:
                draft.findings.error("N405", where, "“每年”只能用在比较里。", f"求和写“{text[: -len(fact_name)].removesuffix('每年')}{fact_name}”，平均写“{text[: -len(fact_name)].removesuffix('每年')}平均{fact_name}”。")
                return None
            return draft.fact(fact, anchor, self.each, _year_label(self.each) + fact_name, where)
        if fact_unit(fact) in ("text", "bool", "date", "records"):
            draft.findings.error("N406", where, f"“{fact_name}”不是数，不能在几年间求和或平均。", f"只看一年写“上年{fact_name}”；每年都要符合，写“{text[: -len(fact_name)].removesuffix('平均')}每年{fact_name}”。")
            return None
        return self._span(fact, anchor, years, text, where)

    def _span(self, fact: Fact, anchor: str, years: Years, text: str, where: Where) -> int:
        """Sum or mean over years; years before the firm was founded are skipped."""
        draft = self.draft
        key = (fact.name, anchor, years, text)
        if key not in draft.spans:
            draft.spans[key] = self._summed(fact, anchor, years, text, where)
        return draft.spans[key]

    def _summed(self, fact: Fact, anchor: str, years: Years, text: str, where: Where) -> int:
        draft, unit = self.draft, fact_unit(fact)
        zero, one, none = (draft.const(Fraction(n), u, where) for n, u in ((0, unit), (1, "number"), (0, "number")))
        parts, counts = [], []
        for year in years.years:
            value = draft.fact(fact, anchor, year, _year_label(year) + fact.name, where)
            there = self.existed(anchor, year, where)
            parts.append(draft.add("if", (there, value, zero), unit, where) if there is not None else value)
            counts.append(draft.add("if", (there, one, none), "number", where) if there is not None else one)
        if years.mode == "sum":
            return draft.add("sum", tuple(parts), unit, where, label=text)
        total = draft.add("sum", tuple(parts), unit, where)
        counted = draft.add("sum", tuple(counts), "number", where)
        return draft.add("div", (total, counted), unit, where, label=text)

    def existed(self, anchor: str, year: int, where: Where) -> int | None:
        """Whether the firm was founded by the end of that year; None without a founding date in the vocabulary."""
        draft = self.draft
        if draft.founded is None:
            return None
        date = draft.fact(draft.founded, "", None, draft.founded.name, where)
        end = draft.add("year_end", (), "date", where, data=[anchor, year], span=(693596, 803533))
        key = (date, end)
        if key not in draft.existence:
            draft.existence[key] = draft.add("le", (date, end), "bool", where, word="不晚于", label="已成立")
        return draft.existence[key]


def _year_label(offset: int) -> str:
    return {0: "本年", -1: "上年", -2: "前年", -3: "大前年"}.get(offset, f"{-offset}年前" if offset < 0 else f"{offset}年")
