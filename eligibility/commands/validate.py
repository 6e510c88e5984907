"""``eligibility validate``: everything that is wrong with rule files, each with its place and a remedy."""

from __future__ import annotations

import click

from .exits import FINDINGS, FINE
from .loading import RULES_HELP, Loaded, load_library, show, show_apart


@click.command("validate", help="检查规则文件：逐条指出错在哪里、怎么改。\n\n路径可以是文件或文件夹；不写就检查随程序安装的规则。"
               "路径里没有指标表（kind: facts）的，和随程序安装的规则一起检查；有指标表的单独成一套。"
               "写了 --rules 的，总是和那里的规则一起检查。只报路径里的问题。"
               "有错误时以 1 结束，只有警告或没有问题时以 0 结束。")
@click.argument("paths", nargs=-1, metavar="[路径…]")
@click.option("--rules", multiple=True, metavar="文件夹", help=RULES_HELP)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
def command(paths: tuple[str, ...], rules: tuple[str, ...], as_json: bool) -> int:
    loaded = load_library(paths, rules)
    show_apart(loaded)
    if as_json:
        click.echo(_json(loaded))
    else:
        show(loaded.findings, loaded.library.sources)
        click.echo(_summary(loaded))
    return FINDINGS if loaded.has_errors else FINE


def _counts(loaded: Loaded) -> dict[str, int]:
    rules = [r for r in loaded.library.rules if r.file in loaded.names]
    return {
        "files": len(loaded.names),
        "policies": len({r.id for r in rules if r.kind == "policy"}),
        "awards": sum(len(r.awards) for r in rules),
        "cases": sum(len(c.cases) for c in loaded.library.cases if c.file in loaded.names),
        "errors": sum(d.severity == "error" for d in loaded.findings),
        "warnings": sum(d.severity != "error" for d in loaded.findings),
    }


def _summary(loaded: Loaded) -> str:
    from ..reports.findings import summary

    n = _counts(loaded)
    return f"共 {n['files']} 个文件，{n['policies']} 项政策，{n['awards']} 个奖补项，{n['cases']} 个用例：{summary(loaded.findings)}"


def _json(loaded: Loaded) -> str:
    import json

    from ..reports.findings import to_dict

    findings = [to_dict(d) for d in loaded.findings]
    return json.dumps({"format": "eligibility-findings/1", "findings": findings, **_counts(loaded)}, ensure_ascii=False, indent=2)
