"""The worklist as the office uses it: by stage, with what to do, and for many enterprises with whom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from ...decisions.decision import Need
from ...pools.worklist import APPLY, ASK, DUE, ENTER, GO, WORK_ON, Entry
from ..lines import folded
from ..next_steps import parts_of, shortfall_text
from ..speech import say
from .words import READY, distance_text, due_text, with_source

MOST_BLANKS = 6  # named for one enterprise among many
MOST_TESTS = 3  # of what made it so
DOING = {ENTER: "应入库", GO: "应退库", DUE: "按期办理", APPLY: READY, WORK_ON: "接近条件", ASK: "还要问清"}


def of_one(stages: dict[str, list[Entry]], as_of: date) -> list[str]:
    """Lines for one enterprise: only stages with something to do; what is lacking is named, having been told above."""
    if not any(stages.values()):
        return []
    out = [say("工作清单")]
    for stage, entries in stages.items():
        out += folded(stage, 2) if entries else []
        for entry in entries:
            out += folded(f"· {entry.pool.title}：{_doing(entry, as_of, _named)}", 4, 2)
    return out


def of_many(stages: dict[str, list[Entry]], as_of: date) -> list[str]:
    """Lines for many: every stage, in it a head for each pool and thing to do, below it the enterprises."""
    out = [say("工作清单")]
    for stage, entries in stages.items():
        out += ["", *folded(f"{stage}（{len(entries)}）" if entries else f"{stage}：没有")]
        groups: dict[tuple[str, str], list[Entry]] = {}
        for entry in entries:
            groups.setdefault((entry.pool.title, entry.kind), []).append(entry)
        for (title, kind), group in groups.items():
            out += folded(f"{title}：{say(DOING[kind])}", 2, 2)
            for entry in group:
                said = _details(entry, as_of, _in_full)
                out += folded(f"· {entry.name or entry.code or '（没有名称的企业）'}{f'：{said}' if said else ''}", 4, 2)
    return out


def _doing(entry: Entry, as_of: date, lacking: Callable[[Need], str]) -> str:
    """What to do, and the details."""
    said = _details(entry, as_of, lacking)
    return said if entry.kind in (DUE, WORK_ON) and said else "，".join(filter(None, (say(DOING[entry.kind]), said)))


def _details(entry: Entry, as_of: date, lacking: Callable[[Need], str]) -> str:
    """By when, why or what is lacking: what this enterprise has of its own."""
    pool = entry.pool
    parts = [with_source(entry.due, due_text(entry.due, as_of))] if entry.due else []
    match entry.kind:
        case "promote" | "leave":
            tests = dict.fromkeys(f"{test.condition} {test.actual}" for test in pool.why)
            parts.append("、".join(list(tests)[:MOST_TESTS]))
        case "candidate":
            needs = "；".join(lacking(part) for part in parts_of(pool.lacks)) if pool.lacks else ""
            parts.append("：".join(filter(None, (distance_text(pool), needs))))
            parts.append(f"还缺 {_few(pool.missing)}" if pool.missing else "")
        case "ask":
            parts.append(_few(pool.missing))
    return "，".join(filter(None, parts))


def _few(names: tuple[str, ...]) -> str:
    return "、".join(names[:MOST_BLANKS]) + (f" 等 {len(names)} 项" if len(names) > MOST_BLANKS else "")


def _named(need: Need) -> str:
    """What a need is about."""
    return need.condition or {"any": " 或 ", "all": "、"}.get(need.kind, "、").join(map(_named, need.children))


def _in_full(need: Need) -> str:
    """A need on one line, with how much is lacking."""
    if need.kind == "test":
        return shortfall_text(need)
    joined = (" 或 " if need.kind == "any" else "；").join(map(_in_full, need.children))
    return f"{need.condition}，还差 {need.count} 项，可从中选：{joined}" if need.kind == "some" else f"（{joined}）"
