"""``eligibility pools``: in which pools enterprises are, belong and come near; the worklist, what new facts change, the pipeline."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import click

from ..engines.rete.chainer import MODES, REMEDY, Chainer, EnginesDisagree, open_chainer
from ..engines.rete.engine import ReteAbsent
from ..engines.scalar.engine import ScalarEngine
from ..language.diagnostic import Diagnostic, Findings
from ..plan.plan import Plan
from ..pools.compare import Changes, Standing, compare, stand
from ..pools.decide_pools import InferenceDiffers, decide_pools
from ..pools.decision import PoolsDecision
from ..pools.event import EVENT, with_event
from ..profiles.profile import Profile
from . import completing
from .enterprises import Enterprise, read_enterprises
from .exits import CouldNotRun
from .json_output import write_found
from .loading import RULES_HELP, load_plan, show
from .policies import choose_policies
from .pool_documents import choose_pools
from .terminal import coloured, tell
from .when import DEFAULT_YEAR, read_day, read_year, year_and_day

MOST_SEARCHED = 20  # enterprises of which the fewest blanks are looked for, some tenths of a second each; of more, all blanks are named
COLOURS = {"member": "green", "promote": "green", "leave": "red", "candidate": "cyan", "undetermined": "yellow"}


class Changed(NamedTuple):
    """What newly arrived facts did to one enterprise."""

    before: Standing
    after: Standing
    changes: Changes


class Decided(NamedTuple):
    """One enterprise: every pools document; where facts arrived, as it is afterwards."""

    file: str
    pools: tuple[PoolsDecision, ...]
    changed: Changed | None = None


@click.command(
    "pools",
    help="企业库：企业在哪些库里，应入哪些库，应退哪些库，离哪些库只差几项，差什么、差多少；以及挖掘、培育、申报、进规四步的工作清单。\n\n"
    "一家企业逐库写明依据；几家企业写出各库的家数和工作清单，加 --each 再逐家写出。"
    "以 0 结束；画像里有没采用的内容以 1 结束；无法判定以 2 结束。",
)
@click.argument("profiles", nargs=-1, metavar="画像文件…")
@click.option("--pools", "named", multiple=True, metavar="ID", shell_complete=completing.pools, help="只看这份企业库文件（id、名称，或其中一部分），可写几次；不写就是本地的全部")
@click.option("--year", type=int, callback=read_year, metavar="年份", help="政策年度；不写就是申报日期的上一年")
@click.option("--as-of", callback=read_day, metavar="日期", help="申报日期，例如 2022-06-30；不写就是今天")
@click.option("--event", "events", multiple=True, metavar="事实", help="新到的一个事实，写作 '指标: 值'，可写几次：写出它改变了什么，包括企业库、标准、政策和金额")
@click.option("--why", is_flag=True, help="写出每个库的判定依据和推理链")
@click.option("--each", is_flag=True, help="几家企业时，逐家写出")
@click.option("--diagram", is_flag=True, help="输出 Mermaid 状态图；给了画像就标出各库的家数，可以不给")
@click.option("--engine", "mode", type=click.Choice(MODES), metavar="引擎",
              help="推理用 rete（durable-rules）、native（自带）还是 both（两种都算，结论须一致）；不写就是 both，没有装 durable-rules 的用 native")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="输出 JSON：一家企业是一个对象，几个画像或几家企业是数组")
@click.option("--rules", multiple=True, metavar="文件夹", help=RULES_HELP)
def command(profiles: tuple[str, ...], named: tuple[str, ...], year: int | None, as_of: date | None, events: tuple[str, ...], why: bool,
            each: bool, diagram: bool, mode: str | None, as_json: bool, rules: tuple[str, ...]) -> int:  # fmt: skip
    _refuse(profiles, events, diagram, as_json)
    plan = load_plan(rules)
    year_note = DEFAULT_YEAR if year is None and as_of is None else ""
    policy_year, as_of = year_and_day(year, as_of)
    documents = choose_pools(plan, named, policy_year, as_of)
    if diagram and len(documents) > 1:
        raise CouldNotRun("X907", f"--diagram 一次画一份，这里有 {len(documents)} 份企业库文件", f"用 --pools 写明一份：{'、'.join(d.id for d in documents)}")
    policies = choose_policies(plan, (), policy_year, as_of)[0] if events else []
    engine = ScalarEngine(plan, policy_year, as_of, [*(d.id for d in documents), *policies])
    read = read_enterprises(profiles, engine)
    search = not diagram and len(read.usable) <= MOST_SEARCHED
    decided = _decide(engine, read.usable, events, mode, search) if read.usable else []
    if diagram:
        from ..reports.pools.diagram import diagram as drawn

        click.echo(drawn(plan, documents[0], [d.pools[0] for d in decided] if profiles else None))
    elif as_json:
        _write_json(decided, len(profiles) > 1 or len(decided) > 1, events, read.dropped)
    elif decided:
        _write_text(decided, plan, events, year_note, why, each)
    return read.code


def _refuse(profiles: tuple[str, ...], events: tuple[str, ...], diagram: bool, as_json: bool) -> None:
    """UsageError for options that make no sense together."""
    context = click.get_current_context()
    if not profiles and not diagram:
        raise click.UsageError("缺少参数 画像文件…；只看状态图，加 --diagram", context)
    if diagram and as_json:
        raise click.UsageError("--diagram 输出的是 Mermaid 文本，不能与 --json 同用", context)
    if diagram and events:
        raise click.UsageError("--diagram 与 --event 不能同用", context)


# ------------------------------------------------------------------------------ deciding


def _chainer(mode: str | None) -> Chainer:
    """The engines that chain; what they notice is told on standard error."""
    try:
        return open_chainer(mode, lambda text: tell(f"注意：{text}", err=True))
    except ReteAbsent:
        raise CouldNotRun("X915", f"没有可用的 durable-rules，不能用 --engine {mode}", f"不写 --engine 就用自带的推理，结论一样；要用它，先运行 {REMEDY}") from None


def _decide(engine: ScalarEngine, enterprises: list[Enterprise], events: tuple[str, ...], mode: str | None, search: bool) -> list[Decided]:
    """All enterprises, each after the facts that arrived."""
    try:
        with _chainer(mode) as chainer:
            return [_decided(engine, enterprise, events, chainer, search) for enterprise in enterprises]
    except (EnginesDisagree, InferenceDiffers) as error:
        raise CouldNotRun("X916", f"推理的结论不一致，没有给出结果：{error}", "这是程序的缺陷：请把这条信息和所用的文件交给维护人员；急用可试 --engine native") from None


def _decided(engine: ScalarEngine, enterprise: Enterprise, events: tuple[str, ...], chainer: Chainer, search: bool) -> Decided:
    file, profile, problems = enterprise
    how = {"problems": problems, "search": search, "name": chainer.name}
    if not events:
        return Decided(file, tuple(decide_pools(engine, d, profile, chainer.chain, **how) for d in engine.documents if d.kind == "pools"))
    arrived = _arrived(profile, events, engine.plan)
    before, after = (stand(engine, p, chainer.chain, **how) for p in (profile, arrived))
    return Decided(file, after.pools, Changed(before, after, compare(before, after)))


def _arrived(profile: Profile, events: tuple[str, ...], plan: Plan) -> Profile:
    """The profile with the facts of ``--event``; CouldNotRun where one cannot be read."""
    for text in events:
        findings = Findings()
        profile = with_event(profile, text, plan, findings)
        show(findings.sorted(), {EVENT: text}, err=True)
        if findings.has_errors:
            raise CouldNotRun("X911", f"--event 的“{text}”读不懂，没有判定", "按上面的改法改正后再运行")
    return profile


# ------------------------------------------------------------------------------- writing


def _write_json(decided: list[Decided], several: bool, events: tuple[str, ...], dropped: list[Diagnostic]) -> None:
    """One object, or a list for several; ``dropped`` is what was wrong with profiles that gave none."""
    from ..reports.pools.as_json import to_dict

    write_found([to_dict(d.pools, d.changed.changes if d.changed else None, events) for d in decided], several, dropped)


def _write_text(decided: list[Decided], plan: Plan, events: tuple[str, ...], year_note: str, why: bool, each: bool) -> None:
    """One enterprise in full; of several what they have in common, then with ``each`` every one."""
    from ..reports.lines import WIDTH
    from ..reports.pools import report

    colour = coloured()

    def paint(text: str, status: str) -> str:
        return click.style(text, fg=COLOURS[status]) if colour and status in COLOURS else text

    parts = []
    if len(decided) > 1 and not events:
        parts.append(report.of_many([d.pools for d in decided], year_note, [d.file for d in decided]))
    if len(decided) == 1 or each or events:
        for d in decided:
            if d.changed:
                parts.append(report.of_changes(*d.changed, events, file=d.file, year_note=year_note, paint=paint))
            else:
                parts.append(report.of_one(d.pools, plan.vocabulary, file=d.file, year_note=year_note, why=why, paint=paint))
    click.echo(f"\n\n{'=' * WIDTH}\n\n".join(parts))
