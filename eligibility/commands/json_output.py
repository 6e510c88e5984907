"""JSON on standard output: always UTF-8 where another program reads it, whatever the console speaks."""

from __future__ import annotations

import json
import sys

import click

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


def error_json(code: str, message: str, hint: str) -> dict:
    """Why a verb could not run, for other programs: what they get in the place of its result."""
    return {"format": "eligibility-error/1", "code": code, "message": say(message), "hint": say(hint)}
