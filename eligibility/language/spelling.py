"""Did you mean: the nearest known word by spelling. The work is bounded for one process."""

from __future__ import annotations

from collections.abc import Iterable

MAX_LOOKUPS = 200
MAX_WORD = 60
_NEGATIONS = "未不非无除外"
_looked_up = 0


def closest(word: str, candidates: Iterable[str], n: int = 1, least: int = 58) -> list[str]:
    """Up to ``n`` candidates near to ``word``, those with fewest wrong characters first; none where nothing is near.

    ``least``: of 100, how near.
    """
    global _looked_up
    if not word or len(word) > MAX_WORD or _looked_up >= MAX_LOOKUPS:
        return []
    _looked_up += 1
    from rapidfuzz import fuzz, process
    from rapidfuzz.distance import Levenshtein

    known = sorted(set(candidates) - {word})
    found = process.extract(word, known, scorer=fuzz.ratio, limit=n + 7, score_cutoff=least)
    return [text for text, _, _ in sorted(found, key=lambda row: (Levenshtein.distance(word, row[0]), -row[1], row[0]))][:n]


def sounding(word: str, candidates: Iterable[str], least: int = 85) -> str | None:
    """The candidate that sounds most like ``word`` (``应业收入``), or is written so in pinyin (``yingyeshouru``, ``yysr``).

    The table of sounds takes longer to load than a profile to check, so this is for words that nothing else explains.
    """
    global _looked_up
    if not word or len(word) > MAX_WORD or _looked_up >= MAX_LOOKUPS:
        return None
    _looked_up += 1
    from pypinyin import Style, lazy_pinyin
    from rapidfuzz import fuzz, process

    known = sorted(set(candidates) - {word})
    bare = word.replace(" ", "").lower()
    if bare.isascii():
        initials = ["".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).lower() for name in known]
        if bare in initials:
            return known[initials.index(bare)]
    sounds = ["".join(lazy_pinyin(name)).lower() for name in known]
    found = process.extractOne("".join(lazy_pinyin(bare)), sounds, scorer=fuzz.ratio, score_cutoff=least)
    return known[found[2]] if found else None


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """The nearest candidate, or None."""
    found = closest(word, candidates)
    return found[0] if found else None


# Chinese words that stand for a key, beside the titles of the schemas.
_KEYS = {
    "条件": "when", "申报条件": "when", "支持条件": "when", "标准": "amount", "奖励标准": "amount", "补助标准": "amount", "金额": "amount",
    "条号": "clause", "依据": "clause", "封顶": "cap", "上限": "cap", "最高": "cap", "保底": "floor", "下限": "floor", "取整": "round",
    "标题": "title", "有效期": "in_force", "施行日期": "in_force", "文件": "instrument", "参数": "parameters", "分段": "tiers",
    "备注": "note", "原因": "why", "理由": "why", "单位": "unit", "范围": "range", "列": "columns", "材料": "materials",
    "部门": "department", "门槛": "gates", "引用": "uses", "期望": "expect", "如果": "if", "那么": "then", "则": "then", "否则": "其余",
}  # fmt: skip


def key_meant(word: str, properties: dict) -> str | None:
    """The key of a schema's ``properties`` that ``word`` surely stands for: a Chinese word for it, or a slip of the pen."""
    if word in properties:
        return None
    for name, schema in properties.items():
        if isinstance(schema, dict) and schema.get("title") == word:
            return name
    meant = _KEYS.get(word)
    return meant if meant in properties else next(iter(closest(word, properties, least=70)), None)


def slip_of(word: str, options: Iterable[str]) -> str:
    """``您是不是想写“首次认定”？`` where ``word`` is one option with a slip of the pen, a part of it or more than it; or an empty text.

    Options often differ by little and mean the opposite, so this is strict: one
    candidate only, of about the same length or inside the other, and no 未, 不,
    非, 无, 除 or 外 more or less.
    """
    options, negations = list(options), sorted(c for c in word if c in _NEGATIONS)
    near = [
        option for option in closest(word, options, n=4, least=70)
        if abs(len(option) - len(word)) <= 1 and sorted(c for c in option if c in _NEGATIONS) == negations
    ]  # fmt: skip
    if not near and len(word) > 1:
        held = [option for option in options if word in option or len(option) > 1 and option in word]
        near = held if all(sorted(c for c in option if c in _NEGATIONS) == negations for option in held) else []
    return f"您是不是想写“{near[0]}”？" if len(near) == 1 else ""


def reset() -> None:
    """Allow the full number of look-ups again: called once for each run."""
    global _looked_up
    _looked_up = 0


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """``您是不是想写“营业收入”？``, or an empty text."""
    found = nearest(word, candidates)
    return f"您是不是想写“{found}”？" if found else ""
