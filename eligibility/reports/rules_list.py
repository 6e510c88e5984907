"""All documents of the rules: what each is, where it comes from, when it is in force, and whether ``check`` runs it unasked."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..plan.plan import DocumentPlan, Plan
from .conditions_text import EVIDENCE
from .lines import folded
from .policy_text.document import in_force_text

FORMAT = "eligibility-rules/1"
Versions = list[DocumentPlan]  # of one document, oldest first
_GROUPS = (("policy", True, "政策"), ("policy", False, "别处的政策，check 只在 --policy 点名时才判定"), ("standard", False, "标准，供政策按名称使用"),
           ("pools", False, "企业库，由 pools 判定，也供政策按名称使用"), ("limits", False, "跨政策的合并限额"))


def matching(plan: Plan, word: str | None) -> list[Versions]:
    """Documents that hold ``word`` in their id, title, instrument, number or awards; all where it is None."""
    versions: dict[str, Versions] = {}
    for document in plan.documents:
        versions.setdefault(document.id, []).append(document)
    found = [sorted(v, key=lambda d: d.start or "") for v in versions.values()]
    return [v for v in found if word is None or any(word in text for d in v for text in _texts(d))]


def _texts(document: DocumentPlan) -> Iterable[str]:
    yield from filter(None, (document.id, document.title, document.instrument, document.number))
    for award in document.awards:
        yield from (award.name, award.title)


def render(documents: list[Versions], run_by_default: Callable[[str], bool]) -> list[str]:
    """Lines: policies that are run unasked, those that are not, and standards."""
    lines: list[str] = []
    for kind, default, heading in _GROUPS:
        group = [v for v in documents if v[-1].kind == kind and (kind != "policy" or run_by_default(v[-1].id) == default)]
        if group:
            lines += ([""] if lines else []) + folded(f"{heading}（{len(group)}）")
        for versions in group:
            lines += _entry(versions)
    return lines


def _entry(versions: Versions) -> list[str]:
    lines = folded("；".join(dict.fromkeys(document.title for document in versions)), 2, 2)
    lines.append(f"    {versions[-1].id}")  # an id is never torn
    for document in versions:
        held = _held(document)
        said = f"{document.cited}，{EVIDENCE[document.evidence]}；{in_force_text(document)}；{held}"
        lines += folded(said, 4, 2)
    return lines


def _held(document: DocumentPlan) -> str:
    if document.kind == "pools":
        return f"{len(document.pools)} 个企业库"
    if document.kind == "limits":
        return f"{len(document.limits)} 个限额"
    return f"{len(document.awards)} 个奖补项" if document.kind == "policy" else f"{len(document.definitions)} 个名称"


def to_dict(documents: list[Versions], run_by_default: Callable[[str], bool]) -> dict:
    return {"format": FORMAT, "documents": [_to_dict(v, run_by_default) for v in documents]}


def _to_dict(versions: Versions, run_by_default: Callable[[str], bool]) -> dict:
    last = versions[-1]
    told = [
        {"from": d.start, "to": d.end, "by": d.by, "published": d.published, "title": d.title, "instrument": d.instrument, "number": d.number,
         "evidence": d.evidence, "source": d.source, "awards": [a.name for a in d.awards], "file": d.file}
        for d in versions
    ]  # fmt: skip
    default = {"run_by_default": run_by_default(last.id)} if last.kind == "policy" else {}
    return {"id": last.id, "title": last.title, "kind": last.kind, **default, "versions": told}
