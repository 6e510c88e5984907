"""``eligibility fmt``: one spelling for rule files; comments and order stay."""

from __future__ import annotations

import os

import click

from .exits import FINDINGS, FINE, CouldNotRun
from .json_output import write_json
from .terminal import tell


@click.command("fmt", help="把规则文件写成统一的样子：比较词（≥、至少、以上 → 不低于）、单位（1千万元 → 1000万元）、空白。"
               "不改意思，不动注释和次序。\n\n路径可以是文件或文件夹；不写就是当前文件夹里的 rules。改写了哪些文件逐个列出。"
               "--check 只看不改，有要改的以 1 结束。")  # fmt: skip
@click.argument("paths", nargs=-1, metavar="[路径…]")
@click.option("--check", is_flag=True, help="只检查，不改写")
@click.option("--diff", "differences", is_flag=True, help="逐行显示改了什么")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
def command(paths: tuple[str, ...], check: bool, differences: bool, as_json: bool) -> int:
    from ..language.diagnostic import Findings
    from ..language.library import read_source
    from ..language.replacing import replace_file
    from ..language.rule_files import rule_files
    from ..language.tidy import tidy
    from .loading import must_be_there, show

    if not paths and not os.path.isdir("rules"):
        raise CouldNotRun("X901", "当前文件夹里没有 rules", "写出要整理的文件或文件夹，例如 eligibility fmt 规则文件夹")
    must_be_there(paths)
    findings, sources, changed = Findings(), {}, []
    for path, name in rule_files(paths or ("rules",), os.getcwd(), findings):
        source = read_source(path, name, findings)
        if source is None:
            continue
        after = tidy(source, name, findings)
        sources[name] = source.decode("utf-8-sig", "replace")
        if after is not None and after.encode() != source:
            changed.append((name, sources[name], after))
            if not check:
                replace_file(path, after.encode())
    if as_json:
        _write_json(changed, check, findings.sorted())
    else:
        show(findings.sorted(), sources, err=True)
        _tell(changed, check, differences, len(sources))
    return FINDINGS if findings.has_errors or check and changed else FINE


def _tell(changed: list[tuple[str, str, str]], check: bool, differences: bool, files: int) -> None:
    for name, before, after in changed:
        tell(f"{'要整理' if check else '已整理'} {name}")
        if differences:
            click.echo(_difference(before, after))
    tell(f"共 {files} 个文件，{len(changed)} 个{'要整理' if check else '整理过'}" if changed else f"共 {files} 个文件，写法都已统一")


def _difference(before: str, after: str) -> str:
    from difflib import unified_diff

    lines = unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return "\n".join(line for line in lines if not line.startswith(("---", "+++")))


def _write_json(changed: list[tuple[str, str, str]], check: bool, findings: list) -> None:
    from ..reports.findings import to_dict

    write_json({"format": "eligibility-fmt/1", "changed": [name for name, _, _ in changed], "written": not check, "findings": [to_dict(d) for d in findings]})
