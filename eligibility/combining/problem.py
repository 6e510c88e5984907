"""What there is to combine: awards with their amounts, and the law over them. Numbers are 分, each known or an interval."""

from __future__ import annotations

from typing import NamedTuple

from .combination import Key


class Group(NamedTuple):
    """A ``together`` of one policy or a limit across policies (``across``): ``members`` are positions, in the order of the rule.

    ``cap`` and ``before`` (what was paid before, where that counts) are 分 or
    None; ``blanks`` are the facts that they wait for, ``evidence`` how sure
    the text of a limit is.
    """

    name: str
    members: tuple[int, ...]
    pay: str
    cut: str
    cap: object = None
    before: object = None
    clause: str | None = None
    refer: str | None = None
    across: bool = False
    blanks: tuple[str, ...] = ()
    evidence: str | None = None


class Problem(NamedTuple):
    """``statuses``, ``amounts`` and ``blanks`` (the facts both wait for) stand beside ``awards``.

    ``overrides`` are (award, award it replaces).

    ``groups`` in the order in which they are applied: what is inside one
    policy first, then the limits in the order of their files.
    """

    awards: tuple[Key, ...]
    statuses: tuple[bool | None, ...]
    amounts: tuple
    overrides: tuple[tuple[int, int], ...] = ()
    groups: tuple[Group, ...] = ()
    blanks: tuple[tuple[str, ...], ...] = ()


def components(problem: Problem) -> list[tuple[int, ...]]:
    """Positions of awards that have to do with each other, directly or through others; refused awards are in none."""
    alive = [i for i, status in enumerate(problem.statuses) if status is not False]
    leader = {i: i for i in alive}

    def find(i: int) -> int:
        while leader[i] != i:
            i = leader[i]
        return i

    for joined in (*problem.overrides, *(g.members for g in problem.groups)):
        first, *others = [i for i in joined if i in leader] or [None]
        for other in others:
            a, b = find(first), find(other)
            leader[max(a, b)] = min(a, b)
    found: dict[int, list[int]] = {}
    for i in alive:
        found.setdefault(find(i), []).append(i)
    return [tuple(part) for part in found.values()]


def part(problem: Problem, positions: tuple[int, ...]) -> Problem:
    """The problem of these awards alone."""
    place = {i: n for n, i in enumerate(positions)}
    groups = [g._replace(members=tuple(place[i] for i in g.members if i in place)) for g in problem.groups]
    return Problem(
        tuple(problem.awards[i] for i in positions),
        tuple(problem.statuses[i] for i in positions),
        tuple(problem.amounts[i] for i in positions),
        tuple((place[a], place[b]) for a, b in problem.overrides if a in place and b in place),
        tuple(g for g in groups if g.members),
        tuple(problem.blanks[i] for i in positions) if problem.blanks else (),
    )
