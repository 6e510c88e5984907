"""The names of rules that may still be wrong: for verbs that only look up and never decide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .loading import rules_roots
from .terminal import tell

if TYPE_CHECKING:
    from ..plan.plan import Plan


def unfinished_plan(rules: Sequence[str]) -> Plan:
    """A plan with what is sound in the rules, and places as this user would type them. It must not be run."""
    from ..language.diagnostic import Findings
    from ..language.library import load
    from ..plan.compile import compile_library

    findings = Findings()
    library = load(rules_roots(rules), findings)
    if rules and not library.vocabularies:  # as for validate: rules without facts use those of the program
        findings = Findings()
        library = load([*rules_roots(rules), *rules_roots(())], findings)
    plan = compile_library(library, findings)
    errors = sum(d.severity == "error" for d in findings.items)
    if errors:
        tell(f"注意：规则有 {errors} 处错误，有错的名称可能没有收进来；用 eligibility validate 查看", err=True)
    return plan
