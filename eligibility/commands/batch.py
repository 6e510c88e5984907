"""``eligibility batch``: a whole population decided into a folder, with a summary."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import click

from ..language.diagnostic import Findings
from . import completing
from .exits import COULD_NOT_RUN, FINDINGS, FINE, MISMATCH, CouldNotRun
from .interrupting import interruptible
from .json_output import error_json, write_json
from .loading import RULES_HELP, load_plan, must_be_there, show
from .policies import choose_policies
from .progress import Progress
from .terminal import stop_text, tell
from .when import read_day, read_year, year_and_day

if TYPE_CHECKING:
    from ..batch.run import Batch, Outcome
    from ..decisions.decision import NotInForce
    from ..plan.plan import Plan
    from ..profiles.population.open import Population


@click.command(
    "batch",
    help="批量判定：一张表里的全部企业，几十家到几千万家，结果写进一个文件夹。\n\n"
    "表格是 xlsx、csv 或 parquet：一行表头，一家企业一行；记录（如研发项目）放在别的文件或工作表里，用信用代码对应。"
    "文件夹里有：判定/（Parquet，每家企业每项政策的结果和金额）、条款.parquet（每一位是哪一条）、汇总.xlsx、退回.csv（用不了的行和原因）、批次.json。"
    "中途停下，运行同样的命令就接着做。有退回的行以 1 结束，无法判定以 2 结束，抽查不一致以 3 结束。",
)
@click.argument("tables", nargs=-1, required=True, metavar="表格…")
@click.option("--out", required=True, metavar="文件夹", help="结果写进这个文件夹；没有的会建")
@click.option("--policy", "policies", multiple=True, metavar="ID", shell_complete=completing.policies, help="只判定这项政策（id、名称，或 chongqing/yubei 这样的一组），可写几次；不写就判定本地的全部政策")
@click.option("--year", type=int, callback=read_year, metavar="年份", help="政策年度；不写就是申报日期的上一年")
@click.option("--as-of", callback=read_day, metavar="日期", help="申报日期，例如 2022-06-30；不写就是今天")
@click.option("--trace/--no-trace", default=True, help="记录每家企业符合哪些条款（默认记录）；不记录快一些，但汇总里没有不符合的原因")
@click.option("--awards/--no-awards", default=True, help="除每项政策外，也写每个奖补项的结果和金额（默认写）；不写快得多，文件也小")
@click.option("--sample-check", "sample", type=click.IntRange(min=1), metavar="家数", help="随机抽这么多家，再加上正好踩在线上的，逐家重新判定；有一处不同就停下")
@click.option("--since", metavar="文件夹", help="以前的结果：同一张表、同一年度同一天，只重新判定改动过的政策")
@click.option("--json", "as_json", is_flag=True, help="标准输出写 JSON 的汇总")
@click.option("--quiet", is_flag=True, help="不显示进度和汇总")
@click.option("--rules", multiple=True, metavar="文件夹", help=RULES_HELP)
def command(tables: tuple[str, ...], out: str, policies: tuple[str, ...], year: int | None, as_of: date | None, trace: bool, awards: bool, sample: int | None,
            since: str | None, as_json: bool, quiet: bool, rules: tuple[str, ...]) -> int:  # fmt: skip
    from ..batch.stopped import Mismatch, Stopped

    must_be_there(tables)
    plan = load_plan(rules)
    policy_year, day = year_and_day(year, as_of)
    chosen, absent = choose_policies(plan, policies, policy_year, day)
    with interruptible():
        try:
            return _decide(tables, out, plan, policy_year, day, chosen, absent, trace, awards, sample or 0, since, as_json, quiet)
        except Mismatch as error:
            tell(stop_text(error.code, str(error), error.hint), err=True)
            if as_json:
                write_json(error_json(error.code, str(error), error.hint))
            return MISMATCH
        except Stopped as error:
            raise CouldNotRun(error.code, str(error), error.hint) from None
        except KeyboardInterrupt:
            again = f"运行同样的命令就从这里接着做{'' if as_of else f'；申报日期要写明 --as-of {day}'}"
            raise CouldNotRun("X912", f"已中断；做完的部分在 {out}", again) from None


def _decide(tables: tuple[str, ...], out: str, plan: Plan, policy_year: int, day: date, chosen: list[str], absent: tuple[NotInForce, ...], trace: bool,
            awards: bool, sample: int, since: str | None, as_json: bool, quiet: bool) -> int:  # fmt: skip
    from ..batch.folder import Folder
    from ..batch.run import prepare, run

    findings = Findings()
    population = _open(tables, plan, findings)
    show(findings.sorted(), {}, err=True)
    if population is None:
        if as_json:
            first = findings.sorted()[0]
            write_json(error_json(first.code, f"{first.where} {first.message}", first.hint))
        return COULD_NOT_RUN
    batch = prepare(Folder(out), plan, policy_year, day, chosen, population, trace=trace, awards=awards, since=None if since is None else Folder(since))
    _say_what(batch, population, absent, quiet)
    with Progress(population.rows, quiet) as progress:
        outcome = run(batch, population, words=_words(plan), sample=sample, summarise=lambda: _write_workbook(out, plan), told=progress)
    _say_done(out, outcome, quiet)
    _write_summary(out, plan, outcome, as_json, quiet)
    return FINDINGS if outcome.counts.rejected or findings.has_errors else FINE


def _open(tables: tuple[str, ...], plan: Plan, findings: Findings) -> Population | None:
    from ..profiles.population.open import open_population

    return open_population(list(tables), plan.vocabulary, findings)


def _words(plan: Plan) -> Callable[[int], str]:
    from ..reports.policy_text.conditions import Conditions

    told = Conditions(plan)
    return lambda operation: told.condition(operation).inline()


def _say_what(batch: Batch, population: Population, absent: tuple[NotInForce, ...], quiet: bool) -> None:
    if quiet:
        return
    manifest = batch.manifest
    tell(f"政策年度 {manifest.policy_year}，申报日期 {manifest.as_of}，{len(batch.decider.policies)} 项政策，表格 {population.rows:,} 行", err=True)
    for one in absent:
        tell(f"不在有效期，没有判定：{one.title}（{one.because}）", err=True)
    if batch.earlier is not None:
        changed = "、".join(batch.earlier.changed) or "无"
        tell(f"沿用 {batch.earlier.folder.root}；内容改动过、重新判定的政策：{changed}", err=True)


def _write_workbook(out: str, plan: Plan) -> None:
    from ..batch.folder import SUMMARY, Folder
    from ..batch.summary import summarise
    from ..reports.batch.workbook import write_summary_xlsx

    write_summary_xlsx(summarise(out, plan), Folder(out) / SUMMARY)


def _say_done(out: str, outcome: Outcome, quiet: bool) -> None:
    from ..batch.folder import REJECTED, Folder

    counts = outcome.counts
    if not quiet:
        if outcome.again:
            tell(f"{out} 里的批量判定已经做完，没有重新判定", err=True)
        elif outcome.before:
            tell(f"接着做完了：先前做完 {outcome.before} 片", err=True)
        if outcome.checked:
            tell(f"抽查 {outcome.checked:,} 家，逐家判定的结果都相同", err=True)
    if counts.rejected:
        tell(f"退回 {counts.rejected:,} 行，原因见 {Folder(out) / REJECTED}", err=True)


def _write_summary(out: str, plan: Plan, outcome: Outcome, as_json: bool, quiet: bool) -> None:
    from ..batch.summary import summarise

    if as_json:
        from ..reports.batch.as_json import summary_json

        counts = outcome.counts
        rows = {"read": counts.read, "used": counts.used, "rejected": counts.rejected}
        write_json({"format": "eligibility-batch-summary/1", "out": out, "rows": rows, "checked": outcome.checked, **summary_json(summarise(out, plan))})
    elif not quiet:
        from ..reports.batch.text import summary_text

        click.echo(summary_text(summarise(out, plan)))
