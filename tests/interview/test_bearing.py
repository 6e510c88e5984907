"""What is asked can change an answer, and what is not asked cannot: against every way of filling in the blanks."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from eligibility.interview.answers import Answer, Answers
from eligibility.interview.question import next_question
from eligibility.interview.state import Interview
from tests.engines.small_rules import engine_of
from tests.interview.brute import answered, decisive_keys, policy


@settings(max_examples=100, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_a_fact_bears_exactly_where_two_of_its_values_end_differently(seed):
    """The search finds a witness for each fact that has one, and for no other; also where something is unclear."""
    rng = random.Random(seed)
    engine = policy(rng)
    interview = Interview(engine)
    board = interview.boards[0]
    answers = Answers()
    for key in board.slots:
        if rng.random() < 0.4:
            answers = answered(rng, answers, key, unclear=0.3)
    state = interview.state(answers)
    found = {key for key in board.slots if not answers.has(key) and state.bears(key)}
    assert found == decisive_keys(board, engine, answers)


@settings(max_examples=100, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_an_interview_asks_only_what_can_matter_and_ends_settled(seed):
    """Every question has a witness when it is asked; at the end nothing open has one, and without 不清楚 all is settled."""
    rng = random.Random(seed)
    engine = policy(rng)
    interview = Interview(engine)
    board = interview.boards[0]
    answers = Answers()
    unclear = 0.15 * (rng.random() < 0.5)
    asked, last = set(), None
    while True:
        state = interview.state(answers)
        question = next_question(state, last)
        decisive = decisive_keys(board, engine, answers)
        if question is None:
            break
        keys = {item.key for item in question.items}
        assert not keys & asked, "asked twice"
        if decisive:
            assert keys <= decisive
        else:  # the engine alone cannot see that every value comes to the same
            assert len(keys) == 1 and not state.settled
        asked |= keys
        last = question.items[-1].key
        for key in keys:
            answers = answered(rng, answers, key, unclear)
    assert not decisive
    assert state.settled or answers.unclear


def test_a_fact_that_only_a_cap_rests_on_is_asked():
    """Awards that are paid up to a blank fact together wait for it, though no condition and no amount of theirs looks at it."""
    interview = Interview(engine_of(
        "awards:\n  甲: {clause: 一, amount: 3万元}\n  乙: {clause: 二, amount: 5万元}\n"
        "define: {收入上年: 上年收入}\ntogether:\n  合计:\n    awards: [甲, 乙]\n    cap: 收入上年\n"))  # fmt: skip
    question = next_question(interview.state(Answers()), None)
    assert question is not None and [item.key for item in question.items] == [("收入", 2020)]
    assert next_question(interview.state(Answers().give(("收入", 2020), Answer(4_0000_00, "4万元"))), None) is None
