"""The editor's schema of each kind of file: that of ``schemas/``, with what the library knows put in."""

from __future__ import annotations

import json
import os

from ..language.fact import Fact
from ..plan.plan import Plan
from .across import POOL_RESULTS, choices, link, truths
from .given import Given
from .names import USED, Names, definition_text, definitions_of
from .relaxed import reaching, relaxed, renamed, used
from .tested import escaped, paid

KINDS = ("facts", "standard", "policy", "pools", "limits", "cases", "profile")
#: where the generated files lie below the folder of the schemas
FOLDER = "editor"
SUFFIX = ".schema.json"

_COMMENT = "由 eligibility schema 生成，不要手改。"
_PAID = ("amount", "round", "round_up", "round_down", "floor", "cap", "nothing_below")
_RESULTS = ("eligible", "ineligible", "undetermined", "是", "否", "未知")


def editor_schemas(plan: Plan, folder: str) -> dict[str, dict]:
    """The schemas by kind. ``folder``: where the schemas of rule files are; ``plan``: the library."""
    made = {}
    for kind in KINDS:
        with open(os.path.join(folder, kind + SUFFIX), encoding="utf-8") as file:
            base = relaxed(json.load(file))
        made[kind] = _shaped(_BUILDERS[kind](base, plan))
    return made


def schema_texts(plan: Plan, folder: str) -> dict[str, str]:
    """File name → text of each schema, ending in a line end."""
    return {kind + SUFFIX: json.dumps(schema, ensure_ascii=False, indent=1) + "\n" for kind, schema in editor_schemas(plan, folder).items()}


def _shaped(schema: dict) -> dict:
    defs = used({k: v for k, v in schema.items() if k != "$defs"}, schema.get("$defs", {}))
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$comment": _COMMENT}
    return {**head, **{k: v for k, v in schema.items() if k not in ("$defs", "$schema")}, "$defs": defs}


# --------------------------------------------------------------------- rules


def _facts(base: dict, plan: Plan) -> dict:
    for name in ("fact", "column"):
        base["$defs"][name]["defaultSnippets"] = [
            {"label": "金额", "body": {"type": "money", "ask": "$1", "proof": "$2"}},
            {"label": "是否", "body": {"type": "yes_no", "ask": "$1", "proof": "$2"}},
            {"label": "选项", "body": {"type": "choice", "of": ["${1:甲}", "${2:乙}"], "ask": "$3"}},
            {"label": "数量", "body": {"type": "count", "unit": "${1:人}", "ask": "$2"}},
            {"label": "日期", "body": {"type": "date", "none": "${1:没有}", "ask": "$2"}},
        ]
    return base


def _rules(base: dict, plan: Plan) -> dict:
    """Names and tests in every condition; inside ``has`` and ``for_each`` those of rows."""
    defs, names = base["$defs"], Names(plan)
    records = choices([f.name for f in plan.vocabulary.values() if f.type == "records"])
    for owner in (defs["condition_map"]["properties"]["has"], defs["for_each"]):
        owner["properties"]["of"] = {k: owner["properties"]["of"][k] for k in ("title", "description")} | records
    for owner, keys in (("award", _PAID), ("together", ("cap",)), ("limit", ("cap",))):
        for key in keys if owner in defs else ():
            part = defs[owner]["properties"][key]
            defs[owner]["properties"][key] = {**part, "allOf": [*part.get("allOf", []), *paid()]}
    link(defs, base["properties"], plan)
    defs["bands"]["allOf"] = [*defs["bands"].get("allOf", []), *names.rows_of_bands()]
    inside = {name: f"row_{name}" for name in sorted(reaching(defs, "condition_map"))}
    rows = {inside[name]: renamed(defs[name], inside) for name in inside}
    has = defs["condition_map"]["properties"]["has"]
    has["properties"]["where"] = renamed(has["properties"]["where"], inside)
    plain = {name: renamed(schema, {"for_each": "row_for_each"}) for name, schema in defs.items() if name != "for_each"}
    for conditions, known in ((plain["condition_map"], names.names), (rows["row_condition_map"], names.in_rows)):
        conditions["properties"] = {**known["properties"], **conditions["properties"]}
        conditions["patternProperties"] = known["patternProperties"]
    properties = renamed(base["properties"], {"for_each": "row_for_each"})
    ids = sorted({d.id for d in plan.documents if d.kind in USED})
    properties["uses"]["items"] = {**properties["uses"]["items"], **choices(ids)}
    if "gates" in properties:
        properties["gates"]["items"] = {"title": "门槛", "description": "一个是/否名称。", **choices(truths(plan))}
    return {**base, "properties": properties, "$defs": {**plain, **rows, **names.defs}}


# ----------------------------------------------------------- cases and profiles


def _labels(plan: Plan) -> dict[str, Fact]:
    """Names and aliases of the vocabulary as a profile knows them."""
    labels = dict(plan.vocabulary)
    for fact in plan.vocabulary.values():
        for alias in fact.aliases:
            labels.setdefault(alias, fact)
    return labels


def _table(labels: dict[str, Fact], given: Given) -> dict[str, dict]:
    """``properties`` and ``patternProperties`` for the labels of an enterprise's facts."""
    dated: dict[str, dict] = {}
    for fact in dict.fromkeys(f.name for f in labels.values() if f.per_year):
        words = [label for label, f in labels.items() if f.name == fact]
        one = next(f for f in labels.values() if f.name == fact)
        dated[f"^[0-9]{{4}}年(?:{'|'.join(map(escaped, words))})$"] = given.in_one_year(one)
    return {"properties": {label: given.fact(fact) for label, fact in labels.items()}, "patternProperties": dated}


def _profile(base: dict, plan: Plan) -> dict:
    given = Given()
    table = _table(_labels(plan), given)
    paid = base["properties"]["已兑现"]
    row = paid["items"]["properties"]
    row["奖补项"] = {**row["奖补项"], **choices(sorted({a.name for d in plan.documents for a in d.awards}))}
    row["事项"] = {**row["事项"], **choices(sorted({d.id for d in plan.documents if d.kind == "policy"}))}
    paid = {"title": paid["title"], "description": paid["description"], "if": {"type": "array"}, "then": {"items": paid["items"]},
            "else": {"anyOf": [{"enum": ["无"]}, {"type": "null"}, {"$ref": "#/$defs/placeholder"}]}}  # fmt: skip
    return {
        **base, "properties": {**table["properties"], "已兑现": paid}, "patternProperties": table["patternProperties"],
        "additionalProperties": False, "errorMessage": "没有这个指标；指标表里新加的，请运行 eligibility schema 更新。", "$defs": given.defs,
    }  # fmt: skip


def _cases(base: dict, plan: Plan) -> dict:
    """Facts and definitions may be given; what a new definition means is not known here, so nothing of it is refused."""
    given, defs, value = Given(), base["$defs"], {"$ref": "#/$defs/value"}
    names = {n: definition_text(plan, d, n, i) | {"bool": plan.operations[i].unit == "bool"} for d in plan.documents for n, i in definitions_of(d).items()}
    labels = {label: fact for label, fact in _labels(plan).items() if label in plan.vocabulary or label not in names}
    table = _table(labels, given)
    for name, text in names.items():
        truth = {"anyOf": [{"enum": ["是", "否"]}, value]} if text.pop("bool") else value
        table["properties"].setdefault(name, {**text, **truth})
    case = defs["case"]["properties"]
    case["given"] = {**case["given"], **table, "additionalProperties": {}}
    case["expect"]["properties"] = _expected(defs, plan, {n: {k: t[k] for k in ("title", "description")} for n, t in names.items()})
    base["properties"]["for"] = {**base["properties"]["for"], **choices(sorted({d.id for d in plan.documents}))}
    base["properties"]["for"].pop("pattern", None)
    return {**base, "$defs": {**defs, **given.defs}}


def _expected(defs: dict[str, dict], plan: Plan, names: dict[str, dict]) -> dict[str, dict]:
    """What stands after the names of ``expect``: of pools a status, of everything else a result; a new name may be either."""
    values = [{"label": word, "body": word} for word in (*_RESULTS, "${1:10万元}", "${1:5万元} 至 ${2:10万元}", "${1:0元} 以上")]
    statuses = [{"label": word, "description": said, "body": word} for word, said in POOL_RESULTS.items()]
    defs["expected_value"], defs["expected_pool"] = ({**defs["expected"], "defaultSnippets": words} for words in (values, statuses))
    defs["expected"]["defaultSnippets"] = [*values, *(s for s in statuses if s["label"] not in _RESULTS)]
    awards = {a.name: {"title": a.name, "description": f"{d.title}（{d.id}）的奖补项。"} for d in plan.documents for a in d.awards}
    limited = {tuple(member) for d in plan.documents for limit in d.limits for member in limit.awards}
    full = {f"{p}/{a}": {"title": a, "description": f"{p} 的奖补项；限额文件的用例里，几项同名时这样写。"} for p, a in sorted(limited)}
    texts = {**names, **awards, **full, "total": {"title": "合计", "description": "各项合计。"}}
    pools = {pool.name for d in plan.documents for pool in d.pools}
    return {name: {**text, "$ref": f"#/$defs/expected_{'pool' if name in pools else 'value'}"} for name, text in texts.items()}


_BUILDERS = {"facts": _facts, "standard": _rules, "policy": _rules, "pools": _rules, "limits": _rules, "cases": _cases, "profile": _profile}
