"""``eligibility check``: profiles decided by the rules."""

from __future__ import annotations

from datetime import date

import click

from ..decisions.decide import decide
from ..decisions.decision import EnterpriseDecision
from ..engines.scalar.engine import ScalarEngine
from ..language.diagnostic import Diagnostic
from . import completing
from .enterprises import in_proportion, read_enterprises
from .exits import COULD_NOT_RUN, FINDINGS, FINE
from .json_output import write_found, write_json
from .loading import RULES_HELP, load_plan, show
from .policies import choose_policies
from .terminal import coloured
from .when import DEFAULT_YEAR, read_day, read_year, year_and_day

COLOURS = {"eligible": "green", "ineligible": "red", "undetermined": "yellow"}


@click.command(
    "check",
    help="按企业画像判定：能享受哪些政策、多少钱、为什么、还缺什么。\n\n"
    "画像是表格（xlsx、xls、ods、csv）、YAML 或 JSON 文件，可以给几个，依次判定；一个表格里可以有几家企业。判定结果写到标准输出，画像里的问题写到标准错误。"
    "无论符合与否都以 0 结束；画像里有没采用的内容以 1 结束；无法判定以 2 结束。",
)
@click.argument("profiles", nargs=-1, metavar="画像文件…")
@click.option("--policy", "policies", multiple=True, metavar="ID", shell_complete=completing.policies, help="只判定这项政策（id、名称，或 chongqing/yubei 这样的一组），可写几次；不写就判定本地的全部政策")
@click.option("--year", type=int, callback=read_year, metavar="年份", help="政策年度；不写就是申报日期的上一年")
@click.option("--as-of", callback=read_day, metavar="日期", help="申报日期，例如 2022-06-30；不写就是今天")
@click.option("--explain", is_flag=True, help="写出全部条件、规则所在的位置和计算步骤")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON：一家企业是一个对象，几个画像或几家企业是数组")
@click.option("--ask", is_flag=True, help="一问一答：先问最能定下结果的，问到有结果为止；可以不给画像文件。加 --json 只输出下一个问题")
@click.option("--save", metavar="文件", help="与 --ask 同用：把回答存成这个画像文件")
@click.option("--assume", is_flag=True, help="文件没有公布的数按参考值测算，结果逐行注明")
@click.option("--rules", multiple=True, metavar="文件夹", help=RULES_HELP)
def command(profiles: tuple[str, ...], policies: tuple[str, ...], year: int | None, as_of: date | None, explain: bool, as_json: bool,
            ask: bool, save: str | None, assume: bool, rules: tuple[str, ...]) -> int:  # fmt: skip
    if not profiles and not ask:
        raise click.UsageError("缺少参数 画像文件…；还没有画像，可以加 --ask 一问一答", click.get_current_context())
    if save is not None and not ask:
        raise click.UsageError("--save 要与 --ask 同用", click.get_current_context())
    plan = load_plan(rules)
    year_note = DEFAULT_YEAR if year is None and as_of is None else ""
    policy_year, as_of = year_and_day(year, as_of)
    chosen, absent = choose_policies(plan, policies, policy_year, as_of)
    engine = ScalarEngine(plan, policy_year, as_of, chosen)
    if ask:
        return _by_asking(engine, profiles, save, assume, as_json, explain, absent, year_note)
    read = read_enterprises(profiles, engine)
    decided = []
    for file, profile, problems in read.usable:
        decision = decide(engine, profile, assume=assume, problems=problems)
        decided.append((file, decision._replace(not_in_force=absent)))
    if as_json:
        _write_json(decided, len(profiles) > 1 or len(decided) > 1, explain, read.dropped)
    else:
        _write_text(decided, plan.vocabulary, year_note, explain)
    return read.code


def _by_asking(engine: ScalarEngine, files: tuple[str, ...], save: str | None, assume: bool, as_json: bool, explain: bool, absent: tuple, year_note: str) -> int:
    """One enterprise asked, then decided; with ``--json`` only what to ask next."""
    from . import ask

    profile, file, findings = ask.begin(engine, files, save)
    if not in_proportion(profile, engine, file, findings):
        show(findings.sorted(), {}, err=True)
        if as_json:
            _write_json([], False, explain, findings.sorted())
        return COULD_NOT_RUN
    problems = findings.sorted()
    if not as_json:
        profile, file = ask.ask(engine, profile, file, save, assume)
    decision = decide(engine, profile, assume=assume, problems=problems)._replace(not_in_force=absent)
    if as_json:
        write_json(ask.next_as_json(engine, profile, decision, assume, explain))
    else:
        _write_text([(file, decision)], engine.plan.vocabulary, year_note, explain)
    return FINDINGS if findings.has_errors else FINE


def _write_text(decided: list[tuple[str, EnterpriseDecision]], vocabulary: dict, year_note: str, explain: bool) -> None:
    from ..reports.decisions_text import render
    from ..reports.lines import WIDTH

    colour = coloured()

    def paint(text: str, status: str) -> str:
        return click.style(text, fg=COLOURS[status]) if colour else text

    for i, (file, decision) in enumerate(decided):
        if i:
            click.echo(f"\n{'=' * WIDTH}\n")
        click.echo(render(decision, vocabulary, file=file, year_note=year_note, explain=explain, paint=paint))


def _write_json(decided: list[tuple[str, EnterpriseDecision]], several: bool, explain: bool, dropped: list[Diagnostic]) -> None:
    """One decision, or a list for several; ``dropped`` is what was wrong with profiles that gave none."""
    from ..reports.decisions_json import to_dict

    write_found([to_dict(decision, explain=explain) for _, decision in decided], several, dropped)
