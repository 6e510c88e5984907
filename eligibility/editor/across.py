"""Names that files give one another: pools and their stages, what is due, awards that a limit speaks of."""

from __future__ import annotations

from ..language.limits import ALL
from ..language.pools import STAGES
from ..language.words import UNKNOWN
from ..plan.plan import Plan
from .names import USED, definitions_of
from .relaxed import scalar

#: what a case may expect of a pool, and what each means
POOL_RESULTS = {
    "member": "在库", "promote": "符合条件，应当入库", "candidate": "还没有入库，差得不多", "leave": "在库，应当退库",
    "outside": "不在库，也差得远", "undetermined": "有空白，无法判定",
}  # fmt: skip


def choices(words: list[str]) -> dict:
    """``words`` for completion; others are allowed as well."""
    return {"anyOf": [{"enum": words}, scalar()]} if words else scalar()


def truths(plan: Plan) -> list[str]:
    """Names of standards and pools that are yes or no."""
    return sorted({n for d in plan.documents if d.kind in USED for n, i in definitions_of(d).items() if plan.operations[i].unit == "bool"})


def link(defs: dict[str, dict], properties: dict[str, dict], plan: Plan) -> None:
    """Put into the schema of a kind of rules what may stand where it names pools, stages, days, policies and awards."""
    if "due_item" in defs:
        _days(defs["due_item"]["properties"], plan)
    if "pool" in defs:
        stages = list(dict.fromkeys([*STAGES, *(stage for d in plan.documents for stage in d.stages)]))
        properties["stages"]["items"] |= choices(stages)
        _pool(defs["pool"], stages, plan)
    if "limit" in defs:
        _limit(defs["limit"], plan)


def _days(item: dict[str, dict], plan: Plan) -> None:
    """Facts and definitions that are dates for ``by`` and ``from``."""
    days = ["申报日期", *(f.name for f in plan.vocabulary.values() if f.type == "date")]
    days += sorted({n for d in plan.documents if d.kind in USED for n, i in definitions_of(d).items() if plan.operations[i].unit == "date"} - {*days})
    snippets = [{"label": "每年5月31日", "body": "每年${1:5}月${2:31}日"}, {"label": "2022-06-30", "body": "${1:2022-06-30}"}]
    for key in ("by", "from"):
        item[key] = {**item[key], **choices(days), "defaultSnippets": snippets}
    item["from"]["defaultSnippets"] = [*snippets, {"label": "EDATE（…，-6个月）", "body": "EDATE（${1:证书有效期至}，${2:-6个月}）"}]


def _pool(pool: dict, stages: list[str], plan: Plan) -> None:
    part = pool["properties"]
    pools = sorted({p.name for d in plan.documents for p in d.pools})
    after = {"anyOf": [{"enum": pools}, scalar("array")]} if pools else scalar("array")
    part["stage"] = {**part["stage"], **choices(stages)}
    part["after"] = {**{k: v for k, v in part["after"].items() if k != "allOf"}, **after, "items": {**part["after"]["items"], **choices(pools)}}
    part["enter"]["defaultSnippets"] = [{"label": UNKNOWN, "description": "没有见到入库条件，用 why 说明", "body": UNKNOWN}]
    nearest = part["candidate"]["properties"]
    nearest["short_of"] = {k: v for k, v in nearest["short_of"].items() if k != "$ref"} | choices(truths(plan))
    nearest["by_at_most"]["defaultSnippets"] = [{"label": "1项", "body": "${1:1}项"}]
    pool["defaultSnippets"] = [
        {"label": "企业库", "body": {"stage": "${1:挖掘}", "clause": "${2:未见条号}", "member": {"$3": "是"}, "enter": {"$4": "是"}}},
        {"label": "没有见到条件的企业库", "body": {"stage": "${1:挖掘}", "clause": "${2:未见条号}", "member": {"$3": "是"}, "enter": UNKNOWN, "why": "$4"}},
    ]


def _limit(limit: dict, plan: Plan) -> None:
    """Policies left of the colon, right of it their awards."""
    awards = limit["properties"]["awards"]
    titles = {d.id: d.title for d in plan.documents if d.kind == "policy"}
    awards["properties"] = {policy: _members(awards["additionalProperties"], titles[policy], policy, plan) for policy in sorted(titles)}


def _members(base: dict, title: str, policy: str, plan: Plan) -> dict:
    names = list(dict.fromkeys(a.name for d in plan.documents if d.id == policy for a in d.awards))
    return {"title": policy, "description": f"{title}：一列奖补项，或 {ALL}。", "minItems": base["minItems"],
            "anyOf": [{"enum": [ALL]}, scalar("array")], "items": choices(names),
            "defaultSnippets": [{"label": f"[{'、'.join(names[:2])}]", "description": "其中几项", "body": names[:2]}] if names else []}  # fmt: skip
