"""The worklist as the office uses it: by stage, with what to do, and for many enterprises with whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date

from ...decisions.decision import Need
from ...pools.decision import PoolDecision
from ...pools.worklist import APPLY, ASK, DUE, ENTER, GO, WORK_ON, Entry
from ..lines import folded
from ..speech import say
from .words import distance_text, due_text, need_names, needs_text, with_source

MOST_BLANKS = 6  # named for one enterprise among many
MOST_ASKED = 10  # enterprises told one by one; of more the facts are told, each with how many lack it
MOST_FACTS = 15
MOST_TESTS = 3  # of what made it so
DOING = {ENTER: "应入库", GO: "应退库", DUE: "按期办理", APPLY: "可以申报", WORK_ON: "接近条件", ASK: "还要问清"}


def of_one(stages: dict[str, list[Entry]], as_of: date) -> list[str]:
    """Lines for one enterprise: only stages with something to do; what is lacking is named, having been told above."""
    if not any(stages.values()):
        return []
    out = [say("工作清单")]
    for stage, entries in stages.items():
        out += folded(stage, 2) if entries else []
        asked = [entry for entry in entries if entry.kind == ASK]
        for entry in entries:
            if entry.kind != ASK:
                out += folded(f"· {entry.pool.title}：{_doing(entry, as_of, need_names)}", 4, 2)
        if asked:
            out += folded(f"· 还要问清 {len(_wanted(asked))} 项指标，{len(asked)} 个库才能判定（见“请补充”）", 4, 2)
    return out


def of_many(stages: dict[str, list[Entry]], as_of: date) -> list[str]:
    """Lines for many: every stage, in it a head for each pool and thing to do, below it the enterprises; last whom to ask for what."""
    out = [say("工作清单")]
    for stage, entries in stages.items():
        groups: dict[tuple[str, str], list[Entry]] = {}
        asked: dict[tuple[str, str], list[Entry]] = {}
        for entry in entries:
            if entry.kind == ASK:
                asked.setdefault((entry.name or "", entry.code or ""), []).append(entry)
            else:
                groups.setdefault((entry.pool.title, entry.kind), []).append(entry)
        count = sum(map(len, groups.values())) + len(asked)
        out += ["", *folded(f"{stage}（{count}）" if count else f"{stage}：没有")]
        for (title, kind), group in groups.items():
            out += folded(f"{title}：{say(DOING[kind])}", 2, 2)
            for entry in group:
                said = _details(entry, as_of, needs_text)
                out += folded(f"· {entry.name}{f'：{said}' if said else ''}", 4, 2)
        out += folded(DOING[ASK], 2) if asked else []
        out += _of_all(list(asked.values())) if len(asked) > MOST_ASKED else _of_each(list(asked.values()))
    return out


def _of_each(asked: list[list[Entry]]) -> list[str]:
    """For each enterprise what to ask it."""
    return [line for own in asked for line in folded(f"· {own[0].name}：{_few(_wanted(own))}（{len(own)} 个库待定）", 4, 2)]


def _of_all(asked: list[list[Entry]]) -> list[str]:
    """For each fact how many enterprises are to be asked for it, most first."""
    counted = Counter(name for own in asked for name in _wanted(own))
    out = folded(f"共 {len(asked)} 家、{len(counted)} 项指标，括号里是要问的家数；各家缺哪几项，用 --each 或 --json", 4, 2)
    out += [line for name, count in counted.most_common(MOST_FACTS) for line in folded(f"· {name}（{count}）", 4, 2)]
    return out + (folded(f"另有 {len(counted) - MOST_FACTS} 项指标", 4, 2) if len(counted) > MOST_FACTS else [])


def _wanted(entries: list[Entry]) -> tuple[str, ...]:
    """The facts that pools wait for, those that most wait for first."""
    counted = Counter(name for entry in entries for name in entry.pool.missing)
    return tuple(name for name, _ in counted.most_common())


def _doing(entry: Entry, as_of: date, lacking: Callable[[Need], str]) -> str:
    """What to do, and the details."""
    said = _details(entry, as_of, lacking)
    return said if entry.kind in (DUE, APPLY, WORK_ON) and said else "，".join(filter(None, (say(DOING[entry.kind]), said)))


def _details(entry: Entry, as_of: date, lacking: Callable[[Need], str]) -> str:
    """By when, why or what is lacking: what this enterprise has of its own."""
    pool = entry.pool
    parts = [with_source(entry.due, due_text(entry.due, as_of))] if entry.due else []
    match entry.kind:
        case "promote" | "leave":
            parts.append(_because(pool))
        case "apply":
            parts.append(distance_text(pool))
        case "candidate":
            needs = lacking(pool.lacks) if pool.lacks else ""
            parts.append("：".join(filter(None, (distance_text(pool), needs))))
            parts.append(f"还缺 {_few(pool.missing)}" if pool.missing else "")
    return "，".join(filter(None, parts))


def _because(pool: PoolDecision) -> str:
    """What the last step of the chain rests on, else the first tests: 规上工业达标."""
    if pool.chain:
        because = pool.chain[-1].because
        return "、".join(text.removesuffix(" 是") for text in [t for t in because if not t.endswith(" 否")] or because)
    return "、".join(list(dict.fromkeys(f"{test.condition} {test.actual}" for test in pool.why))[:MOST_TESTS])


def _few(names: tuple[str, ...]) -> str:
    return "、".join(names[:MOST_BLANKS]) + (f" 等 {len(names)} 项" if len(names) > MOST_BLANKS else "")
