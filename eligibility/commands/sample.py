"""``eligibility sample``: a population made up, to try rules on and to measure speed with."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import click

from ..profiles.population.slice import PAID
from . import completing
from .exits import FINE, CouldNotRun
from .interrupting import interruptible
from .loading import RULES_HELP, load_plan
from .policies import choose_policies
from .terminal import tell
from .when import read_day, read_year, year_and_day

if TYPE_CHECKING:
    from ..engines.scalar.engine import ScalarEngine
    from ..plan.plan import Plan
    from ..profiles.population.slice import Slice
    from ..sampling.population import Tally

KINDS = (".parquet", ".csv", ".xlsx")
MOST_IN_XLSX = 500_000  # a sheet has 1 048 576 rows, and a list more of them than there are enterprises


@click.command(
    "sample",
    help="编一份虚构的企业名单，用来试规则、测速度：数值在指标表规定的范围之内，大小企业的收入、人员、研发相互匹配，"
    "3% 的格子空着，一部分格子正好压在政策的界线上，或只差一点。\n\n"
    "只写所选政策要用的指标和年度。种子相同，写出的内容就相同；家数多少不影响前面各家。名称都是虚构的，代码不属于任何真实企业。"
    "不写 --out 就把 csv 写到标准输出；记录（一家几行的指标）和已兑现在另外的表里，要写 --out 才有。",
)
@click.argument("n", type=int, metavar="家数")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, metavar="种子", help="整数；换一个就换一批数")
@click.option("--boundary", type=click.FloatRange(0, 1), default=0.2, show_default=True, metavar="比例", help="压在界线上和只差一点的格子占多少，0 至 1")
@click.option("--all-facts", is_flag=True, help="指标表里的指标都写，不管所选政策用不用")
@click.option("--out", metavar="文件", help="写到这个文件，以 .parquet、.csv 或 .xlsx 结尾；记录和已兑现写在旁边的文件或别的工作表里")
@click.option("--force", is_flag=True, help="--out 的文件已经存在也写，原来的内容就没有了")
@click.option("--policy", "policies", multiple=True, metavar="ID", shell_complete=completing.policies,
              help="只按这项政策（id、名称，或 chongqing/yubei 这样的一组），可写几次；不写就按本地的全部政策")  # fmt: skip
@click.option("--year", type=int, callback=read_year, metavar="年份", help="政策年度；不写就是申报日期的上一年")
@click.option("--as-of", callback=read_day, metavar="日期", help="申报日期，例如 2022-06-30；不写就是今天")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON：写到了哪里，有多少家、哪些指标；要和 --out 一起写")
@click.option("--rules", multiple=True, metavar="文件夹", help=RULES_HELP)
def command(n: int, seed: int, boundary: float, all_facts: bool, out: str | None, force: bool, policies: tuple[str, ...], year: int | None,
            as_of: date | None, as_json: bool, rules: tuple[str, ...]) -> int:  # fmt: skip
    from ..sampling.population import MOST

    if as_json and out is None:
        raise click.UsageError("--json 要和 --out 一起写：标准输出只能写一样", click.get_current_context())
    if not 1 <= n <= MOST:
        raise CouldNotRun("X930", f"家数 {n} 不在 1 至 {MOST} 之间", "换一个家数")
    if out is not None:
        _check_kind(out, n)
    plan = load_plan(rules)
    if out is not None and not force:
        _must_not_be_there(out, plan)
    if not any(fact.role == "code" for fact in plan.vocabulary.values()):
        raise CouldNotRun("X933", "指标表里没有哪一项是统一社会信用代码", "在 kind: facts 的文件里给它写上 role: code，名单靠它认企业")
    policy_year, as_of = year_and_day(year, as_of)
    chosen, absent = choose_policies(plan, policies, policy_year, as_of)
    for policy in absent:
        tell(f"注意：{policy.title}不在有效期内，没有列入（{policy.because}）。", err=True)
    if not chosen:
        raise CouldNotRun("X905", f"{policy_year} 政策年度没有在有效期内的政策", "换一个 --year 或 --as-of，或用 --policy 点名别的政策")
    from ..engines.scalar.engine import ScalarEngine
    from ..profiles.population.write import write_population
    from ..sampling.population import Tally, sample

    engine, tally = ScalarEngine(plan, policy_year, as_of, chosen), Tally()
    slices = sample(engine, n, seed, boundary, all_facts=all_facts, tally=tally)
    with interruptible():
        files = _to_stdout(slices, plan) if out is None else write_population(slices, out, plan.vocabulary)
    _summary(tally, out, files)
    if as_json:
        from .json_output import write_json

        write_json(_as_json(tally, files, seed, engine))
    return FINE


def _check_kind(out: str, n: int) -> None:
    """CouldNotRun where the name says no kind of table, one that cannot hold so many, or a folder that is not there."""
    folder = os.path.dirname(out)
    if folder and not os.path.isdir(folder):
        raise CouldNotRun("X901", f"找不到文件夹 {folder}", "先建文件夹，或核对 --out 后面的路径")
    suffix = os.path.splitext(out)[1].lower()
    if suffix not in KINDS:
        raise CouldNotRun("X931", f"看不出 {out} 要写成哪一种表", f"文件名以 {'、'.join(KINDS)} 之一结尾")
    if suffix == ".xlsx" and n > MOST_IN_XLSX:
        raise CouldNotRun("X932", f"{n} 家写进 Excel 太多，一张工作表放不下", f"Excel 最多写 {MOST_IN_XLSX} 家；更多的写成 .parquet 或 .csv")


def _must_not_be_there(out: str, plan: Plan) -> None:
    """CouldNotRun where the file, or one of those that stand beside it, is there already."""
    from ..profiles.population.columns import safe_name

    stem, suffix = os.path.splitext(out)
    lists = [fact.name for fact in plan.vocabulary.values() if fact.type == "records"]
    for file in (out, *(f"{stem}-{safe_name(name)}{suffix}" for name in (*lists, PAID))):
        if os.path.exists(file):
            raise CouldNotRun("X913", f"{file} 已经存在，没有改写", "换一个文件名；确定不要原来的内容就加 --force")


def _to_stdout(slices: Iterator[Slice], plan: Plan) -> list[str]:
    """The table of enterprises as csv; gives the names of all tables, those that were left out too."""
    from ..profiles.population.write import write_population

    with tempfile.TemporaryDirectory() as folder:
        files = write_population(slices, os.path.join(folder, "sample.csv"), plan.vocabulary)
        with open(files[0], "rb") as table:
            if hasattr(sys.stdout, "buffer"):
                sys.stdout.flush()
                shutil.copyfileobj(table, sys.stdout.buffer)
                sys.stdout.buffer.flush()
            else:
                click.echo(table.read().decode("utf-8"), nl=False)
    return files


def _summary(tally: Tally, out: str | None, files: list[str]) -> None:
    if out:
        tell(f"已写好 {'、'.join(files)}", err=True)
    edges = _share(tally.placed, tally.edged)
    tell(f"{tally.enterprises} 家虚构企业，{tally.columns} 项指标；空着的格子 {_share(tally.blanks, tally.cells)}，在界线上或只差一点的 {edges}（在有界线的数值和日期里算）", err=True)
    if out is None and len(files) > 1:
        tell(f"注意：还有 {len(files) - 1} 张表（记录或已兑现）没有写；要写就用 --out 写到文件。", err=True)


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole if whole else 0:.1f}%"


def _as_json(tally: Tally, files: list[str], seed: int, engine: ScalarEngine) -> dict:
    """What was written; ``cells`` and the like are numbers of cells, ``edged`` those that could lie on a boundary and are not blank."""
    return {
        "format": "eligibility-sample/1",
        "written": files,
        "seed": seed,
        "policy_year": engine.selection.policy_year,
        "as_of": engine.selection.as_of.isoformat(),
        "policies": [d.id for d in engine.documents if d.kind == "policy"],
        "enterprises": tally.enterprises,
        "columns": tally.columns,
        "cells": tally.cells,
        "blanks": tally.blanks,
        "edged": tally.edged,
        "on_edges": tally.placed,
    }
