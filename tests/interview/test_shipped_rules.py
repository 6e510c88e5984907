"""Interviews on the rules that come with the program."""

from __future__ import annotations

import random
from datetime import date

import pytest

from eligibility.engines.scalar.engine import ScalarEngine
from eligibility.interview.answers import PAID, Answer, Answers, none_too
from eligibility.interview.question import next_question
from eligibility.interview.state import Interview
from eligibility.language.diagnostic import Findings
from eligibility.plan.cache import cached_plan
from eligibility.profiles.values import NONE_VALUE
from tests.engines.enterprises import Generator
from tests.setup.tree import ROOT

MOST_QUESTIONS = 40  # far more than anybody is asked; an interview must come to an end


@pytest.fixture(scope="module")
def interview(tmp_path_factory) -> Interview:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ELIGIBILITY_CACHE", "off")
        plan = cached_plan([str(ROOT / "rules")], Findings())
    return Interview(ScalarEngine(plan, 2021, date(2022, 6, 30)))


@pytest.mark.parametrize("seed", range(6))
def test_whatever_was_not_asked_changes_nothing(interview, seed):
    """A random enterprise is asked to the end; every other way of filling in what was not asked decides alike."""
    rng = random.Random(seed)
    generator = Generator(interview.engine, rng)
    truth = generator.full()
    truth["注册地", None] = rng.choice(["南岸区", "重庆经开区", "中新天津生态城"])
    vocabulary = interview.engine.plan.vocabulary
    answers = Answers()
    for _ in range(MOST_QUESTIONS):
        state = interview.state(answers)
        question = next_question(state)
        if question is None:
            break
        for key in (item.key for item in question.items):
            if key == PAID:
                answers = answers.give_paid(())
                continue
            answers = answers.give(key, Answer(truth[key], str(truth[key])))
            if truth[key] is NONE_VALUE:
                answers, alike = none_too(answers, key, vocabulary)
                truth |= dict.fromkeys(alike, NONE_VALUE)
    assert question is None
    for _ in range(60):
        rest = {key: value for key, value in generator.full().items() if key not in answers.facts}
        whole = answers._replace(facts={**answers.facts, **{k: Answer(v, "") for k, v in rest.items()}}, paid=answers.paid or ())
        assert interview.state(whole).standings == state.standings
