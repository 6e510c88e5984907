"""Versions of a document by ``in_force``, and which of them is in force."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ..language.diagnostic import Findings

if TYPE_CHECKING:  # the model is costly to load, and running a plan needs none of it
    from ..language.model import Rules


def check_versions(rules: list[Rules], findings: Findings) -> None:
    """Report versions of one id that overlap, count by different clocks or are of different kinds."""
    by_id: dict[str, list[Rules]] = defaultdict(list)
    for document in rules:
        by_id[document.id].append(document)
    for versions in by_id.values():
        versions.sort(key=lambda r: r.in_force.start or date.min)
        for earlier, later in zip(versions, versions[1:]):
            where = later.in_force.where
            if earlier.kind != later.kind:
                findings.error("P615", later.where, f"“{later.id}”在 {earlier.file} 里是 {earlier.kind}，这里是 {later.kind}。", "同一个 id 的各版本 kind 要相同；换一个 id。")
            if earlier.in_force.by != later.in_force.by:
                findings.error("P614", where, f"“{later.id}”的另一版本（{earlier.file}）按{earlier.in_force.by}计，这里按{later.in_force.by}计。", "把各版本的 in_force.by 写成相同的。")
            elif (earlier.in_force.end or date.max) >= (later.in_force.start or date.min):
                findings.error("P613", where, f"与 {earlier.file} 的有效期重叠。",
                               _ending(earlier, later))


def _ending(earlier: Rules, later: Rules) -> str:
    start = later.in_force.start
    if start is None or start == earlier.in_force.start or start == date.min:
        return f"改 {earlier.file} 或这里的 from、to，使同一天只有一个版本有效。"
    return f"在 {earlier.file} 的 in_force 里写 to: {start - timedelta(days=1)}（这一版开始的前一天），或改这里的 from。"


def in_force(document, policy_year: int, as_of: date) -> bool:
    """Whether a ``DocumentPlan`` applies: by the last day of the policy year, or by 申报日期; and was published by then."""
    clock = (as_of if document.by == "申报日期" else date(policy_year, 12, 31)).isoformat()
    known = document.published is None or document.published <= as_of.isoformat()
    return known and (document.start or "") <= clock and (document.end is None or clock <= document.end)
