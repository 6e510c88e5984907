"""`eligibility validate` on the whole library: beside PyYAML's C reader composing the same files, and unchanged.

Cold means that nothing of ours is kept: the rules are read, compiled and held
against their cases; the bytecode of Python is there.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from tempfile import TemporaryDirectory

from bench.whole_process import NOTHING, ROOT, command, milliseconds

COMPOSE = """
import sys, yaml
for file in sys.argv[1:]:
    with open(file, "rb") as opened:
        yaml.compose(opened, Loader=yaml.CSafeLoader)
"""
# The work alone, once in a new process, after all imports: it prints milliseconds.
COMPOSE_ALONE = """
import sys, yaml
from time import perf_counter
started = perf_counter()
for file in sys.argv[1:]:
    with open(file, "rb") as opened:
        yaml.compose(opened, Loader=yaml.CSafeLoader)
print((perf_counter() - started) * 1000)
"""
VALIDATE_ALONE = """
import gc, sys
from time import perf_counter
import eligibility.cases.check, eligibility.language.library, eligibility.plan.compile
from eligibility.commands.loading import load_library
gc.set_threshold(100_000)  # as the command does
started = perf_counter()
loaded = load_library([], sys.argv[1:])
print((perf_counter() - started) * 1000)
"""


def validation(rounds: int) -> None:
    """Prints what validating the shipped rules costs, cold and unchanged."""
    rules = ROOT / "rules"
    files = sorted(str(path) for path in rules.rglob("*.yaml"))
    size = sum(os.path.getsize(file) for file in files)
    validate = [*command(), "validate", "--rules", str(rules)]
    compose = [sys.executable, "-c", COMPOSE, *files]
    compose_alone, validate_alone = [sys.executable, "-c", COMPOSE_ALONE, *files], [sys.executable, "-c", VALIDATE_ALONE, str(rules)]
    with TemporaryDirectory() as caches:
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        environment |= {"PYTHONPYCACHEPREFIX": caches, "ELIGIBILITY_CACHE": caches, "PYTHONPATH": str(ROOT)}
        nothing_kept = environment | {"ELIGIBILITY_CACHE": "off"}
        milliseconds(validate, environment)  # for the bytecode, and to be kept
        cold = [(milliseconds(compose, environment), milliseconds(validate, nothing_kept)) for _ in range(rounds)]
        alone = [(_printed(compose_alone, nothing_kept), _printed(validate_alone, nothing_kept)) for _ in range(rounds)]
        unchanged = [(milliseconds(NOTHING, environment), milliseconds(validate, environment)) for _ in range(rounds)]
    print(f"{'validate, whole library':40}{'ms':>9}{'ratio':>9}   {len(files)} files, {size / 1024:.0f} KB; median of {rounds} runs")
    _row("C compose, whole process", "validate cold, whole process", cold)
    _row("C compose alone", "validate cold, after imports", alone)
    _row("python -c pass", "validate unchanged, whole process", unchanged)


def _printed(arguments: list[str], environment: dict[str, str]) -> float:
    return float(subprocess.run(arguments, env=environment, stdout=subprocess.PIPE, check=True).stdout)


def _row(name: str, ours: str, pairs: list) -> None:
    theirs, mine = (statistics.median(column) for column in zip(*pairs))
    print(f"{name:40}{theirs:9.1f}{1:9.1f}")
    print(f"{ours:40}{mine:9.1f}{statistics.median(b / a for a, b in pairs):9.1f}")
