"""The first line of a rule file or profile that tells an editor which schema it follows."""

from __future__ import annotations

import os
import re

from .schemas import FOLDER, KINDS, SUFFIX

PREFIX = "# yaml-language-server: $schema="
_MODELINE = re.compile(r"^#\s*yaml-language-server\s*:.*$", re.MULTILINE)
_KIND = re.compile(r"^kind:[ \t]*(\w+)", re.MULTILINE)


def kind_of(text: str) -> str:
    """What a file says that it is; a file without ``kind`` is a profile. A kind nobody knows is given back as it stands."""
    found = _KIND.search(text.removeprefix("\ufeff"))
    return found[1] if found else "profile"


def modeline_for(path: str, kind: str, schema_dir: str) -> str:
    """The line, without its end, for the file ``path`` with its schema in the folder ``schema_dir``."""
    schema = os.path.relpath(os.path.join(schema_dir, kind + SUFFIX), os.path.dirname(os.path.abspath(path)))
    return PREFIX + schema.replace(os.sep, "/")


def with_modeline(text: str, path: str, schema_dir: str) -> str:
    """``text`` with its right modeline first; unchanged for a kind that has no schema."""
    kind = kind_of(text)
    if kind not in KINDS:
        return text
    mark, body = ("\ufeff", text[1:]) if text.startswith("\ufeff") else ("", text)
    end = "\r\n" if "\r\n" in body else "\n"
    rest = [line for line in body.splitlines(keepends=True) if not _MODELINE.match(line)] if _MODELINE.search(body) else [body]
    return mark + modeline_for(path, kind, schema_dir) + end + "".join(rest)


def schemas_around(path: str) -> str | None:
    """The nearest ``schemas/editor`` beside a folder above ``path``; None where there is none."""
    place = os.path.dirname(os.path.abspath(path))
    while True:
        found = os.path.join(place, "schemas", FOLDER)
        if os.path.isdir(found):
            return found
        above = os.path.dirname(place)
        if above == place:
            return None
        place = above


def for_editors(text: str, path: str) -> str:
    """``text`` of a new file with its modeline, where schemas lie around ``path``."""
    folder = schemas_around(path)
    return with_modeline(text, path, folder) if folder else text
