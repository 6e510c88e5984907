"""``eligibility diff``: what other rules change for a population, seen before they are published."""

from __future__ import annotations

import os
from datetime import date
from typing import TYPE_CHECKING

import click

from ..language.diagnostic import Findings, Where
from ..plan.plan import Plan
from . import completing
from .exits import COULD_NOT_RUN, FINDINGS, FINE, CouldNotRun
from .interrupting import interruptible
from .json_output import error_json, write_json
from .loading import SHIPPED, load_plan, must_be_there, show
from .policies import choose_policies
from .progress import Progress
from .terminal import coloured, tell
from .when import DEFAULT_YEAR, read_day, read_year, year_and_day

if TYPE_CHECKING:
    from ..batch.compare import Comparison, Side
    from ..batch.rules_diff import RulesDiff
    from ..profiles.population.open import Part, Population
    from ..reports.rules_diff.text import Shown

MOST_FINDINGS = 20  # told of the rows of a population
COLOURS = {"dropped": "red", "lowered": "red", "added": "green", "raised": "green", "unchanged": None}


@click.command(
    "diff",
    help="发布新规则之前，看名单上的企业谁多得、谁少得：每项政策新享受、不再享受、金额增减、变待定各多少家，一共多少钱，举十家说明为什么。\n\n"
    f"旧规则、新规则是规则文件夹，各是完整的一套；写 {SHIPPED} 是随程序安装的规则。名单是表格（csv、xlsx、parquet），一行一家企业，记录在另外的文件或工作表里。"
    "规则没有改动的政策不重算。名单里有没采用的内容以 1 结束；无法比较以 2 结束。",
)
@click.argument("old", metavar="旧规则")
@click.argument("new", metavar="新规则")
@click.argument("more", nargs=-1, metavar="[更多文件…]")
@click.option("--population", "population", multiple=True, metavar="名单", help="企业名单；记录和已兑现在另外的文件里的，接着写在后面")
@click.option("--policy", "policies", multiple=True, metavar="ID", shell_complete=completing.policies, help="只比较这项政策（id、名称，或 chongqing/yubei 这样的一组），可写几次；不写就比较本地的全部政策")
@click.option("--year", type=int, callback=read_year, metavar="年份", help="政策年度；不写就是申报日期的上一年")
@click.option("--as-of", callback=read_day, metavar="日期", help="申报日期，例如 2022-06-30；不写就是今天")
@click.option("--full", is_flag=True, help="举例的企业，新旧两份说明都全文写出")
@click.option("--out", metavar="文件", help="另存 Excel：一张汇总，一张有变化的企业，一家一行")
@click.option("--force", is_flag=True, help="--out 的文件已经存在也写，原来的内容就没有了")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
def command(old: str, new: str, more: tuple[str, ...], population: tuple[str, ...], policies: tuple[str, ...], year: int | None, as_of: date | None,
            full: bool, out: str | None, force: bool, as_json: bool) -> int:  # fmt: skip
    if not population:
        raise click.UsageError("缺少 --population 名单", click.get_current_context())
    population += more
    _check_out(out, force)
    must_be_there([path for path in (old, new) if path != SHIPPED], f"核对路径；随程序安装的规则写 {SHIPPED}")
    must_be_there(population, "核对 --population 后面的路径")
    year_note = DEFAULT_YEAR if year is None and as_of is None else ""
    policy_year, as_of = year_and_day(year, as_of)
    plans = load_plan((old,)), load_plan((new,))
    from ..batch.compare import Comparison
    from ..batch.two_readings import read_by
    from ..profiles.population.open import open_population
    from ..profiles.population.source import Unreadable
    from ..reports.rules_diff.text import Shown

    comparison = Comparison(*_sides(plans, policies, policy_year, as_of), policy_year, as_of)
    readers = read_by(*plans)
    found = [Findings() for _ in readers]
    read = [open_population(list(population), plan.vocabulary, findings, plan) for plan, findings in zip(readers, found)]
    if None in read:
        return _cannot_read(found, as_json)
    try:
        with interruptible():
            diff = _compare(comparison, read, found, population, out)
    except Unreadable as error:
        raise CouldNotRun(error.finding.code, f"{error.finding.where} {error.finding.message}", error.finding.hint) from None
    _show(found)
    if not diff.used:
        raise CouldNotRun("X939", f"名单里没有一家企业可以判定：读入 {diff.read} 行，都没有采用", "按所列的问题改正名单，再运行一次")
    _report(diff, plans, Shown(old, new, population, year_note), full, as_json)
    if out is not None:
        tell(f"已写好 {out}：{diff.enterprises.changed} 家企业有变化", err=True)
    return FINDINGS if diff.rejected or any(findings.has_errors for findings in found) else FINE


def _check_out(out: str | None, force: bool) -> None:
    """CouldNotRun where the workbook cannot or must not be written: known before anything is decided."""
    if out is None:
        return
    if not out.lower().endswith(".xlsx"):
        raise CouldNotRun("X911", f"--out 写的是 Excel，文件名却是 {out}", "文件名以 .xlsx 结尾")
    if os.path.exists(out) and not (force and os.path.isfile(out)):
        raise CouldNotRun("X913", f"{out} 已经存在，没有改写", "换一个文件名；确定不要原来的内容就加 --force")
    if not os.path.isdir(os.path.dirname(os.path.abspath(out))):
        raise CouldNotRun("X901", f"找不到要写 {out} 的文件夹", "先建好文件夹，或换一个位置")


def _sides(plans: tuple[Plan, Plan], named: tuple[str, ...], policy_year: int, as_of: date) -> list[Side]:
    """The policies of both rules; a name has to be known to one of them."""
    sides = [_side(plan, named, policy_year, as_of) for plan in plans]
    for name in named:
        unknown = [error for error in (_unknown(plan, name, policy_year, as_of) for plan in plans) if error is not None]
        if len(unknown) == len(plans):
            raise unknown[-1]
    if not any(side.policies for side in sides):
        raise CouldNotRun("X938", f"{policy_year} 政策年度，新旧两套规则都没有在有效期内的政策可比", "换一个 --year 或 --as-of，或用 --policy 点名别的政策")
    return sides


def _side(plan: Plan, named: tuple[str, ...], policy_year: int, as_of: date) -> Side:
    from ..batch.compare import Side

    known = tuple(name for name in named if _unknown(plan, name, policy_year, as_of) is None)
    if named and not known:
        return Side(plan, [])
    chosen, _ = choose_policies(plan, known, policy_year, as_of)
    kinds = {d.id: d.kind for d in plan.documents}
    return Side(plan, [i for i in chosen if kinds[i] == "policy"])


def _unknown(plan: Plan, name: str, policy_year: int, as_of: date) -> CouldNotRun | None:
    """Why a plan has no policy of this name; None where it has one."""
    try:
        choose_policies(plan, (name,), policy_year, as_of)
    except CouldNotRun as error:
        return error
    return None


def _cannot_read(found: list[Findings], as_json: bool) -> int:
    """Say why the population cannot be read with one of the vocabularies, or with both."""
    _show(found)
    if as_json:
        first = next(d for findings in found for d in findings.sorted() if d.severity == "error")
        write_json(error_json(first.code, f"{first.where} {first.message}", first.hint))
    return COULD_NOT_RUN


def _compare(comparison: Comparison, read: list[Population], found: list[Findings], files: tuple[str, ...], out: str | None) -> RulesDiff:
    """The comparison run, and the workbook written, whole or not at all; what is wrong with rows goes to ``found``."""
    from ..batch.shards import SHARD_ROWS, slice_rows
    from ..batch.two_readings import pairs_of

    deciders = [d for d in comparison.deciders if d is not None]
    size = min((slice_rows(d.columns(awards=False)) for d in deciders), default=SHARD_ROWS)
    with Progress(read[0].rows) as progress:

        def told(parts: tuple[Part, ...]) -> None:
            progress(parts[0].rows)
            for part, findings in zip(parts, found):
                _note(part, files[0], findings)

        pairs = pairs_of(read, comparison.facts, size, told)
        if out is None:
            return comparison.run(pairs, files)
        from ..reports.rules_diff.workbook import ChangesBook

        with ChangesBook(out, comparison.result) as book:
            diff = comparison.run(pairs, files, book.add)
            if diff.used:
                book.save()
            return diff


def _note(part: Part, file: str, findings: Findings) -> None:
    """The first rows that were left out and the first cells that count as blank, as findings."""
    for row, code, reason in part.rejected.head(max(0, MOST_FINDINGS - len(findings.items))).select("row", "code", "原因").iter_rows():
        number, _, text = reason.partition(" ")
        findings.error(number, Where(file, row, 1), f"{text}（{code or '没有代码'}，这一行没有采用）", "改正这一行，再运行一次。")
    findings.items += part.doubts[: max(0, MOST_FINDINGS - len(findings.items))]


def _show(found: list[Findings]) -> None:
    """What is wrong with the population: what both rules find once, the rest under the rules that find it."""
    every = [findings.sorted() for findings in found]
    both = [d for d in every[0] if all(d in findings for findings in every)]
    show(both, {}, err=True)
    for which, findings in zip(("旧规则", "新规则"), every if len(every) > 1 else ()):
        own = [d for d in findings if d not in both]
        if own:
            tell(f"只有按{which}的指标读名单才有的问题：", err=True)
            show(own, {}, err=True)


def _report(diff: RulesDiff, plans: tuple[Plan, Plan], shown: Shown, full: bool, as_json: bool) -> None:
    if as_json:
        from ..reports.rules_diff.as_json import diff_json

        return write_json(diff_json(diff, shown))
    from ..reports.rules_diff.text import render

    colour = coloured()

    def paint(text: str, kind: str) -> str:
        wanted = COLOURS.get(kind, "yellow")
        return click.style(text, fg=wanted) if colour and wanted else text

    click.echo(render(diff, shown, tuple(plan.vocabulary for plan in plans), full=full, paint=paint))
