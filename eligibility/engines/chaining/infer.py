"""In which pools an enterprise surely is, in which possibly: two runs of a chaining engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from .pools_program import PoolsProgram
from .program import Clause, Derivation, Program

Chain = Callable[[Program, Iterable[str]], Derivation]


class Inference(NamedTuple):
    """``inside``: pool → true, false or unknown (None); ``steps``: how the sure ones follow, earliest first."""

    inside: dict[str, bool | None]
    steps: tuple[Clause, ...]


def infer(program: PoolsProgram, verdicts: Mapping[str, bool | None], chain: Chain) -> Inference:
    """Follow ``verdicts`` (token of ``program.verdicts`` → truth; one left out is unknown) to the fixed point.

    The sure run starts from what is true, the possible run from what is not
    false. Both go part by part together, because what one denies the other
    decides: ``不在:库`` is sure where ``在:库`` is not even possible, and
    possible where it is not sure.
    """
    given = program.program.given
    sure = {token for token in given if verdicts.get(token)}
    possible = {token for token in given if verdicts.get(token) is not False}
    steps: list[Clause] = []
    for part in program.parts:
        surely_not = {token for token, denies in part.denied.items() if denies not in possible}
        perhaps_not = {token for token, denies in part.denied.items() if denies not in sure}
        same = sure == possible and surely_not == perhaps_not
        derived = chain(part.program, sure | surely_not)
        steps += derived.steps
        possible = set(derived.tokens if same else chain(part.program, possible | perhaps_not).tokens)
        sure = set(derived.tokens)
    inside = {pool: True if token in sure else None if token in possible else False for pool, token in program.inside.items()}
    return Inference(inside, tuple(steps))
