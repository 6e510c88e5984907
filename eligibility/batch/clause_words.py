"""A clause in words, without any enterprise: what it asks for, and where that stands."""

from __future__ import annotations

from ..decisions.reason_trees import condition_text
from ..decisions.reasons import Explainer
from ..engines.scalar.engine import Trace
from ..profiles.profile import Profile


class ClauseWords:
    """What clauses ask for; ``nothing_given`` is a run on no facts, so that a bound that rests on some is told as not known."""

    def __init__(self, nothing_given: Trace):
        self._explainer = Explainer(nothing_given, Profile(""))

    def of(self, operation: int, clause: str | None = None, ref: str | None = None) -> tuple[str, str]:
        """(condition, source); ``clause`` and ``ref`` where it has none of its own."""
        reason = self._explainer.reason(operation)
        source = (reason.clause, reason.ref) if reason.clause or reason.ref else (clause, ref)
        return condition_text(reason), "、".join(part for part in source if part)
