"""The first version of a policy file and its cases: sound from the start, with what is still to be filled in marked.

No amount is ever made up: every award begins as ``unknown``, and the ways to
write an amount stand beside it as remarks.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from .diagnostic import Findings, Where
from .quantities import read_date
from .tree import Scalar
from .words import check_name

ID = re.compile(r"[a-z0-9-]+(/[a-z0-9-]+)*")
EVIDENCE = {
    "official": "读过政府网站的原文",
    "secondary": "见于转载或报道",
    "recalled": "凭记忆，没有见到文字",
    "assumed": "为便于计算而假定",
}


class Head(NamedTuple):
    """What is known of a policy before its clauses are typed in; "" where it is not known.

    ``start`` is a date as the rules write it; ``awards`` are names of awards.
    """

    id: str
    title: str
    instrument: str
    number: str = ""
    evidence: str = "secondary"
    source: str = ""
    start: str = ""
    department: str = ""
    awards: tuple[str, ...] = ("补助",)


def trouble(head: Head) -> str | None:
    """What is wrong with ``head``, in Chinese; None where a file can be written."""
    if not ID.fullmatch(head.id):
        return f"编号“{head.id}”只能用小写字母、数字和连字符，用 / 分级，例如 east/rent"
    for what, text in (("名称", head.title), ("文件名称", head.instrument)):
        if not text.strip():
            return f"没有写{what}"
    if any("\n" in text for text in head[1:8]):
        return "各项都要写在一行里"
    if head.evidence not in EVIDENCE:
        return f"证据等级“{head.evidence}”不对，可选：{'、'.join(EVIDENCE)}"
    if head.start and read_date(head.start) is None:
        return f"施行日期“{head.start}”不是日期，写成 2021-01-01 的样子；不知道就不写"
    for award in head.awards:
        findings = Findings()
        if not check_name(Scalar(award, Where("")), "奖补项", findings):
            return findings.items[0].message.rstrip("。") if findings.items else "奖补项的名称是空的"
    return None


def first_year(head: Head) -> int | None:
    """The first policy year in which it is in force; None where its first day is not known."""
    start = read_date(head.start) if head.start else None
    return start.year if start else None


def policy_text(head: Head, modeline: str = "") -> str:
    """The policy file; it validates, and decides nothing until amounts are filled in."""
    source = [f"  title: {quoted(head.instrument)}"]
    if head.number:
        source.append(f"  number: {quoted(head.number)}")
    source.append(f"  evidence: {head.evidence}  # {EVIDENCE[head.evidence]}；可写 {'、'.join(EVIDENCE)}")
    source.append(f"  source: {quoted(head.source)}" if head.source else "  # source: 在哪里读到的")
    in_force = f"{{from: {head.start}}}" if head.start else "{by: 政策年度}  # 施行日期未见；查到后写成 {from: 2021-01-01}"
    lines = [
        *([modeline] if modeline else []),
        f"# {head.title}：在这里写明依据了什么、哪些是推断的。",
        "kind: policy",
        f"id: {head.id}",
        f"title: {quoted(head.title)}",
        "instrument:",
        *source,
        f"in_force: {in_force}",
        f"department: {quoted(head.department)}" if head.department else "# department: 主管部门",
        "# uses: [common/admissibility]   # 使用别的文件里的名称",
        "# gates: [申报主体合格]            # 一票否决的条件",
        "# readings:                      # 原文没有说清的地方：起一个名称，在条件里写“名称: 是”，两种理解都会计算",
        "#   满三年按自然年计: {take: 是, why: 第二条没有写明从哪一天起算。}",
        "",
        "awards:",
    ]
    for award in head.awards:
        lines += [
            f"  {award}:",
            "    clause: 未见条号            # 条款号，如 第三条",
            "    # ref: AB-01                # 自己的资料编号（如果有）",
            "    # once: lifetime            # 一生只给一次的",
            "    # when:                    # 条件，各行都要成立；任一成立用 any",
            "    #   上年营业收入: 不低于 2000万元",
            "    amount: unknown             # 查到后改写，例如：",
            "    why: 尚未录入",
            "    #   amount: 20万元                        定额",
            "    #   amount: 上年研发费用 × 5%             按比例",
            "    #   cap: 50万元                           封顶",
            "    #   bands / tiers / first_of / for_each   分档、分段累计、依次、逐条",
        ]
    return "\n".join([*lines, "", "# materials: [营业执照]          # 申报材料", ""])


def cases_text(head: Head, policy_year: int, modeline: str = "") -> str:
    """Cases beside it: one of a firm of which nothing is known, to go on from."""
    lines = [
        *([modeline] if modeline else []),
        f"# {head.title}的用例：每个界值两边各一例，再加空白的一例。",
        "kind: cases",
        f"for: {head.id}",
        f"policy_year: {policy_year}",
        "cases:",
        "  - case: 什么都不知道",
        "    given: {}",
        f"    expect: {{{head.awards[0]}: 0元 以上}}  # 条件写好后改成 undetermined，再添各种情形",
    ]
    return "\n".join([*lines, ""])


def quoted(text: str) -> str:
    """``text`` as a YAML value: plain where that is safe, else in single quotes."""
    plain = re.fullmatch(r"[\w〔〕（）《》、，。．·“”（）/ -]+", text) and not text.startswith(("-", " ")) and not text.endswith(" ")
    return text if plain and ": " not in text and " #" not in text else "'" + text.replace("'", "''") + "'"
