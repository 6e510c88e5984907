"""What the shell may complete: policies, pools, facts and codes. A slip of any kind completes nothing, and says nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from ..plan.plan import Plan


def policies(ctx: click.Context, param: click.Parameter, incomplete: str) -> list["CompletionItem"]:
    """Ids of policies, with their titles."""
    return _items(((d.id, d.title) for d in _documents(ctx) if d.kind == "policy"), incomplete)


def documents(ctx: click.Context, param: click.Parameter, incomplete: str) -> list["CompletionItem"]:
    """Ids of all rules, with their titles."""
    return _items(((d.id, d.title) for d in _documents(ctx)), incomplete)


def pools(ctx: click.Context, param: click.Parameter, incomplete: str) -> list["CompletionItem"]:
    """Ids of pools documents, with their titles."""
    return _items(((d.id, d.title) for d in _documents(ctx) if d.kind == "pools"), incomplete)


def facts(ctx: click.Context, param: click.Parameter, incomplete: str) -> list["CompletionItem"]:
    """Names of facts, with their questions."""
    plan = _plan(ctx)
    return _items(((f.name, f.ask or "") for f in plan.vocabulary.values()), incomplete) if plan else []


def codes(ctx: click.Context, param: click.Parameter, incomplete: str) -> list["CompletionItem"]:
    """Codes of findings, with their titles."""
    from ..language.codes import TITLES

    return _items(TITLES.items(), incomplete.upper())


def _documents(ctx: click.Context) -> list:
    plan = _plan(ctx)
    return list({d.id: d for d in plan.documents}.values()) if plan else []


def _plan(ctx: click.Context) -> "Plan | None":
    from ..language.diagnostic import Findings
    from ..plan.cache import cached_plan
    from .exits import CouldNotRun
    from .loading import rules_roots

    try:
        return cached_plan(rules_roots(ctx.params.get("rules") or ()), Findings())
    except (CouldNotRun, OSError):
        return None


def _items(pairs, incomplete: str) -> list["CompletionItem"]:
    from click.shell_completion import CompletionItem

    return [CompletionItem(word, help=said) for word, said in pairs if word.startswith(incomplete)]
