"""Which pools ``pools`` runs: the files that were named, or those of our own place; of each the version in force."""

from __future__ import annotations

from datetime import date

from ..plan.plan import DocumentPlan, Plan
from ..plan.versions import in_force
from .document_names import find_versions
from .exits import CouldNotRun
from .policies import run_by_default

KINDS = {"policy": "政策", "standard": "认定标准", "limits": "合并限额"}


def choose_pools(plan: Plan, named: tuple[str, ...], policy_year: int, as_of: date) -> list[DocumentPlan]:
    """The pools documents to run, in the order of the plan; CouldNotRun where there is none.

    ``named``: ids, titles, or a part of either that only one has. One that was
    named and is not in force is an error; unasked, it is left out.
    """
    files = [d for d in plan.documents if d.kind == "pools"]
    if not files:
        raise CouldNotRun("X914", "规则里没有企业库（kind: pools）", "用 --rules 写明有企业库的规则文件夹；随程序安装的规则写 --rules 随附")
    wanted = {_id(plan, files, name) for name in named} or {d.id for d in files if run_by_default(d.id)}
    live = [d for d in files if d.id in wanted and in_force(d, policy_year, as_of)]
    absent = [i for i in dict.fromkeys(d.id for d in files) if i in wanted and i not in {d.id for d in live}]
    if named and absent or not live:
        raise CouldNotRun("X914", f"政策年度 {policy_year}、申报日期 {as_of} 没有施行的企业库", _when(files, absent))
    return live


def _id(plan: Plan, files: list[DocumentPlan], name: str) -> str:
    """The id of the pools document meant by ``name``."""
    other = next((d for d in plan.documents if d.kind != "pools" and name in (d.id, d.title)), None)
    if other is not None:
        ours = "、".join(dict.fromkeys(d.id for d in files))
        raise CouldNotRun("X907", f"{name} 是{KINDS[other.kind]}，不是企业库", f"企业库有：{ours}；政策用 eligibility check --policy {other.id}")
    return find_versions(files, name)[-1].id


def _when(files: list[DocumentPlan], absent: list[str]) -> str:
    """When those that were wanted are in force."""
    spans = "、".join(f"{d.id} {d.start or '（未写起始）'} 至 {d.end or '今'}" for d in files if d.id in absent)
    return f"用 --as-of、--year 选施行的时候：{spans}" if spans else "用 --pools 写明要判定的企业库的 id"
