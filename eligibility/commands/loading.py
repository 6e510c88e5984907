"""Paths of the command line → rules: a plan for ``check``, a library and all its findings for the other verbs.

Only what is needed is imported: a plan from the cache loads nothing of the compiler.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, NamedTuple

import click

from .. import resources
from ..language.diagnostic import Diagnostic, Findings
from .exits import CouldNotRun
from .terminal import columns, tell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..language.model import Library, Rules
    from ..plan.plan import Plan

SHIPPED = "随附"  # after --rules: the rules that came with the program; a folder of that name is ./随附
RULES_HELP = f"规则文件夹，可写几次，合起来是一套；写 {SHIPPED} 是随程序安装的规则，不写就只用它"
UNKNOWN_NAMES = ("N401", "N413")  # what rules say of names and documents that they do not find


class Loaded(NamedTuple):
    """``names``: the files asked for, as places name them; others of the library are only context.

    ``findings`` are those of the files asked for, sorted, and whatever they
    cause in the others. With errors among them ``plan`` must not be run.
    ``apart``: names were not found that the rules left aside would have.
    """

    library: Library
    plan: Plan
    findings: list[Diagnostic]
    names: frozenset[str]
    apart: bool = False

    @property
    def has_errors(self) -> bool:
        return any(d.severity == "error" for d in self.findings)


def rules_roots(rules: Sequence[str]) -> list[str]:
    """The folders (or single files) of the rules: those chosen, else the one that came with the program."""
    roots = [resources.rules_dir() if root == SHIPPED else root for root in rules]
    for root in roots:
        if not os.path.isdir(root) and not os.path.isfile(root):
            raise CouldNotRun("X901", f"找不到规则文件夹 {root}", f"核对 --rules 后面的路径；随程序安装的规则写 --rules {SHIPPED}")
    return list({os.path.abspath(root): root for root in roots}.values()) or [resources.rules_dir()]


def must_be_there(paths: Sequence[str], remedy: str = "核对路径") -> None:
    """CouldNotRun for the first path that is not there."""
    for path in paths:
        if not os.path.exists(path):
            raise CouldNotRun("X901", f"找不到 {path} 这个文件或文件夹", remedy)


def load_plan(rules: Sequence[str]) -> Plan:
    """The plan for ``check``, from the cache where it is there. Rules with errors are shown and never run."""
    from ..plan.cache import cached_plan

    roots = rules_roots(rules)
    plan = cached_plan(roots, Findings())
    if plan is not None:
        return plan
    # Once more, for places as this user would type them; it is an error's way, and may be slow.
    loaded = load_library((), roots)
    show(loaded.findings, loaded.library.sources, err=True)
    show_apart(loaded)
    errors = sum(d.severity == "error" for d in loaded.findings)
    again = " ".join(["eligibility validate", *(f"--rules {root}" for root in rules)])
    raise CouldNotRun("X904", f"规则有 {errors} 处错误，不能用来判定", f"先改正规则，再用 {again} 检查")


def load_library(paths: Sequence[str], rules: Sequence[str] = ()) -> Loaded:
    """All rules at or below ``paths``, compiled and with their cases checked.

    No paths: the rules themselves. Paths are read together with ``rules``, less
    those files that are the same or hold the same. Where no rules are chosen,
    paths with a ``kind: facts`` file are a library of their own, and others are
    read together with the rules that came with the program. A name that only
    those would have, left aside, gets that as its remedy.
    """
    from ..language.library import load

    must_be_there(paths, "核对路径；不写路径就检查随程序安装的规则")
    findings = Findings()
    alone = load(list(paths) or rules_roots(rules), findings)
    if paths and (rules or not alone.vocabularies):
        loaded = _within(paths, alone, rules_roots(rules))
    else:
        plan = _compile(alone, findings)
        loaded = Loaded(alone, plan, findings.sorted(), frozenset(alone.sources))
    asked = [*paths, *(rules_roots(rules) if rules else ())]
    return _told_apart(loaded, asked) if asked else loaded


def _within(paths: Sequence[str], alone: Library, roots: list[str]) -> Loaded:
    """``paths`` with the rules around them, and what is wrong because of ``paths``."""
    from ..language.library import load

    names = frozenset(alone.sources)
    around = _context(roots, alone)
    findings = Findings()
    library = load([*around, *paths], findings)
    plan = _compile(library, findings)
    found = findings.sorted()
    if any(d.where.file not in names for d in found):
        before = Findings()
        _compile(load(around, before), before)
        found = [d for d in found if d.where.file in names or d not in before.items]
    return Loaded(library, plan, found, names)


def _told_apart(loaded: Loaded, asked: list[str]) -> Loaded:
    """``loaded``; where names not found are in the shipped rules, which were left aside, their findings say so."""
    from ..language.library import load

    if not any(d.code in UNKNOWN_NAMES for d in loaded.findings):
        return loaded
    try:
        together = _within(asked, load(asked, Findings()), rules_roots(()))
    except OSError:  # no such rules: nothing was left aside
        return loaded
    own = {r.id for r in together.library.rules if r.file in together.names}
    if any(r.id in own for r in together.library.rules if r.file not in together.names):
        return loaded  # a changed copy of those rules: adding them would say everything twice
    still = {(d.code, d.where) for d in together.findings}
    lost = [d for d in loaded.findings if d.code in UNKNOWN_NAMES and (d.code, d.where) not in still]
    hint = f"随程序安装的规则里有；要一起用，加 --rules {SHIPPED}。"
    findings = [d._replace(hint=hint) if d in lost else d for d in loaded.findings]
    return loaded._replace(findings=findings, apart=bool(lost))


def _compile(library: Library, findings: Findings) -> Plan:
    """The plan of ``library``; what is wrong with the rules or their cases goes to ``findings``."""
    from ..cases.check import check_cases
    from ..plan.compile import compile_library

    plan = compile_library(library, findings)
    check_cases(_without_broken_rules(library, findings), plan, findings)
    return plan


def _context(roots: list[str], alone: Library) -> list[str]:
    """Files of the rules around those asked for, without the same files and without copies."""
    from ..language.library import load

    texts = set(alone.sources.values())
    return [name for name, text in load(roots, Findings()).sources.items() if name not in alone.sources and text not in texts]


def _without_broken_rules(library: Library, findings: Findings) -> Library:
    """The library without cases of rules that have errors: what they would say follows from those."""
    from dataclasses import replace

    broken = {d.where.file for d in findings.items if d.severity == "error"}
    if any(v.file in broken for v in library.vocabularies):
        return replace(library, cases=[])
    read = {part.file for part in (*library.rules, *library.vocabularies, *library.cases)}
    # Of a file that could not be read at all, the line with its id still can.
    ids = {i for file in broken - read for i in re.findall(r"(?m)^id:[ \t]+([\w/-]+)", library.sources.get(file, ""))}
    while True:  # and of rules that use or limit broken ones
        more = {r.id for r in library.rules if r.file in broken or not ids.isdisjoint(_named_by(r))} - ids
        if not more:
            return replace(library, cases=[c for c in library.cases if c.rules.text not in ids])
        ids |= more


def _named_by(rules: Rules) -> list[str]:
    """The ids of the files that ``rules`` uses, and of the policies its limits speak of."""
    return [u.text for u in rules.uses] + [policy.text for limit in rules.limits.values() for policy, _ in limit.awards]


def show(findings: Sequence[Diagnostic], sources: dict[str, str], *, err: bool = False) -> None:
    """Findings with their source lines and carets, a blank line after each."""
    if findings:
        from ..reports.findings import render

        wide = columns(err=err)
        for finding in findings:
            click.echo(render(finding, sources, wide) + "\n", err=err)


def show_apart(loaded: Loaded) -> None:
    """One line to say that the rules that came with the program were left aside."""
    if loaded.apart:
        tell(f"注意：没有加上随程序安装的规则（有自己的指标表或写了 --rules 的，单独成一套）；要一起用，加 --rules {SHIPPED}", err=True)
