"""Reasons made ready to show: only what decided remains."""

from __future__ import annotations

from ..decisions.decision import Reason


def decisive(reason: Reason) -> Reason:
    """An affirmed tree less the branches that did not matter for how it came out."""
    if not reason.children:
        return reason
    everything = (reason.kind == "all" and reason.result) or (reason.kind == "any" and reason.result is False)
    kept = [c for c in reason.children if everything or c.result is reason.result] or reason.children
    kept = [c for c in kept if not (everything and c.idle)] or kept  # what cannot come out otherwise
    return reason._replace(children=tuple(map(decisive, kept)))


def branches(reason: Reason) -> list[Reason]:
    """What is shown side by side: the parts of an *all*, and of alternatives where one of them is left or all hold."""
    if reason.kind == "all" or (reason.kind == "any" and (reason.result or len(reason.children) == 1)):
        return [b for child in reason.children for b in branches(child)]
    return [reason]
