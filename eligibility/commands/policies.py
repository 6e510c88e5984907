"""Which policies ``check`` runs: those in force that were named, or all of our own."""

from __future__ import annotations

from datetime import date

from ..decisions.decision import NotInForce
from ..plan.plan import DocumentPlan, Plan
from ..plan.versions import in_force
from .exits import CouldNotRun

#: Policies of other places: run only when named.
ELSEWHERE = ("elsewhere/", "chongqing/")
MOST_SHOWN = 6  # policies named in a remedy


def choose_policies(plan: Plan, named: tuple[str, ...], policy_year: int, as_of: date) -> tuple[list[str], tuple[NotInForce, ...]]:
    """(ids to run, policies wanted but not in force) in the order of the plan; after them the limits in force over any of those.

    ``named``: ids, titles, or what ids begin with up to a ``/``, for all below
    it, or a part that only one has. CouldNotRun for a name nobody knows.
    """
    versions: dict[str, list[DocumentPlan]] = {}
    for document in plan.documents:
        if document.kind == "policy":
            versions.setdefault(document.id, []).append(document)
    wanted = {i for name in named for i in _ids(plan, versions, name)} or {i for i in versions if run_by_default(i)}
    live = [i for i in versions if i in wanted and any(in_force(d, policy_year, as_of) for d in versions[i])]
    absent = [i for i in versions if i in wanted and i not in live]
    limits = [d.id for d in plan.documents if in_force(d, policy_year, as_of) and any(p in live for limit in d.limits for p, _ in limit.awards)]
    return live + limits, tuple(NotInForce(i, versions[i][-1].title, _because(versions[i], as_of)) for i in absent)


def run_by_default(policy: str) -> bool:
    """Whether ``check`` runs the policy of this id without being told to."""
    return not policy.startswith(ELSEWHERE)


def _ids(plan: Plan, versions: dict[str, list[DocumentPlan]], name: str) -> list[str]:
    """The ids for an id, a title, the beginning of ids, or a part of an id or title that only one has."""
    if name in versions:
        return [name]
    below = [i for i in versions if i.startswith(f"{name.rstrip('/')}/")]
    titled = {d.id for documents in versions.values() for d in documents if d.title == name}
    if below or len(titled) == 1:
        return below or [*titled]
    other = next((d for d in plan.documents if name in (d.id, d.title)), None)
    if other is not None:
        raise _no_policy(name, other)
    part = [i for i, documents in versions.items() if name and (name in i or any(name in d.title for d in documents))]
    if len(part) == 1:
        return part
    if part:
        raise CouldNotRun("X905", f"“{name}”可以指 {len(part)} 项政策", f"写其中一项的 id：{_few(versions, part)}")
    raise CouldNotRun("X905", f"没有 id 或名称为“{name}”的政策", _near(versions, name))


def _no_policy(name: str, document: DocumentPlan) -> CouldNotRun:
    """Why the file that was named is not run by itself, and what does run it."""
    match document.kind:
        case "pools":
            return CouldNotRun("X905", f"{name} 是企业库，不是政策", f"企业库用 eligibility pools --pools {document.id} 画像文件；政策用 eligibility rules 列出")
        case "limits":
            return CouldNotRun("X905", f"{name} 是跨政策的合并限额，不是政策，不能单独判定", "写它所限的政策，限额会一并计算；用 eligibility rules 列出全部政策")
    return CouldNotRun("X905", f"{name} 是认定标准，不是政策，不能单独判定", "写用到它的政策；用 eligibility rules 列出全部政策")


def _few(versions: dict[str, list[DocumentPlan]], ids: list[str]) -> str:
    """Ids with their titles, not more than can be read at a glance."""
    shown = "、".join(f"{i}（{versions[i][-1].title}）" for i in ids[:MOST_SHOWN])
    return shown if len(ids) <= MOST_SHOWN else f"{shown} 等，用 eligibility rules 列出全部政策"


def _near(versions: dict[str, list[DocumentPlan]], name: str) -> str:
    """The few policies whose id or title is nearest to ``name``."""
    from ..language.spelling import closest

    titles = {d.title: i for i, documents in versions.items() for d in documents}
    near = list(dict.fromkeys(titles.get(text, text) for text in closest(name, [*versions, *titles], n=3, least=40)))
    return f"最相近的有：{_few(versions, near)}" if near else "用 eligibility rules 列出全部政策"


def _because(versions: list[DocumentPlan], as_of: date) -> str:
    spans = "、".join(f"{d.start or '（未写起始）'} 至 {d.end or '今'}" for d in versions)
    late = [d.published for d in versions if d.published and d.published > as_of.isoformat()]
    return f"有效期 {spans}（按{versions[0].by}计）" + (f"，{min(late)} 才公布" if late else "")
