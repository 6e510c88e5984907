"""Paths of the command line → rules: a plan for ``check``, a library and all its findings for the other verbs.

Only what is needed is imported: a plan from the cache loads nothing of the compiler.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

import click

from .. import resources
from ..language.diagnostic import Diagnostic, Findings
from .exits import CouldNotRun

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..language.model import Library
    from ..plan.plan import Plan

RULES_HELP = "规则文件夹；不写就用随程序安装的规则"


class Loaded(NamedTuple):
    """``names``: the files asked for, as places name them; others of the library are only context.

    ``findings`` are those of the files asked for, sorted, and whatever they
    cause in the others. With errors among them ``plan`` must not be run.
    """

    library: Library
    plan: Plan
    findings: list[Diagnostic]
    names: frozenset[str]

    @property
    def has_errors(self) -> bool:
        return any(d.severity == "error" for d in self.findings)


def rules_root(rules: str | None) -> str:
    """The folder (or single file) of the rules: the one chosen, else the one that came with the program."""
    if rules is None:
        return resources.rules_dir()
    if not os.path.isdir(rules) and not os.path.isfile(rules):
        raise CouldNotRun("X901", f"找不到规则文件夹 {rules}", "核对 --rules 后面的路径；不写 --rules 就用随程序安装的规则")
    return rules


def load_plan(rules: str | None) -> Plan:
    """The plan for ``check``, from the cache where it is there. Rules with errors are shown and never run."""
    from ..plan.cache import cached_plan

    root = rules_root(rules)
    plan = cached_plan(root, Findings())
    if plan is not None:
        return plan
    # Once more, for places as this user would type them; it is an error's way, and may be slow.
    loaded = load_library([root])
    show(loaded.findings, loaded.library.sources, err=True)
    errors = sum(d.severity == "error" for d in loaded.findings)
    raise CouldNotRun("X904", f"规则有 {errors} 处错误，不能用来判定", f"先改正规则，再用 eligibility validate {root} 检查")


def load_library(paths: Sequence[str], rules: str | None = None) -> Loaded:
    """All rules at or below ``paths``, compiled and with their cases checked.

    No paths: the rules themselves. Paths with a ``kind: facts`` file are a
    library of their own. Others are read together with the rules, less those
    that are the same file or hold the same.
    """
    from ..language.library import load

    for path in paths:
        if not os.path.exists(path):
            raise CouldNotRun("X901", f"找不到 {path} 这个文件或文件夹", "核对路径；不写路径就检查随程序安装的规则")
    findings = Findings()
    asked = list(paths) or [rules_root(rules)]
    alone = load(asked, findings)
    names = frozenset(alone.sources)
    if alone.vocabularies or not paths:
        return Loaded(alone, _compile(alone, findings), findings.sorted(), names)
    around = _context(rules_root(rules), alone)
    findings = Findings()
    library = load([*around, *asked], findings)
    plan = _compile(library, findings)
    found = findings.sorted()
    if any(d.where.file not in names for d in found):
        before = Findings()
        _compile(load(around, before), before)
        found = [d for d in found if d.where.file in names or d not in before.items]
    return Loaded(library, plan, found, names)


def _compile(library: Library, findings: Findings) -> Plan:
    """The plan of ``library``; what is wrong with the rules or their cases goes to ``findings``."""
    from ..cases.check import check_cases
    from ..plan.compile import compile_library

    plan = compile_library(library, findings)
    check_cases(_without_broken_rules(library, findings), plan, findings)
    return plan


def _context(root: str, alone: Library) -> list[str]:
    """Files of the rules around those asked for, without the same files and without copies."""
    from ..language.library import load

    texts = set(alone.sources.values())
    return [name for name, text in load([root], Findings()).sources.items() if name not in alone.sources and text not in texts]


def _without_broken_rules(library: Library, findings: Findings) -> Library:
    """The library without cases of rules that have errors: what they would say follows from those."""
    from dataclasses import replace

    broken = {d.where.file for d in findings.items if d.severity == "error"}
    if any(v.file in broken for v in library.vocabularies):
        return replace(library, cases=[])
    ids: set[str] = set()
    while True:  # and of rules that use broken ones
        more = {r.id for r in library.rules if r.file in broken or any(u.text in ids for u in r.uses)} - ids
        if not more:
            return replace(library, cases=[c for c in library.cases if c.rules.text not in ids])
        ids |= more


def show(findings: Sequence[Diagnostic], sources: dict[str, str], *, err: bool = False) -> None:
    """Findings with their source lines and carets, a blank line after each."""
    if findings:
        from ..reports.findings import render

        for finding in findings:
            click.echo(render(finding, sources) + "\n", err=err)
