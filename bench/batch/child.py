"""One contestant in a process of its own: prepares, says so, then runs when told, and says how long it took.

``python -m bench.batch.child NAME JSON``. Lines on stdin: ``go`` runs and
throws what was written away, ``keep PATH`` runs and leaves it there. Each is
answered by a line of JSON: ``seconds``, ``rows``, and ``peak``, the most memory
that the process ever held, in bytes.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

Run = Callable[[str], int]  # where to write → rows decided


def main() -> None:
    name, given = sys.argv[1], json.loads(sys.argv[2])
    try:
        run = CONTESTANTS[name](given)
    except ImportError as error:
        print(json.dumps({"absent": str(error)}), flush=True)
        return
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        word, _, place = line.strip().partition(" ")
        with tempfile.TemporaryDirectory(dir=given["scratch"]) as folder:
            out = os.path.join(folder, "out")
            started = perf_counter()
            rows = run(out)
            seconds = perf_counter() - started
            if word == "keep":
                shutil.move(out, place)
        print(json.dumps({"seconds": seconds, "rows": rows, "peak": peak()}), flush=True)


def peak() -> int:
    """Bytes of memory at the highest; where the system does not say it of this program alone, as getrusage has it."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))
    except (OSError, StopIteration):
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most if sys.platform == "darwin" else most * 1024


def on_disk(path: str) -> None:
    """Waits until a file is on disk, as our own batches do."""
    with open(path, "rb") as file:
        os.fsync(file.fileno())


# ------------------------------------------------------------------ contestants


def _roof(given: dict) -> Run:
    from bench.batch import by_ours, roof

    plan = by_ours.compiled(Path(given["rules"]))
    columns = roof.columns(by_ours.opened(plan, Path(given["population"])), by_ours.facts(plan, given.get("policies", ())))
    write = roof.writer(given["decisions"]) if "decisions" in given else lambda out: None

    def run(out: str) -> int:
        rows = roof.read_and_sum(columns)
        write(out)
        return rows

    return run


def _ours(given: dict) -> Run:
    from bench.batch import by_ours

    plan, population = by_ours.compiled(Path(given["rules"])), Path(given["population"])
    how = {key: given[key] for key in ("trace", "awards", "since", "policies") if key in given}
    return lambda out: by_ours.batch(plan, population, out, **how)


def _polars(given: dict) -> Run:
    from bench.batch import by_polars

    def run(out: str) -> int:
        by_polars.decide(given["population"], out)
        on_disk(out)
        return given["rows"]

    return run


def _duckdb(given: dict) -> Run:
    from bench.batch import by_duckdb

    connection = by_duckdb.connect(given["threads"])

    def run(out: str) -> int:
        by_duckdb.decide(connection, given["population"], out)
        on_disk(out)
        return given["rows"]

    return run


def _openfisca(given: dict) -> Run:
    from bench.batch import by_openfisca

    system = by_openfisca.system()

    def run(out: str) -> int:
        rows = by_openfisca.decide(system, given["population"], out)
        on_disk(out)
        return rows

    return run


def _by_rows(name: str) -> Callable[[dict], Run]:
    def contestant(given: dict) -> Run:
        from bench.batch import by_rows

        engine = getattr(by_rows, name)()

        def run(out: str) -> int:
            rows = by_rows.decide(engine, given["population"], given["rows"], out)
            on_disk(out)
            return rows

        return run

    return contestant


CONTESTANTS: dict[str, Callable[[dict], Run]] = {
    "roof": _roof, "ours": _ours, "polars": _polars, "duckdb": _duckdb, "openfisca": _openfisca, "zen": _by_rows("zen"), "durable": _by_rows("durable"),
}  # fmt: skip


if __name__ == "__main__":
    main()
