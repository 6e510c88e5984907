"""``eligibility explain``: one enterprise out of a batch, decided once more and told in full."""

from __future__ import annotations

import os
from datetime import date
from typing import TYPE_CHECKING

import click

from ..language.diagnostic import Findings
from .exits import COULD_NOT_RUN, FINE, MISMATCH, CouldNotRun
from .json_output import error_json, write_found, write_json
from .loading import RULES_HELP, load_plan, must_be_there, show
from .terminal import coloured, stop_text, tell

if TYPE_CHECKING:
    from ..batch.manifest import Manifest
    from ..batch.written import Written
    from ..decisions.decision import EnterpriseDecision
    from ..plan.plan import Plan
    from ..pools.decision import PoolsDecision
    from ..profiles.population.open import Population


@click.command(
    "explain",
    help="批量判定里的一家企业：从表格里再读一遍，重新判定，像 check 那样写出能享受什么、多少钱、为什么、还缺什么，并核对与批次里的结果一致；批量判定用了 --pools 的，接着写出企业库，像 pools 那样。\n\n"
    "规则或表格在批量判定之后改动过的，不解释，说明怎么办。判定结果写到标准输出。无法解释以 2 结束，与批次里的结果不一致以 3 结束。",
)
@click.argument("folder", metavar="文件夹")
@click.argument("code", metavar="信用代码")
@click.option("--population", "population", multiple=True, metavar="表格", help="判定时用的表格，按当时的先后；不写就按原来的文件名，在当前文件夹和结果所在的文件夹里找")
@click.option("--full", is_flag=True, help="写出全部条件、规则所在的位置和计算步骤")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON，格式与 check 相同，不含企业库")
@click.option("--rules", multiple=True, metavar="文件夹", help=RULES_HELP)
def command(folder: str, code: str, population: tuple[str, ...], full: bool, as_json: bool, rules: tuple[str, ...]) -> int:
    from ..batch.stopped import Mismatch, Stopped
    from ..profiles.population.source import Unreadable

    must_be_there((folder, *population))
    plan = load_plan(rules)
    try:
        written = _written(folder, plan)
        return _explain(written, plan, code.strip(), population, full, as_json)
    except Mismatch as error:
        tell(stop_text(error.code, f"与批次里的结果不一致。{error}", error.hint), err=True)
        if as_json:
            write_json(error_json(error.code, str(error), error.hint))
        return MISMATCH
    except Stopped as error:
        raise CouldNotRun(error.code, str(error), error.hint) from None
    except Unreadable as error:
        raise CouldNotRun(error.finding.code, f"{error.finding.where} {error.finding.message}", error.finding.hint) from None


def _written(root: str, plan: Plan) -> Written:
    """The finished batch in a folder, if it was decided by these rules."""
    from ..batch.folder import MANIFEST, Folder
    from ..batch.manifest import read_manifest
    from ..batch.written import Written

    manifest = read_manifest(Folder(root))
    if manifest is None:
        raise CouldNotRun("X935", f"{root} 里没有批量判定的结果（{MANIFEST}）", "写 eligibility batch 的 --out 用的文件夹")
    if manifest.finished is None:
        raise CouldNotRun("X935", f"{root} 里的批量判定还没有做完", "运行同样的 eligibility batch 命令，接着做完")
    if manifest.rules != plan.sha256:
        remedy = f"用 --rules 指当时的规则；或按现在的规则重新判定（eligibility batch … --since {root} 只算改动过的政策）"
        raise CouldNotRun("X936", f"规则与 {root} 判定时不同，解释不了当时的结果", remedy)
    return Written(Folder(root), manifest)


def _explain(written: Written, plan: Plan, code: str, named: tuple[str, ...], full: bool, as_json: bool) -> int:
    from ..batch.one_enterprise import find, must_agree, read_again
    from ..decisions.decide import decide
    from ..engines.scalar.engine import ScalarEngine
    from ..pools.decide_pools import decide_pools

    manifest = written.manifest
    found = find(written, code)
    paths = named or _paths(manifest, written.folder.root)
    findings = Findings()
    population = _open(paths, plan, findings)
    if population is None:
        show(findings.sorted(), {}, err=True)
        if as_json:
            first = findings.sorted()[0]
            write_json(error_json(first.code, f"{first.where} {first.message}", first.hint))
        return COULD_NOT_RUN
    if population.digest != manifest.digest:
        raise CouldNotRun("X936", f"表格 {'、'.join(paths)} 与判定时不同", "找回当时的表格，用 --population 指明；或用现在的表格重新运行 eligibility batch")
    at = plan, manifest.policy_year, date.fromisoformat(manifest.as_of)
    engine = ScalarEngine(*at, manifest.documents)
    profile = read_again(population, found, manifest.slice_rows, engine, paths[0])
    must_agree(engine.run_profile(profile), found, manifest.columns)
    pools = {document.id: decide_pools(engine, document, profile) for document in engine.documents if document.kind == "pools"}
    policies = ScalarEngine(*at, [d for d in manifest.documents if d not in pools])  # standards that pools alone use are told there
    _write(decide(policies, profile), list(pools.values()), paths[0], plan, full, as_json)
    return FINE


def _paths(manifest: Manifest, root: str) -> tuple[str, ...]:
    """The table by the names of its files: where they were, here, or in or beside the folder of the batch."""
    folders = ["", root, os.path.dirname(os.path.abspath(root))]
    places = [[name, *(os.path.join(folder, os.path.basename(name)) for folder in folders)] for name in manifest.files]
    paths = [next(filter(os.path.exists, candidates), None) for candidates in places]
    if None in paths:
        lost = manifest.files[paths.index(None)]
        raise CouldNotRun("X901", f"找不到判定时用的表格 {lost}", "用 --population 写出它的路径；有几个文件的，按当时的先后各写一次")
    return tuple(paths)


def _open(paths: tuple[str, ...], plan: Plan, findings: Findings) -> Population | None:
    from ..profiles.population.open import open_population

    return open_population(list(paths), plan.vocabulary, findings, plan)


def _write(decision: EnterpriseDecision, pools: list[PoolsDecision], file: str, plan: Plan, full: bool, as_json: bool) -> None:
    if as_json:
        from ..reports.decisions_json import to_dict

        return write_found([to_dict(decision, explain=full)], False, [])
    from ..reports.decisions_text import render
    from ..reports.lines import WIDTH
    from ..reports.pools import report
    from . import check
    from . import pools as pools_verb

    colours = check.COLOURS | pools_verb.COLOURS if coloured() else {}

    def paint(text: str, status: str) -> str:
        return click.style(text, fg=colours[status]) if status in colours else text

    parts = [render(decision, plan.vocabulary, file=file, explain=full, paint=paint)]
    if pools:
        parts.append(report.of_one(pools, plan.vocabulary, file=file, why=True, paint=paint))
    click.echo(f"\n\n{'=' * WIDTH}\n\n".join(parts))
