"""``--year`` and ``--as-of``: the policy year and the day, read from the command line."""

from __future__ import annotations

from datetime import date

import click

from ..language.quantities import read_date

DEFAULT_YEAR = "（默认；问别的年度用 --year）"  # stands after a year that nobody chose
FIRST_YEAR, LAST_YEAR = 1901, 2200


def year_and_day(year: int | None, as_of: date | None) -> tuple[int, date]:
    """The policy year and the day chosen; else today, and the year before that day."""
    as_of = as_of or date.today()
    return (as_of.year - 1 if year is None else year), as_of


def read_year(ctx: click.Context, param: click.Parameter, year: int | None) -> int | None:
    """A policy year within what engines reckon with; click.BadParameter otherwise."""
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        raise click.BadParameter(f"--year 的值 {year} 不在 {FIRST_YEAR} 至 {LAST_YEAR} 之间")
    return year


def read_day(ctx: click.Context, param: click.Parameter, text: str | None) -> date | None:
    """A day of the calendar within those years; click.BadParameter otherwise."""
    if text is None:
        return None
    day = read_date(text)
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise click.BadParameter(f"--as-of 的值“{text}”不是 {FIRST_YEAR} 至 {LAST_YEAR} 年间的日期，应写成 2022-06-30 这样")
    return day
