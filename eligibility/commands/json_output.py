"""JSON on standard output: always UTF-8 where another program reads it, whatever the console speaks."""

from __future__ import annotations

import json
import sys

import click


def write_json(found: dict | list) -> None:
    """``found`` on standard output, readable, keys in the order given."""
    text = json.dumps(found, ensure_ascii=False, indent=2)
    if sys.stdout.isatty() or not hasattr(sys.stdout, "buffer"):
        click.echo(text)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8") + b"\n")
