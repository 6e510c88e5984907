"""JSON on standard output: always UTF-8 where another program reads it, whatever the console speaks."""

from __future__ import annotations

import json
import sys

import click

from ..language.diagnostic import Diagnostic
from ..reports.speech import say


def write_json(found: dict | list, *, indent: int | None = 2) -> None:
    """``found`` on standard output, keys in the order given; readable, or on one line with ``indent`` None."""
    text = json.dumps(found, ensure_ascii=False, indent=indent)
    if sys.stdout.isatty() or not hasattr(sys.stdout, "buffer"):
        click.echo(text)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8") + b"\n")
        sys.stdout.buffer.flush()


def write_found(found: list[dict], several: bool, dropped: list[Diagnostic]) -> None:
    """What was found of one profile, or a list for several; ``dropped`` is what was wrong with profiles that gave nothing."""
    if several or not dropped:
        return write_json(found if several else found[0])
    first = next((d for d in dropped if d.severity == "error"), dropped[0])
    write_json(error_json(first.code, f"{first.where} {first.message}", first.hint))


def error_json(code: str, message: str, hint: str) -> dict:
    """Why a verb could not run, for other programs: what they get in the place of its result."""
    return {"format": "eligibility-error/1", "code": code, "message": say(message), "hint": say(hint)}
