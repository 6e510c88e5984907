"""Random small policies whose facts have few values, and every decision they can end in."""

from __future__ import annotations

import random
from itertools import product

from eligibility.engines.scalar.engine import ScalarEngine
from eligibility.interview.answers import Answer, Answers, Key
from eligibility.interview.board import Board
from tests.decisions.test_missing import FACTS, VALUES, condition
from tests.engines.small_rules import engine_of

SMALL = FACTS.replace("0人 至 5人", "0人 至 4人").replace("0分 至 4分", "0分 至 3分")
TRIED = {**VALUES, "人数": tuple(range(5)), "评分": tuple(range(4))}


def policy(rng: random.Random) -> ScalarEngine:
    """Two awards under random conditions; the amount of one is in two steps, and one may replace the other."""
    text = "gates: [资格]\ndefine:\n  资格:\n    all:\n      - 失信: 否\n      - any:\n" + condition(rng, 1, "          ")
    text += "awards:\n  奖:\n    clause: 一\n    when:\n" + condition(rng, 2, "      ")
    text += "    first_of:\n      - if:\n          all:\n" + condition(rng, 1, "            ") + "        then: 3万元\n      - {其余: 1万元}\n"
    text += "  补:\n    clause: 二\n    when:\n" + condition(rng, 2, "      ")
    text += "    amount: 评分 × 1万元 / 1分\n    cap: 2万元\n" if rng.random() < 0.5 else "    amount: 2万元\n"
    text += "    overrides: 奖\n" if rng.random() < 0.4 else ""
    text += "    once: lifetime\n" if rng.random() < 0.3 else ""
    return engine_of(text, facts=SMALL)


def settlement(board: Board, engine: ScalarEngine, facts: dict[Key, object], paid) -> tuple:
    """How every award ends with these facts, the others blank."""
    inputs = board.inputs(engine.bind(facts, paid))
    return board.standings(board.run(inputs))


def decisive_keys(board: Board, engine: ScalarEngine, answers: Answers) -> set[Key]:
    """The facts of which two values end in different decisions, some way of filling in the others given; found by trying all."""
    blanks = [key for key in board.slots if not answers.has(key)]
    choices = [[(), (("t/p", "补", 100),)] if key[0] == "已兑现" else TRIED[key[0]] for key in blanks]
    outcome = {}
    for places in product(*(range(len(c)) for c in choices)):
        facts = answers.values()
        paid = answers.ledger()
        for key, place, values in zip(blanks, places, choices):
            if key[0] == "已兑现":
                paid = list(values[place])
            else:
                facts[key] = values[place]
        outcome[places] = settlement(board, engine, facts, paid)
    found = set()
    for number, key in enumerate(blanks):
        seen: dict[tuple, tuple] = {}
        for places, result in outcome.items():
            others = places[:number] + places[number + 1 :]
            if seen.setdefault(others, result) != result:
                found.add(key)
                break
    return found


def answered(rng: random.Random, answers: Answers, key: Key, unclear: float = 0.15) -> Answers:
    """A random reply to one question."""
    if rng.random() < unclear:
        return answers.leave(key)
    if key[0] == "已兑现":
        return answers.give_paid(())
    value = rng.choice(TRIED[key[0]])
    return answers.give(key, Answer(value, str(value)))
