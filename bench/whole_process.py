"""The whole command, start to end, beside a Python that does nothing."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

ROOT = Path(__file__).resolve().parents[1]
NOTHING = [sys.executable, "-c", "pass"]


def command() -> list[str]:
    """The installed command beside this interpreter, else the one of the source tree."""
    installed = Path(sys.executable).with_name("eligibility")
    return [str(installed)] if installed.exists() else [sys.executable, str(ROOT / "cli.py")]


def milliseconds(arguments: list[str], environment: dict[str, str]) -> float:
    started = perf_counter()
    subprocess.run(arguments, env=environment, stdout=subprocess.DEVNULL, check=True)
    return (perf_counter() - started) * 1000


def whole_process(rounds: int) -> float:
    """Prints and returns `eligibility check` on a cached plan in units of `python -c pass`."""
    example = min((ROOT / "examples").glob("*.yaml"))
    check = [*command(), "check", "--as-of", "2022-06-30", str(example)]
    with TemporaryDirectory() as caches:
        # bytecode and plan are kept between runs, as on any machine that does not forbid it
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        environment |= {"PYTHONPYCACHEPREFIX": caches, "ELIGIBILITY_CACHE": caches}
        milliseconds(check, environment)
        milliseconds(NOTHING, environment)
        pairs = [(milliseconds(NOTHING, environment), milliseconds(check, environment)) for _ in range(max(rounds, 15))]
    ratio = statistics.median(whole / nothing for nothing, whole in pairs)
    nothing, whole = (statistics.median(column) for column in zip(*pairs))
    print(f"{'whole process':40}{'ms':>9}{'× pass':>9}   median of {len(pairs)} runs")
    print(f"{'python -c pass':40}{nothing:9.1f}{1:9.1f}")
    print(f"{'eligibility check, cached plan':40}{whole:9.1f}{ratio:9.1f}")
    return ratio
