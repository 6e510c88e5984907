"""``eligibility rules``: what the rules hold and where it comes from; with ``--gaps`` what they do not know."""

from __future__ import annotations

import click

from . import completing
from .exits import CouldNotRun
from .json_output import write_json
from .loading import RULES_HELP, load_plan
from .policies import run_by_default


@click.command(
    "rules",
    help="列出全部政策和标准：id、版本、依据的文件、证据等级。写了词的，只列 id、标题、文件名、文号或奖补项里有它的。\n\n"
    "--gaps 列出没有查到、推定、凭记忆、原文没有说清和未见条号的地方，按文件排列：取哪一份文件，在里面查什么，影响几个奖补项。",
)
@click.argument("word", required=False, metavar="[词]", shell_complete=completing.documents)
@click.option("--gaps", is_flag=True, help="列出缺口：取哪份文件，查什么")
@click.option("--rules", multiple=True, metavar="文件夹", help=RULES_HELP)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
def command(word: str | None, gaps: bool, rules: tuple[str, ...], as_json: bool) -> None:
    from ..reports import gaps_text, rules_list

    plan = load_plan(rules)
    documents = rules_list.matching(plan, word)
    if not documents:
        raise CouldNotRun("X907", f"没有一份文件提到“{word}”", _meant(word, plan) + "不写词，就列出全部文件")
    if gaps:
        from ..reports.gaps import wanted

        found = wanted(plan, [d for versions in documents for d in versions])
        told, lines = gaps_text.to_dict(found), gaps_text.render(found)
    else:
        told, lines = rules_list.to_dict(documents, run_by_default), rules_list.render(documents, run_by_default)
    if as_json:
        write_json(told)
    else:
        click.echo("\n".join(lines))


def _meant(word: str, plan) -> str:
    from ..language.spelling import did_you_mean

    return did_you_mean(word, {text for d in plan.documents for text in (d.id, d.title, d.instrument)})
