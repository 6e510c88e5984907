"""What goes to the terminal: messages in the language chosen, folded to its width, and colour where it is wanted."""

from __future__ import annotations

import os
import sys

import click

from ..reports.speech import say

DEFAULT_WIDTH = 80


def tell(text: str, *, err: bool = False) -> None:
    """A message: in the language chosen, and folded where a terminal shows it. A file gets each sentence on its line."""
    wide, said = columns(err=err), say(text)
    if wide is not None:
        from ..reports.lines import fold

        pieces = ((len(piece) - len(piece.lstrip(" ")), piece.lstrip(" ")) for piece in said.split("\n"))
        said = "\n".join(line for indent, piece in pieces for line in fold(piece, indent, 2, wide))
    click.echo(said, err=err)


def stop_text(code: str, message: str, hint: str) -> str:
    """Why a verb could not run, in two lines."""
    return f"{code} {say(message)}\n  {say(f'改法：{hint}')}"


def columns(*, err: bool = False) -> int | None:
    """Width of the terminal behind standard output or standard error; None where there is no terminal."""
    stream = sys.stderr if err else sys.stdout
    if not stream.isatty():
        return None
    set_ = os.environ.get("COLUMNS", "")
    if set_.isdecimal() and int(set_) > 0:
        return int(set_)
    try:
        return os.get_terminal_size(stream.fileno()).columns or DEFAULT_WIDTH
    except (OSError, ValueError):
        return DEFAULT_WIDTH


def coloured() -> bool:
    """Whether standard output may carry colour."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")
