"""A whole document told: who may apply, what is paid, which pools there are, what the names mean, what is open and what to bring."""

from __future__ import annotations

from typing import NamedTuple

from ...plan.plan import AwardPlan, DocumentPlan, LimitPlan, ParameterPlan, Plan, ReadingPlan, TogetherPlan
from ..conditions_text import EVIDENCE, basis_text
from .item import Item, phrase, source_text
from .meanings import meanings
from .names import Names
from .pools import due, pool, stages
from .year_words import explained, this_year

FORMAT = "eligibility-show/1"
KINDS = {"policy": "政策", "standard": "标准", "pools": "企业库", "limits": "合并限额"}
_CUTS = {"last_first": "超出的从排在最后的一项往前扣", "pro_rata": "超出的按各项的比例扣"}


class Section(NamedTuple):
    title: str
    items: tuple[Item, ...]
    numbered: bool = False


def sections(plan: Plan, document: DocumentPlan) -> list[Section]:
    """What ``document`` says, in reading order; nothing of it is left out."""
    return _Document(plan, document).sections()


def head(document: DocumentPlan) -> list[str]:
    """Title, source and validity, a line each."""
    by = "政策年度的最后一天" if document.by == "政策年度" else "申报日期"
    lines = [
        document.title,
        f"{KINDS[document.kind]} {document.id}",
        f"依据：{document.cited}，{EVIDENCE[document.evidence]}",
        f"读自：{document.source}" if document.source else "",
        f"施行：{in_force_text(document)}，按{by}看",
        f"公布：{document.published}，以前申报的不适用" if document.published else "",
        f"主管部门：{document.department}" if document.department else "",
        f"说明：{document.note}" if document.note else "",
        f"规则文件：{document.file}",
    ]
    return [line for line in lines if line]


def to_dict(document: DocumentPlan, versions: list[DocumentPlan], told: list[Section]) -> dict:
    """For machines: the same sentences, and which version of which they are of."""
    named = {key: getattr(document, key) for key in ("id", "kind", "title", "instrument", "number", "evidence", "source", "department", "published", "note", "file")}
    spans = [{"from": d.start, "to": d.end, "by": d.by, "file": d.file, "shown": d is document} for d in versions]
    return {"format": FORMAT, **named, "this_year": document.this_year, "versions": spans,
            "sections": [{"title": s.title, "items": [item.to_json() for item in s.items]} for s in told]}  # fmt: skip


def in_force_text(document: DocumentPlan) -> str:
    """``2021-01-01 至 2025-12-31``; what is not known is said."""
    if not document.start and not document.end:
        return "起止日期未见"
    return f"{document.start or '（起始日期未见）'} 至 {document.end}" if document.end else f"{document.start} 起"


class _Document:
    def __init__(self, plan: Plan, document: DocumentPlan):
        self.plan, self.document = plan, document
        self.names = Names(plan)
        self.operations = plan.operations
        self.by_file = {(d.id, d.file): d for d in plan.documents}

    def sections(self) -> list[Section]:
        document, names = self.document, self.names
        gates = self.gates()
        awards = [self.award(a) for a in document.awards]
        together = [Item(self.together(t)) for t in document.together]
        limits = [self.limit(limit) for limit in document.limits]
        pools = [pool(names, p) for p in document.pools]
        dues = [Item(due(names, d)) for d in document.due]
        names.explained.update(p.inside for p in document.pools)  # told above as they are written
        own = names.explain(document, list(names.mentioned)) + names.explain(document, document.definitions.values())
        others = self.others()
        found = [
            Section("谁能申报", tuple(gates)),
            Section("奖补项", tuple(awards), True),
            Section("合并计算", tuple(together)),
            Section("跨政策的合并限额，照次序适用", tuple(limits)),
            Section("阶段和在库", stages(document)),
            Section("企业库", tuple(pools), True),
            Section("到期要办的事", tuple(dues)),
            Section("名称解释" if document.kind == "policy" else "定义", tuple(own)),
            *others,
            Section("理解口径", self.readings()),
            Section("参数", tuple(self.parameter(p) for p in document.parameters)),
            Section("申报材料", tuple(map(Item, document.materials))),
            Section("年份和日期", tuple(explained(document, names.year_words))),
            Section("指标，照填写时的问法", tuple(meanings(self.plan, names.facts, names.columns))),
        ]
        return [section for section in found if section.items]

    # -------------------------------------------------------------- gates and awards

    def gates(self) -> list[Item]:
        """What every applicant must meet, told in full."""
        items = []
        for _, index in self.document.gates:
            behind = self.operations[index].args[0]
            for document, definition in self.versions(behind):
                origin = "" if document is self.document else f"（见 {document.id}，{_origin(document)}）"
                items.append(self.names.definition(definition, origin))
        return [Item("下面每一条都要符合；有一条不符合，各项都不给"), *items] if items else []

    def versions(self, index: int) -> list[tuple[DocumentPlan, int]]:
        """What stands behind a name, each with its document: of another document, one for each version."""
        op = self.operations[index]
        if op.op == "version":
            return [(self.by_file[tuple(key)], argument) for key, argument in zip(op.data, op.args)]
        if op.op in ("reading", "parameter"):
            return [(d, index) for d in self.plan.documents if any(p.operation == index for p in (*d.readings, *d.parameters))]
        return [(self.document, index)]

    def award(self, award: AwardPlan) -> Item:
        title = f"{award.name}：{award.title}" if award.title != award.name else award.name
        return Item(title, tuple(self.names.with_own_names(lambda: self.award_parts(award))))

    def award_parts(self, award: AwardPlan) -> list[Item]:
        parts = [Item(f"依据：{basis_text(award)}")]
        if award.condition is None:
            parts.append(Item("条件：没有另外的条件" if self.document.gates else "条件：没有条件"))
        else:
            condition = self.names.condition(award.condition)
            parts.append(condition._replace(text=f"条件：{condition.text}"))
        amount = self.names.value(award.value)
        parts.append(amount[0]._replace(text=f"金额：{amount[0].text}"))
        parts += amount[1:]
        if award.once:
            parts.append(Item("一生一次：以前领过本项的不再给"))
        under = [other for over, other in self.document.overrides if over == award.name]
        over = [over for over, other in self.document.overrides if other == award.name]
        if under:
            parts.append(Item(f"符合本项的，不再给：{'、'.join(under)}"))
        if over:
            parts.append(Item(f"符合“{'”或“'.join(over)}”的，不再给本项"))
        if award.note:
            parts.append(Item(f"说明：{award.note}"))
        return parts

    def together(self, together: TogetherPlan) -> str:
        said = [
            f"“{together.name}”：{'、'.join(together.awards)}合在一起算",
            "只付最高的一项" if together.pay == "highest" else "各项都付",
            "连以前领的一起算" if together.per == "lifetime" else "每年分别算",
            f"合计至多 {self.names.number(together.cap)}，{_CUTS[together.cut]}" if together.cap is not None else "",
            f"有影响时转人工：{together.refer}" if together.refer else "",
        ]
        return "；".join(filter(None, said))

    def limit(self, limit: LimitPlan) -> Item:
        """A limit across policies: its awards policy by policy, then what it does."""
        titles = {d.id: d.title for d in self.plan.documents}
        policies = {policy: [award for p, award in limit.awards if p == policy] for policy, _ in limit.awards}
        parts = [
            *(f"{titles.get(policy, policy)}（{policy}）：{'、'.join(awards)}" for policy, awards in policies.items()),
            "只付最高的一项" if limit.pay == "highest" else "各项都付",
            "连以前领的一起算" if limit.per == "lifetime" else "每年分别算",
            f"合计至多 {self.names.number(self.operations[limit.cap].args[0])}，{_CUTS[limit.cut]}" if limit.cap is not None else "",
            f"有影响时转人工：{limit.refer}" if limit.refer else "",
            f"说明：{limit.note}" if limit.note else "",
        ]
        source = source_text(limit.clause, limit.ref, limit.evidence)
        return Item(f"“{limit.name}”{source}", tuple(Item(part) for part in parts if part))

    # -------------------------------------------------------------- what is explained

    def others(self) -> list[Section]:
        """Names of other documents, by document, with their readings and parameters that matter."""
        found: dict[tuple[str, str], list[Item]] = {}
        done: set[int] = set()
        while waiting := [i for i in self.names.mentioned if i not in done]:
            for index in waiting:
                done.add(index)
                for document, definition in self.versions(index):
                    if document is not self.document:
                        found.setdefault((document.id, document.file), []).extend(self.other(document, definition))
            for document in self.plan.documents:  # what those mention in turn
                if (document.id, document.file) in found:
                    found[document.id, document.file] += self.names.explain(document, list(self.names.mentioned))
        titles = {key: self.by_file[key] for key, items in found.items() if items}
        return [Section(f"名称解释：来自 {d.id}（{d.title}）", (self.other_year(d), *found[key])) for key, d in titles.items()]

    def other_year(self, document: DocumentPlan) -> Item:
        """Where the names below come from, and what 本年 is in them where it is not what it is here."""
        differs = document.this_year != self.document.this_year
        return Item(_origin(document) + (f"；以下的“本年”是{this_year(document)}" if differs else ""))

    def other(self, document: DocumentPlan, index: int) -> list[Item]:
        """A definition, reading or parameter of another document."""
        told = [Item(f"理解口径{self.reading(r).text}") for r in document.readings if r.operation == index]
        told += [self.parameter(p) for p in document.parameters if p.operation == index]
        return told or self.names.explain(document, [index])

    def readings(self) -> tuple[Item, ...]:
        told = tuple(map(self.reading, self.document.readings))
        return (Item("两种理解都计算；结果不同的，标为暂定，两种结果都列出"), *told) if told else ()

    def reading(self, reading: ReadingPlan) -> Item:
        return Item(f"“{reading.name}”：{'采用' if reading.take else '不采用'}这种理解。{reading.why}")

    def parameter(self, parameter: ParameterPlan) -> Item:
        rows = [Item(self.row(row, len(parameter.rows) > 1)) for row in parameter.rows]
        if len(rows) == 1:
            return Item(f"“{parameter.name}”：{rows[0].text}")
        return Item(f"“{parameter.name}”", tuple(rows))

    def row(self, row: list, several: bool) -> str:
        start, kind, value, reference, evidence, basis, clause, ref, why, _, source = row
        since = f"{start} 起：" if start else "起初：" if several else ""
        text = {"value": "{}", "at_most": "不超过 {}（只知道上限）", "unknown": "没有查到，不当作任何数"}[kind]
        text = since + text.format(self.names.number(value) if value is not None else "") + source_text(clause, ref, evidence)
        if why:
            text += f"；{phrase(why)}"
        if reference is not None:
            text += f"；参考值 {self.names.number(reference)}{f'（{phrase(basis)}）' if basis else ''}，不计入合计"
        return text + (f"；读自 {source}" if source else "")


def _origin(document: DocumentPlan) -> str:
    """Where another document stands and how well it is known."""
    return f"{document.cited}，{EVIDENCE[document.evidence]}，{in_force_text(document)}"
