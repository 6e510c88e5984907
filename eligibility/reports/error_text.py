"""The explanation of a code, from the mistakes that are kept as examples and from the notes."""

from __future__ import annotations

import json
import os
from functools import lru_cache

from ..language.code_notes import FAMILIES, NOTES
from ..language.codes import TITLES
from .lines import folded
from .speech import say

_FILE = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "language", "error_examples.json")


@lru_cache(maxsize=1)
def _examples() -> dict[str, list[dict]]:
    with open(_FILE, encoding="utf-8") as file:
        return json.load(file)


def explained(code: str) -> dict:
    """``code``, ``title``, ``family``, ``means`` and ``remedy`` (None where the examples say it), ``examples``."""
    means, remedy = NOTES.get(code, (None, None))
    examples = [{**e, "message": say(e["message"]), "hint": say(e["hint"])} for e in _examples().get(code, [])]
    told = {"title": TITLES[code], "family": FAMILIES[code[0]], "means": means, "remedy": remedy}
    return {"code": code, **{key: text and say(text) for key, text in told.items()}, "examples": examples}


def explanation_text(error: dict) -> str:
    """Some lines for a terminal. Lines of files are not folded."""
    lines = [*folded(f"{error['code']} {error['title']}", 0, 2), *folded(error["family"], 2, 2)]
    if error["means"]:
        lines += ["", *folded(error["means"], 2), *folded(f"改法：{error['remedy']}", 2, 6)]
    several = len(error["examples"]) > 1
    for number, example in enumerate(error["examples"], 1):
        lines += ["", _example(number if several else "")] if several or error["means"] else [""]
        lines += _part("改前", example["before"])
        lines += ["", *folded(example["message"], 2), *folded(f"改法：{example['hint']}", 2, 6)]
        lines += ["", *_part("改后", example["after"])] if example["after"] else []
    return "\n".join(line.rstrip() for line in lines)


def _example(number: int | str) -> str:
    head = say("例：")
    return f"{head[:-1]}{number}{head[-1]}"


def _part(title: str, lines: list[str]) -> list[str]:
    return [f"  {say(title + '：')}", *(f"    {line}" for line in lines)] if lines else []


def list_text() -> str:
    """Every code with its title, by family."""
    lines = []
    for letter, family in FAMILIES.items():
        lines.append(f"{letter} {say(family)}")
        for code, title in TITLES.items():
            lines += folded(f"{code} {say(title)}", 2, 5) if code[0] == letter else []
        lines.append("")
    return "\n".join([*lines, *folded("看某一条的说明和例子：eligibility errors 代码，如 eligibility errors T506")])
