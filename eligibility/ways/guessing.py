"""A quick guess at values for a set of facts: those at which some test turns, one fact after another.

It proves nothing where it finds nothing; it is only quicker than cutting
boxes where several facts are free together.
"""

from __future__ import annotations

from ..decisions.candidates import candidate_values
from ..engines.scalar.engine import Trace
from .domains import Choice, Domain, Span
from .goal import Goal

#: runs spent on one guess
MOST_RUNS = 80


def guessed(goal: Goal, domains: list[Domain], inputs: list) -> list | None:
    """Inputs with values for ``domains`` under which the goal holds, or None."""
    return next((found for largest in (False, True) if (found := _Walk(goal, domains, largest).values(inputs))), None)


class _Walk:
    """One depth-first walk over candidate values, the least far or the ``largest`` first; refusals are cut off."""

    def __init__(self, goal: Goal, domains: list[Domain], largest: bool):
        self.goal = goal
        self.domains = domains
        self.largest = largest
        self.left = MOST_RUNS

    def values(self, inputs: list, depth: int = 0) -> list | None:
        """Values from the fact at ``depth`` on."""
        if depth == len(self.domains):
            return None
        domain = self.domains[depth]
        trace = self.goal.run(inputs)
        open_ones = []
        for value in self._candidates(domain, trace):
            if self.left <= 0 or self.goal.spent:
                return None
            self.left -= 1
            trial = list(inputs)
            trial[domain.slot] = value
            verdict = self.goal.verdict(self.goal.run(trial))
            if verdict and depth == len(self.domains) - 1:
                return trial
            if verdict is not False:
                open_ones.append(trial)
        return next((found for trial in open_ones if (found := self.values(trial, depth + 1))), None)

    def _candidates(self, domain: Domain, trace: Trace) -> list:
        """Values of its pieces."""
        spans = [p for p in domain.pieces if isinstance(p, Span)]
        found = [v for p in domain.pieces if isinstance(p, Choice) for v in p.values]
        if spans:
            self.goal.spend(2 * len(self.goal.order))
            near = candidate_values(trace, domain.slot, self.goal.order, self.goal.slots_below)
            found += [v for v in near if isinstance(v, int) and any(p.low <= v <= p.high for p in spans)]
        return sorted(found, key=lambda v: -v if isinstance(v, int) else 0) if self.largest and spans else sorted(found, key=domain.cost)
