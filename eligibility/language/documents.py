"""A ``kind: standard``, ``policy``, ``pools`` or ``limits`` tree to ``model.Rules``."""

from __future__ import annotations

from . import later
from .blocks import read_block, read_definitions
from .conditions import read_clause
from .diagnostic import Findings
from .due import read_due
from .expressions import parse_expression
from .limits import read_limits
from .model import Award, InForce, Instrument, Reading, Rules, Together
from .nodes import entries, names_of, read_day, text_of
from .parameters import read_parameter
from .pools import read_pools, read_stages
from .tree import Mapping, Node, Scalar
from .words import YES, check_name

POLICY_YEAR, APPLICATION_YEAR = "政策年度", "申报年度"


def read_rules(tree: Mapping, kind: str, file: str, findings: Findings) -> Rules:
    """The model of one file. What is missing or misshapen (the schema reports it) is left empty."""
    later.report_keys(tree, findings, ("pool", "paid_over", "funded_by", "recover", "paid_to"))
    stages = read_stages(tree.get("stages")) if kind == "pools" else ()
    return Rules(
        kind=kind,
        id=text_of(tree.get("id")) or "",
        title=text_of(tree.get("title")) or "",
        instrument=_instrument(tree.get("instrument")),
        in_force=_in_force(tree, findings),
        published=read_day(tree.get("published"), findings),
        this_year=APPLICATION_YEAR if text_of(tree.get("this_year")) == APPLICATION_YEAR else POLICY_YEAR,
        uses=names_of(tree.get("uses")),
        gates=names_of(tree.get("gates")),
        readings=_readings(tree.get("readings"), findings),
        parameters={
            key.text: read_parameter(key, value, findings)
            for key, value in entries(tree.get("parameters"))
            if check_name(key, "参数", findings)
        },
        define=read_definitions(tree.get("define"), findings),
        awards={key.text: _award(key, value, findings) for key, value in entries(tree.get("awards")) if isinstance(value, Mapping)},
        together={key.text: _together(key, value, findings) for key, value in entries(tree.get("together")) if isinstance(value, Mapping)},
        materials=tuple(name.text for name in names_of(tree.get("materials"))),
        department=text_of(tree.get("department")),
        note=text_of(tree.get("note")),
        file=file,
        where=tree.where,
        due=read_due(tree.get("due"), findings),
        stages=stages,
        pools=read_pools(tree.get("pools"), stages, findings),
        limits=read_limits(tree.get("limits"), findings),
    )


# -------------------------------------------------------------------------- head


def _instrument(node: Node | None) -> Instrument | None:
    if not isinstance(node, Mapping):
        return None
    title, number, evidence, source = (text_of(node.get(key)) for key in ("title", "number", "evidence", "source"))
    title = title or ""
    if title.startswith("《") and title.find("》") == len(title) - 1:  # it is shown in 《》 wherever it is shown
        title = title[1:-1]
    return Instrument(title, number, evidence or "assumed", node.where, source)


def _in_force(tree: Mapping, findings: Findings) -> InForce:
    node = tree.get("in_force")
    if not isinstance(node, Mapping):
        return InForce(None, None, POLICY_YEAR, tree.where)
    start, end = read_day(node.get("from"), findings), read_day(node.get("to"), findings)
    if start and end and start > end:
        findings.error("L353", node.get("to").where, f"截止日期 {end} 早于起始日期 {start}。", "核对 from 和 to，把早的写在 from。")
        end = None
    by = text_of(node.get("by"))
    return InForce(start, end, by if by == "申报日期" else POLICY_YEAR, (tree.key("in_force") or tree).where)


def _readings(node: Node | None, findings: Findings) -> dict[str, Reading]:
    made = {}
    for key, value in entries(node):
        if check_name(key, "读法", findings) and isinstance(value, Mapping):
            made[key.text] = Reading(key.text, text_of(value.get("take")) == YES, text_of(value.get("why")) or "", key.where)
    return made


# ------------------------------------------------------------------------ awards


def _award(key: Scalar, node: Mapping, findings: Findings) -> Award:
    later.report_keys(node, findings, ("pool", "paid_over", "funded_by", "recover", "paid_to", "claimed_by_one"))
    return Award(
        name=key.text,
        block=read_block(node, key.where, findings),
        clause=read_clause(node),
        where=key.where,
        once=text_of(node.get("once")),
        overrides=names_of(node.get("overrides")),
        title=text_of(node.get("title")),
        note=text_of(node.get("note")),
    )


def _together(key: Scalar, node: Mapping, findings: Findings) -> Together:
    later.report_keys(node, findings, ("pool", "paid_over", "funded_by"))
    cap = node.get("cap")
    return Together(
        name=key.text,
        awards=names_of(node.get("awards")),
        pay=text_of(node.get("pay")) or "all",
        per=text_of(node.get("per")) or "year",
        cap=parse_expression(cap, findings, comparison=False) if isinstance(cap, Scalar) and not cap.blank else None,
        cut=text_of(node.get("cut")) or "last_first",
        refer=text_of(node.get("refer")),
        where=key.where,
    )
