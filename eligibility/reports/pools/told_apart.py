"""Names by which the enterprises of one list can be told apart: with their code, their file or their place where names are equal or missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import PurePath

from ...pools.decision import PoolsDecision
from ..speech import say

Enterprise = Sequence[PoolsDecision]  # every document


def told_apart(enterprises: Sequence[Enterprise], files: Sequence[str] = ()) -> list[list[PoolsDecision]]:
    """The same decisions, no two enterprises with the same name; ``files``: where each was read, in the same order."""
    first = [enterprise[0] for enterprise in enterprises]
    bases = [PurePath(file).name for file in files] or [""] * len(first)
    names = [d.name or d.code or say("（画像没有写企业名称）") + base for d, base in zip(first, bases)]
    places = [say(f"第 {place} 家") for place in range(1, len(first) + 1)]
    for more in ([d.code if d.name else None for d in first], bases, files, places):
        same = Counter(names)
        names = [f"{name}（{text}）" if text and same[name] > 1 else name for name, text in zip(names, more or [None] * len(first))]
    return [[decision._replace(name=name) for decision in enterprise] for name, enterprise in zip(names, enterprises)]
