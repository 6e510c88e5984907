"""``eligibility batch``: a whole population decided into a folder, with a summary."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import click

from ..language.diagnostic import Diagnostic, Findings
from . import completing
from .exits import COULD_NOT_RUN, FINDINGS, FINE, MISMATCH, CouldNotRun
from .interrupting import interruptible
from .json_output import error_json, write_json
from .loading import RULES_HELP, load_plan, must_be_there, show
from .policies import choose_policies
from .pool_documents import choose_pools
from .progress import Progress
from .terminal import stop_text, tell
from .when import read_day, read_year, year_and_day

if TYPE_CHECKING:
    from ..batch.job import Job
    from ..batch.run import Outcome
    from ..batch.spark import OnSpark
    from ..batch.summary import BatchSummary
    from ..decisions.decision import NotInForce
    from ..plan.plan import Plan
    from ..profiles.population.open import Population

MOST_DOUBTS = 20  # shown
MOST_LISTED = 20_000  # enterprises in a list of the workbook: more take longer to write than a million take to be decided


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
@click.option("--pools", is_flag=True, help="也判定本地的企业库：每家企业在不在、该不该在各库，谁应入、谁应退；差几项的候选企业用 eligibility pools 看")
@click.option("--year", type=int, callback=read_year, metavar="年份", help="政策年度；不写就是申报日期的上一年")
@click.option("--as-of", callback=read_day, metavar="日期", help="申报日期，例如 2022-06-30；不写就是今天")
@click.option("--trace/--no-trace", default=True, help="记录每家企业符合哪些条款（默认记录）；不记录快一些，但汇总里没有不符合的原因")
@click.option("--awards/--no-awards", default=True, help="除每项政策外，也写每个奖补项的结果和金额（默认写）；不写快得多，文件也小")
@click.option("--sample-check", "sample", type=click.IntRange(min=1), metavar="家数", help="随机抽这么多家，再加上正好踩在线上的，逐家重新判定；有一处不同就停下")
@click.option("--since", metavar="文件夹", help="以前的结果：同一张表、同一年度同一天，只重新判定改动过的政策")
@click.option("--spark", "master", metavar="地址", help="在 Spark 上判定：local[4] 是本机四个进程，spark://主机:7077 是集群；表格要是 Parquet，结果与一台机器上的相同")
@click.option("--json", "as_json", is_flag=True, help="标准输出写 JSON 的汇总")
@click.option("--quiet", is_flag=True, help="不显示进度和汇总")
@click.option("--rules", multiple=True, metavar="文件夹", help=RULES_HELP)
def command(tables: tuple[str, ...], out: str, policies: tuple[str, ...], pools: bool, year: int | None, as_of: date | None, trace: bool, awards: bool,
            sample: int | None, since: str | None, master: str | None, as_json: bool, quiet: bool, rules: tuple[str, ...]) -> int:  # fmt: skip
    from ..batch.stopped import Mismatch, Stopped
    from ..profiles.population.source import Unreadable

    must_be_there(tables)
    plan = load_plan(rules)
    policy_year, day = year_and_day(year, as_of)
    chosen, absent = choose_policies(plan, policies, policy_year, day)
    if pools:
        chosen += [document.id for document in choose_pools(plan, (), policy_year, day)]
    with interruptible():
        try:
            return _decide(tables, out, plan, policy_year, day, chosen, absent, trace, awards, sample or 0, since, master, as_json, quiet)
        except Mismatch as error:
            tell(stop_text(error.code, str(error), error.hint), err=True)
            if as_json:
                write_json(error_json(error.code, str(error), error.hint))
            return MISMATCH
        except Unreadable as error:
            raise CouldNotRun(error.finding.code, f"{error.finding.where} {error.finding.message}", error.finding.hint) from None
        except Stopped as error:
            raise CouldNotRun(error.code, str(error), error.hint) from None
        except KeyboardInterrupt:
            again = f"运行同样的命令就从这里接着做{'' if as_of else f'；申报日期要写明 --as-of {day}'}"
            raise CouldNotRun("X912", f"已中断；做完的部分在 {out}", again) from None


def _decide(tables: tuple[str, ...], out: str, plan: Plan, policy_year: int, day: date, chosen: list[str], absent: tuple[NotInForce, ...], trace: bool,
            awards: bool, sample: int, since: str | None, master: str | None, as_json: bool, quiet: bool) -> int:  # fmt: skip
    from ..batch.folder import Folder
    from ..batch.job import prepare
    from ..batch.run import Listener, here, run

    paths = tables if master is None else tuple(os.path.abspath(path) for path in tables)  # the nodes do not know where we are
    decide = here if master is None else _on_spark(master, paths)
    findings = Findings()
    population = _open(paths, plan, findings)
    show(findings.sorted(), {}, err=True)
    if population is None:
        if as_json:
            first = findings.sorted()[0]
            write_json(error_json(first.code, f"{first.where} {first.message}", first.hint))
        return COULD_NOT_RUN
    job = prepare(Folder(out), plan, policy_year, day, chosen, population, tables, trace=trace, awards=awards, since=None if since is None else Folder(since))
    if not quiet:
        _say_what(job, absent)
    told: list[BatchSummary] = []
    doubts = Doubts()
    with Progress(population.rows, quiet) as progress:
        listener = Listener(progress, doubts, lambda counts: told.append(_summed_up(out, plan)))
        outcome = run(job, population, sample=sample, listener=listener, decide=decide)
    doubts.show()
    if not quiet:
        _say_done(out, outcome)
    if as_json or not quiet:
        _write(told[0] if told else _summary(out, plan), job, outcome, as_json)
    return FINDINGS if outcome.counts.rejected or findings.has_errors else FINE


def _on_spark(master: str, paths: tuple[str, ...]) -> OnSpark:
    from ..batch.spark import OnSpark

    return OnSpark(master, paths)


class Doubts:
    """Warnings about cells: the first are shown, all are counted."""

    def __init__(self) -> None:
        self.first, self.count = Findings(), 0

    def __call__(self, doubts: Sequence[Diagnostic]) -> None:
        self.count += len(doubts)
        self.first.items += doubts[: MOST_DOUBTS - len(self.first.items)]

    def show(self) -> None:
        show(self.first.sorted(), {}, err=True)
        if self.count > len(self.first.items):
            tell(f"这样的提醒共 {self.count:,} 处，只列出前 {len(self.first.items)} 处", err=True)


def _open(tables: tuple[str, ...], plan: Plan, findings: Findings) -> Population | None:
    from ..profiles.population.open import open_population

    return open_population(list(tables), plan.vocabulary, findings, plan)


def _say_what(job: Job, absent: tuple[NotInForce, ...]) -> None:
    manifest = job.manifest
    tell(f"政策年度 {manifest.policy_year}，申报日期 {manifest.as_of}，{len(job.decider.policies)} 项政策，表格 {manifest.rows:,} 行", err=True)
    if job.decider.pools:
        tell(f"企业库 {len(job.decider.pools)} 个，一并判定", err=True)
    for one in absent:
        tell(f"不在有效期，没有判定：{one.title}（{one.because}）", err=True)
    if job.earlier is not None:
        changed = "、".join(job.earlier.changed) or "没有"
        tell(f"沿用 {job.earlier.folder.root}；内容改动过、要重新判定的政策：{changed}", err=True)


def _summary(out: str, plan: Plan) -> BatchSummary:
    from ..batch.summary import summarise

    return summarise(out, plan)


def _summed_up(out: str, plan: Plan) -> BatchSummary:
    """The summary, its workbook written."""
    from ..batch.folder import SUMMARY, Folder
    from ..reports.batch.workbook import write_summary_xlsx

    summary = _summary(out, plan)
    write_summary_xlsx(summary, Folder(out) / SUMMARY, MOST_LISTED)
    return summary


def _say_done(out: str, outcome: Outcome) -> None:
    from ..batch.folder import REJECTED

    counts = outcome.counts
    if outcome.again:
        tell(f"{out} 里的批量判定已经做完，没有重新判定", err=True)
    elif outcome.before:
        tell(f"先前已做完 {outcome.before} 片，这次接着做完了", err=True)
    reasons = f"，原因见 {REJECTED}" if counts.rejected else ""
    tell(f"读入 {counts.read:,} 行 = 判定 {counts.used:,} 行 + 退回 {counts.rejected:,} 行{reasons}", err=True)
    if outcome.checked:
        tell(f"抽查 {outcome.checked:,} 家，逐家判定的结果都相同", err=True)


def _write(summary: BatchSummary, job: Job, outcome: Outcome, as_json: bool) -> None:
    if as_json:
        from ..reports.batch.as_json import summary_json

        counts = outcome.counts
        rows = {"read": counts.read, "used": counts.used, "rejected": counts.rejected}
        head = {"format": "eligibility-summary/1", "out": job.folder.root, "rows": rows, "checked": outcome.checked}
        return write_json(head | summary_json(summary))
    from ..batch.folder import for_people
    from ..reports.batch.text import summary_text

    click.echo(summary_text(summary, for_people(job.folder, job.layers)))
