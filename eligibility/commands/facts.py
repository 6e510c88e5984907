"""``eligibility facts``: the vocabulary, looked up by name, other name or pinyin."""

from __future__ import annotations

import click

from .exits import FINDINGS, FINE
from .json_output import write_json
from .loading import RULES_HELP
from .terminal import tell
from .unfinished import unfinished_plan


@click.command("facts", help="查指标：按名称、别名、拼音（全拼或首字母）或相近的写法。\n\n"
               "列出类型、单位、选项、“无”的意思、问法、证明、登记在哪里、哪些政策用到。不写词就按文件列出全部。没有找到时以 1 结束。")
@click.argument("word", required=False, metavar="[词]")
@click.option("--rules", multiple=True, metavar="文件夹", help=RULES_HELP)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
def command(word: str | None, rules: tuple[str, ...], as_json: bool) -> int:
    from ..reports.fact_search import find_facts
    from ..reports.facts_text import fact_json, fact_text, list_text, users

    plan = unfinished_plan(rules)
    found = find_facts(word or "", plan.vocabulary)
    used = users(plan)
    if as_json:
        rows = [fact_json(fact, how, used.get(fact.name, [])) for fact, how in found]
        write_json({"format": "eligibility-facts/1", "facts": rows})
    elif not word:
        click.echo(list_text(plan.vocabulary))
    elif found:
        click.echo("\n\n".join(fact_text(fact, how, used.get(fact.name, [])) for fact, how in found))
    if word and not found:
        tell(f"没有找到“{word}”\n  改法：换一个词，或用拼音首字母；不写词就列出全部指标。"
             "确实没有的，写规则时先登记：在规则文件夹里 kind: facts 的文件（随程序安装的是 rules/facts/）里加一项，写法见 docs/language.md 的“指标”一节", err=True)  # fmt: skip
        return FINDINGS
    return FINE
