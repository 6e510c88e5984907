"""Times as a table of ratios, and the targets beside what was measured."""

from __future__ import annotations

from bench.batch.rounds import Contestant, ratio


class Table:
    """``beside``: what the ratios are to, as the heading says it; ``per_row``: rows differ, so times are those of a row."""

    def __init__(self, title: str, beside: str, per_row: bool = False) -> None:
        self.title, self.beside, self.per_row = title, beside, per_row
        self.lines: list[str] = []
        self.targets: list[str] = []
        self.notes: list[str] = []

    def add(self, one: Contestant, to: Contestant) -> None:
        """A contestant that was timed, or is absent, beside ``to``."""
        if one.absent:
            self.lines.append(f"{one.name:40}  absent ({one.absent})")
            return
        times = ratio(one, to) * (to.rows / one.rows)
        best = one.best / one.rows / (to.best / to.rows)
        self.lines.append(f"{one.name:40}{one.rows:>12,}{self._time(one.median, one):>10}{times:9.2f}{self._time(one.best, one):>10}{best:9.2f}")

    def target(self, name: str, one: Contestant, to: Contestant, *, at_most: float | None = None, at_least: float | None = None) -> None:
        """What was asked for of two contestants, a row; nothing where one of them is absent."""
        if one.absent or to.absent:
            return
        found = ratio(one, to) * (to.rows / one.rows)
        met = found <= at_most if at_most is not None else found >= at_least
        asked = f"at most {at_most:g}" if at_most is not None else f"at least {at_least:,g}"
        self.targets.append(f"{name:52}{found:10,.2f}   {asked:16} {'met' if met else 'NOT met'}")

    def note(self, text: str) -> None:
        self.notes.append(text)

    def print(self) -> None:
        unit = "µs/row" if self.per_row else "s"
        print(f"\n{self.title}")
        print(f"{'':40}{'rows':>12}{unit:>10}{f'× {self.beside}':>9}{'best':>10}{f'× {self.beside}':>9}")
        for line in [*self.lines, "", *self.targets, *self.notes]:
            print(line)

    def _time(self, seconds: float, one: Contestant) -> str:
        return f"{seconds / one.rows * 1e6:.3f}" if self.per_row else f"{seconds:.3f}"
