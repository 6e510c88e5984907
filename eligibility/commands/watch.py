"""``eligibility watch``: rules checked and their cases run again whenever a file is saved."""

from __future__ import annotations

import os
from datetime import datetime

import click

from .exits import FINE, CouldNotRun
from .json_output import error_json, write_json
from .loading import RULES_HELP, Loaded, load_library, must_be_there, rules_roots, show, show_apart
from .terminal import stop_text, tell

SUFFIXES = (".yaml", ".yml")


@click.command("watch", help="盯着规则文件：每次保存后重新检查写法、运行用例，指出错在哪里。按 Ctrl+C 结束。\n\n"
               "路径可以是文件或文件夹，同 validate 和 test；不写就是当前文件夹里的 rules，没有的话就是随程序安装的规则。")  # fmt: skip
@click.argument("paths", nargs=-1, metavar="[路径…]")
@click.option("--rules", multiple=True, metavar="文件夹", help=RULES_HELP)
@click.option("--json", "as_json", is_flag=True, help="每次输出一行 JSON")
def command(paths: tuple[str, ...], rules: tuple[str, ...], as_json: bool) -> int:
    from watchfiles import watch

    if not paths and not rules and os.path.isdir("rules"):
        paths = ("rules",)
    watched = [*paths, *(rules_roots(rules) if rules or not paths else [])]
    must_be_there(watched)
    try:
        _look(paths, rules, [], as_json)
        if not as_json:
            tell(f"正在盯着 {'、'.join(watched)}；按 Ctrl+C 结束。", err=True)
        for changes in watch(*_folders(watched), watch_filter=lambda _, path: _is_watched(path, watched), raise_interrupt=False):
            _look(paths, rules, sorted({os.path.relpath(path) for _, path in changes}), as_json)
    except KeyboardInterrupt:  # also in the midst of a look: it is the way to end
        pass
    return FINE


def _folders(watched: list[str]) -> set[str]:
    """Folders to watch: editors put a new file in the place of the old, so a file is watched from its folder."""
    return {path if os.path.isdir(path) else os.path.dirname(os.path.abspath(path)) for path in watched}


def _is_watched(path: str, watched: list[str]) -> bool:
    full = os.path.realpath(path)
    inside = any(full == os.path.realpath(w) or full.startswith(os.path.realpath(w) + os.sep) for w in watched)
    return inside and full.lower().endswith(SUFFIXES) and not os.path.basename(full).startswith(".")


def _look(paths: tuple[str, ...], rules: tuple[str, ...], changed: list[str], as_json: bool) -> None:
    """One look at the rules; whatever cannot be run now may be mended by the next save."""
    try:
        loaded = load_library(paths, rules)
        suite = None if _broken(loaded) else _run_cases(loaded)
    except CouldNotRun as stop:
        write_json(error_json(stop.code, str(stop), stop.hint), indent=None) if as_json else tell(stop_text(stop.code, str(stop), stop.hint))
        return
    _tell_json(loaded, suite, changed) if as_json else _tell(loaded, suite, changed)


def _broken(loaded: Loaded) -> bool:
    """Whether a rule has an error, so that no case may be run."""
    beside = {cases.file for cases in loaded.library.cases}
    return any(d.severity == "error" and d.where.file not in beside for d in loaded.findings)


def _run_cases(loaded: Loaded):
    from ..cases.suite import run_suite

    return run_suite(loaded.library, loaded.plan, loaded.names)


def _tell(loaded: Loaded, suite, changed: list[str]) -> None:
    from ..reports import case_results
    from ..reports.findings import summary

    now = f"{datetime.now():%H:%M:%S}"
    tell(f"—— {now} {'、'.join(changed)}" if changed else f"—— {now} 开始")
    show_apart(loaded)
    show(loaded.findings, loaded.library.sources)
    for result in suite.failed if suite else ():
        for line in case_results.failure_lines(result):
            tell(line)
    tell(f"写法：{summary(loaded.findings)}；用例：{case_results.summary(suite) if suite else '规则有错误，没有运行'}")


def _tell_json(loaded: Loaded, suite, changed: list[str]) -> None:
    from ..reports.findings import to_dict

    failed = None if suite is None else [{"file": r.where.file, "line": r.where.line, "case": r.name} for r in suite.failed]
    found = {"format": "eligibility-watch/1", "changed": changed, "findings": [to_dict(d) for d in loaded.findings], "failed": failed}
    write_json(found, indent=None)
