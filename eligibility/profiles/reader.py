"""A profile file, or the ``given`` of a case, to a ``Profile``; every doubt becomes a finding and a blank."""

from __future__ import annotations

import os
import re
from collections.abc import Collection
from collections.abc import Mapping as Dict

from ..language.diagnostic import ERROR, Diagnostic, Findings, Where
from ..language.fact import Fact
from ..language.tree import Mapping, Node, Scalar
from .files import is_table, read_tree
from .labels import Labels, Slot, known_labels, once
from .ledger import LABEL as PAID
from .ledger import read_paid
from .profile import Given, Profile
from .records import read_records
from .values import read_single, read_value, read_year
from .words import is_placeholder, shown
from .written import LIMITS

MAX_FINDINGS = 100

_DIGITS = re.compile(r"[0-9]{1,9}(?![0-9.,，])")
_RELATIVE = ("本年", "上年", "前年", "大前年", "近", "含本年近")
_BUILT_IN = {"申报日期": "申报日期不写在画像里，用 --as-of 指定。", "政策年度": "政策年度不写在画像里，用 --year 指定。", "申报年度": "申报年度由申报日期得出，用 --as-of 指定。"}


def read_profile(
    path: str | os.PathLike[str], vocabulary: Dict[str, Fact], findings: Findings, *, sources: dict[str, str] | None = None
) -> Profile | None:
    """The profile in a file that holds one; None where there is none to read, with the reason in ``findings``.

    ``sources``, if given, gets the text of the file under its name (of a table: of each cell with a finding, under its place).
    """
    if is_table(path):
        found = read_profiles(path, vocabulary, findings, sources=sources)
        for _, own in found:
            findings.items += own.items
        if len(found) > 1:
            where = Where(found[0][0].file)
            return findings.error("F768", where, f"文件里有 {len(found)} 家企业，这里只能有一家。", "分成几个文件，每个文件一家企业。")
        return found[0][0] if found else None
    tree = read_tree(path, findings, sources)
    if tree is None:
        return None
    kind = tree.key("kind")
    if kind is not None and "kind" not in vocabulary:
        return findings.error("F702", kind.where, "这是规则文件，不是企业画像。", "换成企业画像文件；规则文件用 eligibility validate 检查。")
    return profile_from_tree(tree, tree.where.file, vocabulary, findings)


def read_profiles(
    path: str | os.PathLike[str], vocabulary: Dict[str, Fact], findings: Findings, *, sources: dict[str, str] | None = None
) -> list[tuple[Profile, Findings]]:
    """The profiles in a file, each with what was found of this enterprise alone; ``findings`` gets what is about the whole file.

    A YAML or JSON file holds one enterprise, a table some. ``sources``: see ``read_profile``.
    """
    if not is_table(path):
        own = Findings()
        profile = read_profile(path, vocabulary, own, sources=sources)
        if profile is not None:
            return [(profile, own)]
        findings.items += own.items
        return []
    from .tables.read import read_tables

    whole, found = Findings(), []
    tables = read_tables(path, vocabulary, whole)
    known = known_labels(vocabulary.values())
    for tree, doubts in tables.enterprises:
        profile = profile_from_tree(tree, tree.where.file, vocabulary, doubts, known=known)
        own = Findings()
        _hand_over(doubts.sorted(), own)
        found.append((profile, own))
    _hand_over(whole.sorted(), findings)
    if sources is not None:
        for finding in [*findings.items, *(d for _, own in found for d in own.items)]:
            if finding.where.cell:
                sources[str(finding.where)] = tables.text_at(finding.where)
    return found


def profile_from_tree(
    tree: Mapping, file: str, vocabulary: Dict[str, Fact], findings: Findings, *, known: dict[str, Fact] | None = None,
    readings: Collection[str] = (),
) -> Profile:
    """A profile from its tree.

    ``vocabulary``: fact name → fact. ``known``: every label that may stand in
    it, where that is more than the vocabulary (see ``labels_of_cases``), or
    where many profiles are read with the same. ``readings``: names of open
    points, which look like facts and are not.
    """
    local = Findings()
    profile = _Reader(file, vocabulary, known or known_labels(vocabulary.values()), local, readings).read(tree)
    _hand_over(local.sorted(), findings)
    return profile


def labels_of_cases(vocabulary: Dict[str, Fact], definitions: Dict[str, str]) -> dict[str, Fact]:
    """Labels for the ``given`` of cases. ``definitions``: names of rules that may be given directly → their unit
    (see ``quantities``; ``bool`` is 是 or 否).
    """
    return known_labels([*(_expected(name, unit) for name, unit in definitions.items()), *vocabulary.values()])


def _hand_over(items: list[Diagnostic], findings: Findings) -> None:
    """All findings, or the first hundred: a file that is no profile would give one for each word."""
    findings.items += items[:MAX_FINDINGS]
    rest = items[MAX_FINDINGS:]
    if rest:
        say = findings.error if any(d.severity == ERROR for d in rest) else findings.warning
        say("F708", rest[0].where, f"从这里起还有 {len(rest)} 处问题，没有列出。", "先改好前面的，再检查一次。")


class _Reader:
    def __init__(self, file: str, vocabulary: Dict[str, Fact], known: dict[str, Fact], findings: Findings, readings: Collection[str] = ()) -> None:
        self.profile = Profile(file)
        self.findings = findings
        self.labels = Labels(known)
        self.vocabulary = vocabulary
        self.readings = readings
        self.slots: dict[Slot, list[tuple[Scalar, Node]]] = {}

    def read(self, tree: Mapping) -> Profile:
        for key, node in tree.entries:
            self._place(key, node)
        for slot, _, node in once(self.slots, self.findings):
            if slot == (PAID, None):
                self.profile.paid = read_paid(node, self.findings)
            else:
                self._keep(slot, node)
        return self.profile

    # ------------------------------------------------------ labels to slots

    def _place(self, key: Scalar, node: Node) -> None:
        """Put one entry into its slot, a yearly mapping into one slot a year."""
        word = key.text.strip()
        fact = self.labels.facts.get(word)
        if word == PAID:
            self._add(PAID, None, key, node)
        elif fact is None:
            self._flat_year(word, key, node)
        elif not fact.per_year:
            self._add(fact.name, None, key, node)
        elif isinstance(node, Mapping):
            for year_key, value in node.entries:
                self._add_year(fact.name, year_key.text, year_key, value)
        elif not isinstance(node, Scalar):
            self.findings.error("F715", node.where, f"“{fact.name}”要分年度写，这里是一个列表。", f"写作“{fact.name}: {{2020: …, 2021: …}}”。")
        elif is_placeholder(node.text.strip()):
            read_value(fact, node, self.findings)
        else:
            self.findings.error("F715", node.where, f"“{fact.name}”没有写是哪一年的。", _with_year(fact, node))

    def _flat_year(self, word: str, key: Scalar, node: Node) -> None:
        """``2020年营业收入: 500万元``, or a label nobody knows."""
        rest = word[5:] if word[4:5] == "年" and read_year(word[:4]) else None
        fact = self.labels.facts.get(rest) if rest else None
        if fact is None:
            self._unknown(word, rest, key)
        elif not fact.per_year:
            self.findings.error("F716", key.where, f"“{fact.name}”不分年度。", f"去掉年份，写作“{fact.name}: …”。")
        else:
            self._add_year(fact.name, word[:4], key, node)

    def _add_year(self, name: str, text: str, key: Scalar, node: Node) -> None:
        """Put a value into the slot of the year ``text``, which ``key`` is or begins with."""
        year = read_year(text)
        low, high = LIMITS["year"]
        if year is not None and low <= year <= high:
            return self._add(name, year, key, node)
        cause = f"的年份“{shown(text)}”不对" if year is None else f"的年份 {year} 不在 {low} 至 {high} 之间"
        self.findings.error("F717", key.where, f"“{name}”{cause}。", f"写四位年份，例如“{name}: {{2020: …}}”。")

    def _add(self, name: str, year: int | None, key: Scalar, node: Node) -> None:
        self.slots.setdefault((name, year), []).append((key, node))

    def _unknown(self, word: str, rest: str | None, key: Scalar) -> None:
        relative = next((r for r in _RELATIVE if word.startswith(r)), None)
        known = self.labels.ending(word) if relative else None
        if known:
            hint = f"写明年份，例如“2020年{known}: …”。"
            self.findings.error("F714", key.where, f"“{shown(word)}”没有写明是哪一年。", hint)
            return
        if word in self.readings:
            cause = f"“{shown(word)}”是规则里的理解口径，不是指标，不能给定。"
            return self.findings.error("F711", key.where, cause, "删去这一行：两种理解都会计算，期望写采用的那一种（take）的结果。")
        near = self.labels.near(rest or word)
        if word in _BUILT_IN:
            hint = _BUILT_IN[word]
        elif near:
            hint = f"您是不是想写“{word[:5] if rest else ''}{near}”？不是的话，用 eligibility facts 词 查指标。"
        else:
            hint = "用 eligibility facts 词 查指标，换成里面的名称；没有就删去这一行。"
        self.findings.error("F711", key.where, f"不认识的指标“{shown(word)}”。", hint)

    # ------------------------------------------------------ slots to values

    def _keep(self, slot: Slot, node: Node) -> None:
        fact = self.labels.facts[slot[0]]
        if fact.type == "records":
            value = read_records(fact, node, self.findings)
            text = "无" if value == [] else f"{len(value)}{fact.counted_in or '行'}" if value else ""
        else:
            value = read_single(fact, node, self.findings)
            text = node.text.strip() if isinstance(node, Scalar) else ""
        if value is None:
            return
        given = Given(value, node.where, text)
        if slot[0] not in self.vocabulary:
            self.profile.definitions[slot[0]] = given
            return
        self.profile.facts[slot] = given
        if fact.role in ("name", "code") and isinstance(value, str):
            setattr(self.profile, fact.role, value)


def _with_year(fact: Fact, node: Scalar) -> str:
    """How to write the value with its year; a value that would be refused next is put right, or its own remedy added."""
    text, refused = node.text.strip(), Findings()
    read_value(fact, node, refused)
    also = ""
    if refused.items:
        digits = _DIGITS.match(text)
        also = "" if digits and fact.type == "count" else f"；{refused.items[0].hint.rstrip('。')}"
        text = f"{digits.group()}{fact.unit}" if digits and fact.type == "count" else "…"
    return f"写明年份，例如“{fact.name}: {{2020: {shown(text, 20)}}}”{also}。"


def _expected(name: str, unit: str) -> Fact:
    """A definition as a fact that can be read: any sign, counts with decimals."""
    kind, _, counted = unit.partition(":")
    type_ = {"bool": "yes_no", "count": "number"}.get(kind, kind)
    lowest = -LIMITS[type_][1] if type_ in ("money", "number", "ratio") else None
    return Fact(name, type_, Where(""), counted, minimum=lowest)
