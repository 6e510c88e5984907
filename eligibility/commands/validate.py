"""``eligibility validate``: everything that is wrong with rule files, each with its place and a remedy."""

from __future__ import annotations

import click

from .exits import FINDINGS, FINE
from .json_output import write_json
from .loading import RULES_HELP, load_library, show, show_apart
from .terminal import tell
from .unchanged import Answer, answer_for


@click.command("validate", help="检查规则文件：逐条指出错在哪里、怎么改。\n\n路径可以是文件或文件夹；不写就检查随程序安装的规则。"
               "路径里没有指标表（kind: facts）的，和随程序安装的规则一起检查；有指标表的单独成一套。"
               "写了 --rules 的，总是和那里的规则一起检查（--rules 随附 就是加上随程序安装的规则）。只报路径里的问题。"
               "有错误时以 1 结束，只有警告或没有问题时以 0 结束。")
@click.argument("paths", nargs=-1, metavar="[路径…]")
@click.option("--rules", multiple=True, metavar="文件夹", help=RULES_HELP)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
def command(paths: tuple[str, ...], rules: tuple[str, ...], as_json: bool) -> int:
    answer = answer_for(paths, rules, lambda: _validated(paths, rules))
    show_apart(answer)
    if as_json:
        _write_json(answer)
    else:
        show(answer.findings, answer.sources)
        tell(_summary(answer))
    return FINDINGS if answer.counts["errors"] else FINE


def _validated(paths: tuple[str, ...], rules: tuple[str, ...]) -> Answer:
    loaded = load_library(paths, rules)
    mine = [r for r in loaded.library.rules if r.file in loaded.names]
    errors = sum(d.severity == "error" for d in loaded.findings)
    counts = {
        "files": len(loaded.names),
        "policies": len({r.id for r in mine if r.kind == "policy"}),
        "awards": sum(len(r.awards) for r in mine),
        "cases": sum(len(c.cases) for c in loaded.library.cases if c.file in loaded.names),
        "errors": errors,
        "warnings": len(loaded.findings) - errors,
    }
    return Answer(loaded.findings, counts, loaded.apart, loaded.library.sources)


def _summary(answer: Answer) -> str:
    from ..reports.findings import summary

    n = answer.counts
    return f"共 {n['files']} 个文件，{n['policies']} 项政策，{n['awards']} 个奖补项，{n['cases']} 个用例：{summary(answer.findings)}"


def _write_json(answer: Answer) -> None:
    from ..reports.findings import to_dict

    findings = [to_dict(d) for d in answer.findings]
    write_json({"format": "eligibility-findings/1", "findings": findings, **answer.counts})
