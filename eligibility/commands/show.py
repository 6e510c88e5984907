"""``eligibility show``: a policy or standard in plain sentences, to be read beside the official text."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from ..plan.versions import in_force
from . import completing
from .document_names import find_versions
from .json_output import write_json
from .loading import RULES_HELP, load_plan
from .when import read_day, read_year, year_and_day

if TYPE_CHECKING:
    from ..plan.plan import DocumentPlan


@click.command(
    "show",
    help="把一份政策或标准写成通俗的中文，供对照原文：每个条件、界值、档次、条号都在里面，由程序实际使用的规则生成。\n\n"
    "名称可以是 id、标题，或其中能认出一份文件的一部分。有几个版本的，写出现在施行的一版；用 --year、--as-of 选别的版本。",
)
@click.argument("name", metavar="ID或名称", shell_complete=completing.documents)
@click.option("--year", type=int, callback=read_year, metavar="年份", help="写出这个政策年度施行的一版；不写就是申报日期的上一年")
@click.option("--as-of", callback=read_day, metavar="日期", help="申报日期，例如 2022-06-30；不写就是今天，写了 --year 的是次年年末")
@click.option("--rules", multiple=True, metavar="文件夹", help=RULES_HELP)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
def command(name: str, year: int | None, as_of: date | None, rules: tuple[str, ...], as_json: bool) -> None:
    from ..reports.policy_text.document import head, in_force_text, sections, to_dict

    plan = load_plan(rules)
    versions = find_versions(plan.documents, name)
    policy_year, as_of = year_and_day(year, as_of or (None if year is None else date(year + 1, 12, 31)))
    shown = _chosen(versions, policy_year, as_of)
    told = sections(plan, shown)
    if as_json:
        write_json(to_dict(shown, versions, told))
        return
    from ..reports.policy_text.render import render

    lines = head(shown)
    if not in_force(shown, policy_year, as_of):
        lines.append(f"注意：{policy_year} 政策年度、{as_of} 申报时没有施行的版本，下面是最近的一版")
    lines += [f"另一版本：{in_force_text(d)}，{d.cited}，{d.file}" for d in versions if d is not shown]
    click.echo("\n".join(render(lines, told)))


def _chosen(versions: list[DocumentPlan], policy_year: int, as_of: date) -> DocumentPlan:
    """The version in force, else the latest."""
    return next((d for d in versions if in_force(d, policy_year, as_of)), versions[-1])
