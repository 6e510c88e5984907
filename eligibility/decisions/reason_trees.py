"""Trees of reasons read again: what decided, with which source, in how many words."""

from __future__ import annotations

from .decision import Reason


def deciding(reason: Reason) -> list[Reason]:
    """The tests that made the result what it is: the false ones of a failed *all*, the open ones of an open one, …

    A branch that only holds under a reading that was not taken is left out
    where another branch could hold.
    """
    if reason.kind == "test":
        return [reason]
    wanted = reason.result
    children = reason.children
    if reason.kind == "any" and wanted is False:
        children = [c for c in children if not _ruled_out(c)] or children
    elif reason.kind == "all" and wanted is False and _ruled_out(reason):
        children = [c for c in children if _ruled_out(c)]
    elif reason.kind != "not" and not (reason.kind == "all" and wanted):
        children = [c for c in children if c.result is wanted]
    return [leaf for child in children for leaf in deciding(child)]


def _ruled_out(reason: Reason) -> bool:
    """Whether a reading of the text by itself makes this fail."""
    if reason.kind == "all":
        return any(_ruled_out(c) for c in reason.children)
    return reason.reading and reason.result is False


def with_clause(reason: Reason, clause: str | None, ref: str | None) -> Reason:
    """The tree with clause and ref of the award where a condition has none of its own."""
    own = {"clause": reason.clause or clause, "ref": reason.ref or (ref if not reason.clause else None)}
    return reason._replace(children=tuple(with_clause(c, own["clause"], own["ref"]) for c in reason.children), **own)


def every_test(reason: Reason) -> list[Reason]:
    """All tests of the tree, in order."""
    return [reason] if reason.kind == "test" else [leaf for child in reason.children for leaf in every_test(child)]


def values_behind(reason: Reason) -> list[tuple[str, str]]:
    """The tests behind how it came out, as (condition, value): no open points of the text, no branches that did not matter."""
    if reason.kind == "test":
        return [] if reason.reading else [(reason.condition, reason.actual)]
    everything = reason.kind in ("not", "some") or (reason.kind == "all") is reason.result
    behind = [c for c in reason.children if everything or c.result is reason.result]
    if not everything and any(c.reading for c in behind):  # the reading alone settles it
        return []
    return [step for child in behind for step in values_behind(child)]


def condition_text(reason: Reason) -> str:
    """A condition in one line: a test with what it requires, a group by its name or its parts."""
    if reason.kind == "test":
        return f"{reason.condition} {reason.required}"
    joiner = "，或 " if reason.kind == "any" else "，"
    return reason.condition or joiner.join(condition_text(child) for child in reason.children)
