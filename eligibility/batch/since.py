"""What an earlier batch of the same table has already: only policies whose content changed are decided again.

The earlier shards are taken over as they are, without reading them; the
decisions of changed policies stand in a layer of their own beside them.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from typing import NamedTuple

from ..profiles.population.slice import CODE, NAME, ROW
from .clause_table import Clause
from .folder import CLAUSES, Folder
from .manifest import Layer, Manifest, read_manifest
from .stopped import Stopped

CHANGED_LAYER = "判定-改"


class Earlier(NamedTuple):
    """``changed``: policies and pools documents to be decided; ``layers``: those taken over, with the columns that still count.

    ``layer``: where the changed ones go; ``first_mask``: the number of their first mask.
    """

    folder: Folder
    manifest: Manifest
    changed: list[str]
    layers: list[Layer]
    layer: str
    first_mask: int


def earlier(folder: Folder, now: Manifest) -> Earlier:
    """What of the batch in ``folder`` still holds for ``now``, a manifest without layers. Stopped where nothing of it can."""
    old = read_manifest(folder)
    if old is None or old.finished is None:
        raise Stopped("X923", f"--since 的 {folder.root} 不是做完了的批量判定", "先把它做完，或不写 --since，全部重新判定")
    differs = [name for part, name in _MUST_BE_SAME.items() if getattr(old, part) != getattr(now, part)]
    if differs:
        raise Stopped("X923", f"不能沿用 {folder.root}：{'、'.join(differs)}不同", _remedy(old, differs))
    changed = [unit for unit in now.units if old.units.get(unit) != now.units[unit]]
    kept = [unit for unit in now.units if unit not in changed]
    layers = [Layer(layer.folder, [c for c in layer.columns if _still_counts(c, kept)]) for layer in old.layers]
    layers = [layer for layer in layers if layer.columns]
    return Earlier(folder, old, changed, layers, _next_name(old.layers), _next_mask(old.layers))


_MUST_BE_SAME = {
    "program": "程序版本", "digest": "表格的内容", "rows": "表格的行数", "policy_year": "政策年度", "as_of": "申报日期",
    "trace": "是否记录条款（--trace）", "awards": "是否写奖补项（--awards）", "shard_rows": "每片的行数",
}  # fmt: skip


def _remedy(old: Manifest, differs: list[str]) -> str:
    if differs == ["政策年度"] or "申报日期" in differs:
        return f"同一年度同一天才能沿用：写明 --year {old.policy_year} --as-of {old.as_of}；或不写 --since，全部重新判定"
    return "不写 --since，全部重新判定"


def _still_counts(column: str, kept: list[str]) -> bool:
    """Whether a column is right still: that of a policy taken over, or one that belongs to none."""
    name = column.removesuffix(" 至少").removesuffix(" 至多")
    return column in (ROW, CODE, NAME) or column.startswith(("sure_", "open_")) or any(name == p or name.startswith(f"{p}/") for p in kept)


def _next_name(layers: list[Layer]) -> str:
    names = {layer.folder for layer in layers}
    return next(name for n in range(1, len(names) + 2) if (name := f"{CHANGED_LAYER}{n}") not in names)


def _next_mask(layers: list[Layer]) -> int:
    masks = [int(c.removeprefix("sure_")) for layer in layers for c in layer.columns if c.startswith("sure_")]
    return max(masks, default=-1) + 1


def take_over(found: Earlier, folder: Folder, shard: int) -> None:
    """The shard's files of all layers taken over, under the same names; the same content, not a copy, where the system can.

    Stopped where one is gone.
    """
    for layer in found.layers:
        source = found.folder.decisions(shard, layer.folder)
        if not os.path.exists(source):
            raise Stopped("X923", f"--since 的 {found.folder.root} 里缺 {layer.folder}/{os.path.basename(source)}", "先用原来的命令把它补齐，或不写 --since，全部重新判定")
        _same_file(source, folder.decisions(shard, layer.folder))
    if os.path.exists(found.folder.rejected(shard)):
        _same_file(found.folder.rejected(shard), folder.rejected(shard))


def take_over_counts(found: Earlier, folder: Folder, shard: int) -> None:
    """Where nothing is decided, the shard is finished with that."""
    _same_file(found.folder.counts(shard), folder.counts(shard))


def _same_file(source: str, target: str) -> None:
    if os.path.exists(target):
        return
    beside = os.path.join(os.path.dirname(target), f".{os.path.basename(target)}.tmp")
    try:
        os.link(source, beside)
    except OSError:  # another disk, or one without links
        shutil.copyfile(source, beside)
    os.replace(beside, target)


def clauses_taken_over(found: Earlier, clauses: Sequence[Clause]) -> list[Clause]:
    """The clauses of policies taken over, where their bits stood: as ``clauses`` words them now.

    Equal content has the same verdicts in the same order. Stopped where that is not so.
    """
    import polars as pl

    old = pl.read_parquet(found.folder / CLAUSES, columns=["policy", "mask", "bit"], glob=False)
    bits: dict[str, list[tuple[int, int]]] = {}
    for policy, mask, bit in old.iter_rows():
        bits.setdefault(policy, []).append((mask, bit))
    kept: dict[str, list[Clause]] = {}
    for clause in clauses:
        kept.setdefault(clause.policy, []).append(clause)
    moved = []
    for policy, own in kept.items():
        if len(own) != len(bits.get(policy, [])):
            raise Stopped("X923", f"不能沿用 {found.folder.root}：{policy} 的条款与那时不同", "不写 --since，全部重新判定")
        moved += [clause._replace(mask=mask, bit=bit) for clause, (mask, bit) in zip(own, bits[policy])]
    return moved


