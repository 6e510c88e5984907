"""The catalogue of translations kept level with the code: ``python -m tests.docs.messages`` (for developers).

Rewrites ``eligibility/locale/en.po`` in the order of the code, keeps what is
translated, sets aside what the code no longer says (``#~``), and prints what
has no translation yet, by module.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from eligibility.reports.catalogue import Catalogue
from eligibility.reports.translation import LOCALE, trimmed
from tests.setup.tree import ROOT

PACKAGE = ROOT / "eligibility"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
#: Chinese that is no message: words of the language, what stands in files, and the sentences of ``show``
OTHERWISE = (
    "language/words.py", "language/skeleton.py", "profiles/words.py", "forms/", "engines/scalar/", "engines/chaining/", "reports/enterprise_page/",
    *(f"editor/{name}.py" for name in ("given", "names", "relaxed", "schemas", "tested")),
    *(f"reports/policy_text/{name}.py" for name in ("amounts", "conditions", "names", "numbers", "render", "year_words")),
)  # fmt: skip
MOST_WAYS = 12  # in which one f-string may come out
HEAD = '''\
# English messages. {0}, {1} … stand for what a message is about, in the order of the Chinese text.
# Kept in order by python -m tests.docs.messages; translate by hand.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: en\\n"
'''


def messages() -> dict[str, list[str]]:
    """Module → what it may say, each message once, in the order of the code."""
    found: dict[str, list[str]] = {}
    seen: set[str] = set()
    for path in sorted(PACKAGE.rglob("*.py")):
        module = path.relative_to(PACKAGE).as_posix()
        if not module.startswith(OTHERWISE):
            said = [m for m in dict.fromkeys(messages_of(path.read_text(encoding="utf-8"))) if m not in seen]
            seen.update(said)
            found |= {module: said} if said else {}
    return found


def messages_of(source: str) -> Iterator[str]:
    """Every line of every string with Chinese in it, docstrings apart; ``{0}``, ``{1}`` where values stand.

    A metavar is ``<年份>``, so that it is no message about a fact of that name.
    """
    tree = ast.parse(source)
    apart = {id(n.body[0].value) for n in ast.walk(tree) if isinstance(n, (ast.Module, ast.ClassDef, ast.FunctionDef)) and n.body and isinstance(n.body[0], ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and (node.arg or "").endswith("metavar") and isinstance(node.value, ast.Constant):
            apart.add(id(node.value))
            yield from (f"<{word}>" for word in str(node.value.value).split() if CHINESE.search(word))
    for node in ast.walk(tree):  # from outside in
        if id(node) in apart or not isinstance(node, (ast.JoinedStr, ast.Constant)):
            continue
        for way in _ways(node, apart):
            for line in "".join("\0" if part is None else part for part in way).split("\n"):
                body = trimmed(line)[1]
                if CHINESE.search(body):
                    yield _numbered(body)


def _ways(node: ast.AST, inside: set[int]) -> list[tuple[str | None, ...]]:
    """The ways in which a string may come out: literal parts, and None for values. Alternatives in an f-string are all taken."""
    inside.add(id(node))
    match node:
        case ast.Constant(value=str(text)):
            return [(text,)]
        case ast.FormattedValue(value=ast.IfExp(body=yes, orelse=no)) if isinstance(yes, _TEXTS) and isinstance(no, _TEXTS):
            return _ways(yes, inside) + _ways(no, inside)
        case ast.JoinedStr(values=values):
            ways = [sum(parts, ()) for parts in product(*(_ways(v, inside) for v in values))]
            return ways[:MOST_WAYS]
    inside.discard(id(node))
    return [(None,)]


_TEXTS = (ast.Constant, ast.JoinedStr)


def _numbered(body: str) -> str:
    parts = body.split("\0")
    return parts[0] + "".join(f"{{{i}}}{part}" for i, part in enumerate(parts[1:]))


def translations(path: Path = LOCALE / "en.po") -> dict[str, str]:
    with path.open("rb") as file:
        return Catalogue(file).messages


def catalogue_text(said: dict[str, list[str]], known: dict[str, str]) -> str:
    """The ``.po`` file: what is translated, in the order of the code, then what the code no longer says."""
    parts, used = [HEAD], set()
    for module, texts in said.items():
        entries = [f"msgid {_quoted(m)}\nmsgstr {_quoted(known[m])}\n" for m in texts if m in known]
        used.update(texts)
        parts += [f"#: {module}\n" + "\n".join(entries)] if entries else []
    parts += [f"#~ msgid {_quoted(m)}\n#~ msgstr {_quoted(t)}\n" for m, t in known.items() if m not in used]
    return "\n".join(parts)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def main() -> None:
    said, known = messages(), translations()
    (LOCALE / "en.po").write_text(catalogue_text(said, known), encoding="utf-8")
    missing = {module: [m for m in texts if m not in known] for module, texts in said.items()}
    for module, texts in missing.items():
        for text in texts:
            print(f"{module}: {text}")
    print(f"{sum(map(len, said.values()))} messages, {sum(map(len, missing.values()))} without translation", file=sys.stderr)


if __name__ == "__main__":
    main()
