"""``eligibility test``: run the cases beside the rules."""

from __future__ import annotations

import click

from .exits import FINDINGS, FINE, CouldNotRun
from .json_output import write_json
from .loading import RULES_HELP, Loaded, load_library, show, show_apart
from .terminal import tell


class _Percent(click.IntRange):
    def _describe_range(self) -> str:  # shown by --help
        return f"{self.min} 至 {self.max}"

    def convert(self, value, param, ctx) -> int:
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"--min-coverage 要写 {self.min} 至 {self.max} 的整数，不写 %", param, ctx)


@click.command(
    "test",
    help="运行用例（kind: cases），逐条说明期望什么、得到什么、为什么，并检查每个条件是否都有用例试过。不写路径就运行随程序安装的规则的用例。"
    "路径里有指标表（kind: facts）的单独成一套，写了 --rules 的总是加上那里的规则。",
)
@click.argument("paths", nargs=-1, metavar="[路径…]", type=click.Path())
@click.option("--update", is_flag=True, help="把没有达到的期望改写成实际的结果（要写明路径；改后请逐条核对）")
@click.option("--coverage", "everything", is_flag=True, help="列出没有用例试过的条件和界值")
@click.option("--min-coverage", type=_Percent(0, 100), metavar="N", help="有文件的覆盖率低于 N% 就以 1 退出")
@click.option("--rules", multiple=True, metavar="文件夹", help=RULES_HELP)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
def command(paths: tuple[str, ...], update: bool, everything: bool, min_coverage: int | None, rules: tuple[str, ...], as_json: bool) -> int:
    from ..cases.suite import run_suite
    from ..reports import case_results

    if update and not paths:
        raise CouldNotRun("X911", "--update 要写明改写哪些用例文件", "写出路径，例如 eligibility test --update rules/nanan")
    loaded = _load(paths, rules)
    suite = run_suite(loaded.library, loaded.plan, loaded.names)
    problems, failed, rewritten = list(loaded.findings), suite.failed, []
    if update and failed:
        rewritten, trouble = _update(failed, loaded)
        loaded = _load(paths, rules)
        suite = run_suite(loaded.library, loaded.plan, loaded.names)
        problems = [*loaded.findings, *trouble]
    short = min_coverage is not None and suite.least < min_coverage
    if as_json:
        write_json(case_results.to_json(suite, problems, rewritten))
    else:
        show(problems, loaded.library.sources)
        for line in case_results.rewritten_lines(failed, rewritten):
            tell(line)
        for result in suite.failed:
            for line in case_results.failure_lines(result):
                tell(line)
        for line in case_results.coverage_lines(suite.coverage, min_coverage, everything):
            tell(line)
        tell(case_results.summary(suite) + (f"；覆盖率低于 {min_coverage}%" if short else ""))
    return FINDINGS if suite.failed or suite.not_run or short or any(d.severity == "error" for d in problems) else FINE


def _load(paths: tuple[str, ...], rules: tuple[str, ...]) -> Loaded:
    """The library; rules with errors are shown and not run, cases with errors are left to be reported."""
    loaded = load_library(paths, rules)
    beside = {cases.file for cases in loaded.library.cases}
    wrong = [d for d in loaded.findings if d.severity == "error" and d.where.file not in beside]
    if wrong:
        show(loaded.findings, loaded.library.sources, err=True)
        show_apart(loaded)
        raise CouldNotRun("X904", f"规则有 {len(wrong)} 处错误，用例没有运行", "先改正上面的错误，再运行用例")
    if not any(cases.file in loaded.names for cases in loaded.library.cases):
        raise CouldNotRun("C812", "没有用例可以运行", "写出用例文件（kind: cases）或其所在的文件夹")
    return loaded


def _update(failed: list, loaded: Loaded) -> tuple[list, list]:
    """The changes made to the cases files, and the findings about those that could not be."""
    from ..cases.update import changes_of, update
    from ..language.diagnostic import Findings

    findings = Findings()
    changes = [c for c in changes_of(failed) if c.scalar.where.file in loaded.names]
    return update(changes, loaded.library.sources, findings), findings.sorted()
