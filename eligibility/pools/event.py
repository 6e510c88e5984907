"""A fact that arrives: one ``指标: 值`` put into a profile, or taken back."""

from __future__ import annotations

import re
from dataclasses import replace

from ..language.diagnostic import Findings, Where
from ..language.tree import Mapping, Node, Scalar
from ..plan.plan import Plan
from ..profiles.ledger import LABEL as PAID
from ..profiles.profile import Profile
from ..profiles.reader import profile_from_tree
from ..profiles.values import read_year
from ..profiles.words import shown

EVENT = "新到的事实"  # what findings and reasons call the place it came from
BLANK = "空白"  # takes a fact back
LONGEST_NAME = 30  # what is longer is no name of a fact

_COLON = re.compile(r"\s*[:：]\s*")
_SENTENCE = re.compile(r"[\s=＝，。、！？；,!?;]|了$")  # a name has none of these
_YEAR_BEHIND = re.compile(r"(.+?)\s*[（(]\s*(\d{4})\s*年?\s*[）)]")
_YEAR_BEFORE = re.compile(r"(\d{4})\s*年\s*(.+)")


def with_event(profile: Profile, text: str, plan: Plan, findings: Findings) -> Profile:
    """``profile`` with one fact more, another value, or (``指标: 空白``) one less; the given profile stays as it is.

    ``text`` is ``指标: 值`` with either colon; a year stands before the name or
    behind it in brackets. What cannot be read is in ``findings`` and the
    profile is given back unchanged.
    """
    label, colon, value, column = _parts(text)
    if not colon or not label or not value:
        findings.error("F791", Where(EVENT, 1, 1), f"“{shown(text.strip())}”不是“指标: 值”。", _how(label, value))
        return profile
    label, year = _label(label)
    at = Where(EVENT, 1, 1)
    taken_back = value == BLANK
    if taken_back:
        node: Node | None = Scalar("", at)
    else:
        node = _node(value, Where(EVENT, 1, column), findings)
    if node is None:
        return profile
    known = label in plan.vocabulary or label in plan.aliases
    if not known and (pool := next((p for d in plan.documents for p in d.pools if label in (p.name, p.title)), None)):
        cause = f"“{shown(label)}”是企业库，在不在库由指标推出来，不能直接给定。"
        findings.error("F711", at, cause, f"写推出它的指标；有哪些，用 eligibility pools 画像文件 --why 看“{shown(pool.title or pool.name)}”的条件。")
        return profile
    local = Findings()
    key = Scalar(f"{year}年{label}" if year else label, at)
    arrived = profile_from_tree(Mapping([(key, node)], at), EVENT, plan.vocabulary, local)
    findings.items += local.items
    if local.has_errors:
        return profile
    if taken_back or not _anything(arrived):
        return _without(profile, label, year, plan, findings)
    return _joined(_without_years(profile, label, node, plan), arrived)


def _parts(text: str) -> tuple[str, str, str, int]:
    """(label, colon, value, column of the value)."""
    found = _COLON.search(text)
    return (text[: found.start()].strip(), found.group(), text[found.end() :].strip(), found.end() + 1) if found else (text.strip(), "", "", 1)


def _how(label: str, value: str) -> str:
    if label and not value and len(label) <= LONGEST_NAME and not _SENTENCE.search(label):
        return f"写作“{shown(label)}: 值”；收回这一事实写“{shown(label)}: {BLANK}”。"
    return "写作“高企证书有效期至: 2024-11-11”的样子；分年度的写“2021年营业收入: 3000万元”。"


def _label(label: str) -> tuple[str, int | None]:
    """The name and its year, wherever that stands."""
    behind, before = _YEAR_BEHIND.fullmatch(label), _YEAR_BEFORE.fullmatch(label)
    if behind and read_year(behind[2]):
        return behind[1], read_year(behind[2])
    return (before[2], read_year(before[1])) if before and read_year(before[1]) else (label, None)


def _node(value: str, where: Where, findings: Findings) -> Node | None:
    """The value as a profile's tree has it; rows and years may be written in braces."""
    if value[0] not in "[{":
        return Scalar(value, where)
    from ..language.yaml_tree import read_yaml

    local = Findings()
    before = " " * max(1, where.col - 3)  # so that what is found wrong stands where it stands in the event
    tree = read_yaml(f"值:{before}{value}", EVENT, local, dialect="profile")
    findings.items += local.items
    return tree.get("值") if isinstance(tree, Mapping) and not local.has_errors else None


def _anything(arrived: Profile) -> bool:
    return bool(arrived.facts) or arrived.paid is not None


def _joined(profile: Profile, arrived: Profile) -> Profile:
    facts = profile.facts | {slot: given._replace(where=Where(EVENT)) for slot, given in arrived.facts.items()}
    paid = profile.paid if arrived.paid is None else arrived.paid
    return replace(profile, facts=facts, paid=paid, name=arrived.name or profile.name, code=arrived.code or profile.code)


def _without_years(profile: Profile, label: str, node: Node, plan: Plan) -> Profile:
    """The profile before the years were known that ``{2020: 3000万元, 2021: }`` names, so that one without a value is taken back."""
    years = {read_year(key) for key in node.keys()} - {None} if isinstance(node, Mapping) else set()
    name = plan.aliases.get(label, label)
    return replace(profile, facts={(fact, year): given for (fact, year), given in profile.facts.items() if fact != name or year not in years})


def _without(profile: Profile, label: str, year: int | None, plan: Plan, findings: Findings) -> Profile:
    """The profile before the fact was known."""
    if label == PAID:
        return replace(profile, paid=None)
    name = plan.aliases.get(label, label)
    fact = plan.vocabulary.get(name)
    if fact is not None and fact.per_year and year is None:
        findings.error("F715", Where(EVENT, 1, 1), f"“{name}”没有写是哪一年的。", f"写作“2021年{name}: {BLANK}”的样子。")
        return profile
    facts = {slot: given for slot, given in profile.facts.items() if slot != (name, year)}
    role = fact.role if fact is not None else None
    return replace(profile, facts=facts, name=None if role == "name" else profile.name, code=None if role == "code" else profile.code)
