"""``eligibility check``: profiles decided by the rules. The clock is read here and nowhere else."""

from __future__ import annotations

import os
import sys
from datetime import date

import click

from ..decisions.decide import decide
from ..decisions.decision import EnterpriseDecision
from ..engines.scalar.engine import ScalarEngine
from ..language.diagnostic import Findings, Where
from ..profiles.paid_names import look_up_paid
from ..profiles.reader import read_profile
from . import completing
from .exits import COULD_NOT_RUN, FINDINGS, FINE
from .loading import RULES_HELP, load_plan, show
from .policies import choose_policies
from .when import read_day, read_year

DEFAULT_YEAR = "（默认；问别的年度用 --year）"
MOST_ROW_STEPS = 3_000_000  # rows of a list by operations for each: some seconds at most
COLOURS = {"eligible": "green", "ineligible": "red", "undetermined": "yellow"}


@click.command(
    "check",
    help="按企业画像判定：能享受哪些政策、多少钱、为什么、还缺什么。\n\n"
    "画像是 YAML 或 JSON 文件，可以给几个，依次判定。判定结果写到标准输出，画像里的问题写到标准错误。"
    "无论符合与否都以 0 结束；画像里有没采用的内容以 1 结束；无法判定以 2 结束。",
)
@click.argument("profiles", nargs=-1, required=True, metavar="画像文件…")
@click.option("--policy", "policies", multiple=True, metavar="ID", shell_complete=completing.policies, help="只判定这项政策（id、名称，或 chongqing/yubei 这样的一组），可写几次；不写就判定本地的全部政策")
@click.option("--year", type=int, callback=read_year, metavar="年份", help="政策年度；不写就是申报日期的上一年")
@click.option("--as-of", callback=read_day, metavar="日期", help="申报日期，例如 2022-06-30；不写就是今天")
@click.option("--explain", is_flag=True, help="写出全部条件、规则所在的位置和计算步骤")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON：一个画像是一个对象，几个画像是数组")
@click.option("--assume", is_flag=True, help="文件没有公布的数按参考值测算，结果逐行注明")
@click.option("--rules", multiple=True, metavar="文件夹", help=RULES_HELP)
def command(profiles: tuple[str, ...], policies: tuple[str, ...], year: int | None, as_of: date | None, explain: bool, as_json: bool,
            assume: bool, rules: tuple[str, ...]) -> int:  # fmt: skip
    plan = load_plan(rules)
    year_note = DEFAULT_YEAR if year is None and as_of is None else ""
    as_of = as_of or date.today()
    policy_year = as_of.year - 1 if year is None else year
    chosen, absent = choose_policies(plan, policies, policy_year, as_of)
    engine = ScalarEngine(plan, policy_year, as_of, chosen)
    code, decided = FINE, []
    for file in profiles:
        findings = Findings()
        profile = read_profile(file, plan.vocabulary, findings)
        if profile is not None:
            look_up_paid(profile, plan, findings)
            profile = _in_proportion(profile, engine, file, findings)
        problems = findings.sorted()
        if problems:
            show(problems, _sources(file, problems), err=True)
        if profile is None:
            code = COULD_NOT_RUN
            continue
        code = max(code, FINDINGS if findings.has_errors else FINE)
        decision = decide(engine, profile, assume=assume, problems=problems)
        decided.append((file, decision._replace(not_in_force=absent)))
    if as_json:
        _write_json(decided, len(profiles) > 1, explain)
    else:
        _write_text(decided, plan.vocabulary, year_note, explain)
    return code


def _in_proportion(profile, engine: ScalarEngine, file: str, findings: Findings):
    """The profile, or None with a finding where its lists and the rules together would take too long."""
    rows = max((len(given.value) for given in profile.facts.values() if isinstance(given.value, list)), default=0)
    if rows * engine.row_steps <= MOST_ROW_STEPS:
        return profile
    findings.error("X906", Where(file), f"画像里一项记录有 {rows} 条，规则对每条要算 {engine.row_steps} 步，合起来太多。", "用 --policy 只判定需要的政策，或合并记录后再填。")
    return None


def _write_text(decided: list[tuple[str, EnterpriseDecision]], vocabulary: dict, year_note: str, explain: bool) -> None:
    from ..reports.decisions_text import render
    from ..reports.lines import WIDTH

    coloured = sys.stdout.isatty() and not os.environ.get("NO_COLOR")

    def paint(text: str, status: str) -> str:
        return click.style(text, fg=COLOURS[status]) if coloured else text

    for i, (file, decision) in enumerate(decided):
        if i:
            click.echo(f"\n{'=' * WIDTH}\n")
        click.echo(render(decision, vocabulary, file=file, year_note=year_note, explain=explain, paint=paint))


def _write_json(decided: list[tuple[str, EnterpriseDecision]], several: bool, explain: bool) -> None:
    """Always UTF-8 where another program reads it, whatever the console speaks."""
    import json

    from ..reports.decisions_json import to_dict

    found = [to_dict(decision, explain=explain) for _, decision in decided]
    if not found and not several:
        return
    text = json.dumps(found if several else found[0], ensure_ascii=False, indent=2)
    if sys.stdout.isatty() or not hasattr(sys.stdout, "buffer"):
        click.echo(text)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8") + b"\n")


def _sources(file: str, problems) -> dict[str, str]:
    """The text of the profile, for the lines under which carets stand."""
    from ..profiles.files import MAX_BYTES

    try:
        with open(file, "rb") as opened:
            text = opened.read(MAX_BYTES).decode("utf-8-sig", "replace")
    except (OSError, ValueError):
        return {}
    return {p.where.file: text for p in problems}
