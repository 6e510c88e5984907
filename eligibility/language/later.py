"""What the language names already and does not carry out yet: one message for each."""

from __future__ import annotations

from .diagnostic import Findings
from .tree import Mapping, Scalar

KINDS = {
    "round": "兑现批次",
}
KEYS = {
    "rank": "在一批申报企业中排名次",
    "claimed_by_one": "同一条记录只能由一家企业申报",
    "pool": "一个批次的资金总额与分配",
    "paid_over": "分年度兑现",
    "funded_by": "各级财政的分担",
    "recover": "已付资金的追回",
    "paid_to": "付给另一个收款人",
    "applicants": "同批的其他申报企业",
}
APPLICANTS = "申报企业"


def report_key(key: Scalar, findings: Findings) -> None:
    """The finding for a key of ``KEYS``."""
    findings.error("L381", key.where, f"“{key.text}”（{KEYS[key.text]}）这一版尚未支持。", "先删掉这个键，用人工办理；说明可写进 note。")


def report_keys(node: Mapping, findings: Findings, allowed: tuple[str, ...] = tuple(KEYS)) -> bool:
    """Report every key of ``node`` that comes later; True where there is one."""
    found = [key for key, _ in node.entries if key.text in KEYS and key.text in allowed]
    for key in found:
        report_key(key, findings)
    return bool(found)


def report_applicants(of: Scalar, findings: Findings) -> None:
    """The finding for ``of: 申报企业``."""
    findings.error("L381", of.where, "“of: 申报企业”（在一批申报企业中逐家计算）这一版尚未支持。", "of 写本企业的一个记录类指标。")
