"""Which policies ``check`` runs: those in force that were named, or all of our own."""

from __future__ import annotations

from datetime import date

from ..decisions.decision import NotInForce
from ..plan.plan import DocumentPlan, Plan
from ..plan.versions import in_force
from .exits import CouldNotRun

#: Policies of other places: comparables, run only when named.
ELSEWHERE = "elsewhere/"


def choose_policies(plan: Plan, named: tuple[str, ...], policy_year: int, as_of: date) -> tuple[list[str], tuple[NotInForce, ...]]:
    """(ids to run, policies wanted but not in force) in the order of the plan. CouldNotRun for a name nobody knows."""
    versions: dict[str, list[DocumentPlan]] = {}
    for document in plan.documents:
        if document.kind == "policy":
            versions.setdefault(document.id, []).append(document)
    wanted = {_id(plan, versions, name) for name in named} or {i for i in versions if not i.startswith(ELSEWHERE)}
    live = [i for i in versions if i in wanted and any(in_force(d, policy_year, as_of) for d in versions[i])]
    absent = [i for i in versions if i in wanted and i not in live]
    return live, tuple(NotInForce(i, versions[i][-1].title, _because(versions[i], as_of)) for i in absent)


def _id(plan: Plan, versions: dict[str, list[DocumentPlan]], name: str) -> str:
    """The id for an id or a title."""
    if name in versions:
        return name
    titled = {d.id for documents in versions.values() for d in documents if d.title == name}
    if len(titled) == 1:
        return titled.pop()
    if any(d.id == name for d in plan.documents):
        raise CouldNotRun("X905", f"{name} 是认定标准，不是政策，不能单独判定", f"可用的有：{'、'.join(versions)}")
    from ..language.spelling import did_you_mean

    hint = did_you_mean(name, list(versions)) or f"可用的有：{'、'.join(versions)}"
    raise CouldNotRun("X905", f"没有 id 为“{name}”的政策", hint)


def _because(versions: list[DocumentPlan], as_of: date) -> str:
    spans = "、".join(f"{d.start or '（未写起始）'} 至 {d.end or '今'}" for d in versions)
    late = [d.published for d in versions if d.published and d.published > as_of.isoformat()]
    return f"有效期 {spans}（按{versions[0].by}计）" + (f"，{min(late)} 才公布" if late else "")
