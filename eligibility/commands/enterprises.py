"""Profile files to the enterprises that can be decided, what is wrong with them told on the way."""

from __future__ import annotations

from typing import NamedTuple

from ..engines.scalar.engine import ScalarEngine
from ..language.diagnostic import Diagnostic, Findings, Where
from ..profiles.paid_names import look_up_paid
from ..profiles.profile import Profile
from ..profiles.reader import read_profiles
from .exits import COULD_NOT_RUN, FINDINGS, FINE
from .loading import show

MOST_ROW_STEPS = 3_000_000  # rows of a list by operations for each: some seconds at most


class Enterprise(NamedTuple):
    """A profile that can be decided, its file, and the findings about both."""

    file: str
    profile: Profile
    problems: list[Diagnostic]


class Enterprises(NamedTuple):
    """``dropped``: what was wrong with profiles that could not be used; ``code``: the exit code that the reading asks for."""

    usable: list[Enterprise]
    dropped: list[Diagnostic]
    code: int


def read_enterprises(files: tuple[str, ...], engine: ScalarEngine) -> Enterprises:
    """The enterprises of all files, in order; findings go to standard error."""
    usable, dropped, code = [], [], FINE
    for file in files:
        whole, sources = Findings(), {}
        found = read_profiles(file, engine.plan.vocabulary, whole, sources=sources)
        show(whole.sorted(), sources, err=True)
        if not found:
            code = COULD_NOT_RUN
            dropped += whole.sorted()
        for profile, findings in found:
            look_up_paid(profile, engine.plan, findings)
            small_enough = in_proportion(profile, engine, file, findings)
            show(findings.sorted(), sources, err=True)
            if not small_enough:
                code = COULD_NOT_RUN
                dropped += findings.sorted()
                continue
            problems = [*whole.sorted(), *findings.sorted()]
            code = max(code, FINDINGS if any(d.severity == "error" for d in problems) else FINE)
            usable.append(Enterprise(file, profile, problems))
    return Enterprises(usable, dropped, code)


def in_proportion(profile: Profile, engine: ScalarEngine, file: str, findings: Findings) -> bool:
    """Whether lists and rules together can be decided in good time; a finding where not."""
    rows = max((len(given.value) for given in profile.facts.values() if isinstance(given.value, list)), default=0)
    if rows * engine.row_steps <= MOST_ROW_STEPS:
        return True
    findings.error("X906", Where(file), f"画像里一项记录有 {rows} 条，规则对每条要算 {engine.row_steps} 步，合起来太多。", "用 --policy 只判定需要的政策，或合并记录后再填。")
    return False
