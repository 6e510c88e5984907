"""What the documents copy from the code, and `python -m tests.docs.write` to copy it again after a change.

Between ``<!-- generated: NAME -->`` and ``<!-- end -->`` stands what the
function of that name makes; under an example of a mistake, its findings; under
a command of the book, what it shows.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path
from tempfile import TemporaryDirectory

from eligibility.plan.operations import OPERATIONS
from eligibility.reports.findings import render
from tests.docs import book, error_examples
from tests.docs.consoles import PAGES, replayed
from tests.docs.examples import FILE, ROOT, Bench, Example
from tests.setup.test_imports import ARROW

LANGUAGE = ROOT / "docs" / "language.md"
ARCHITECTURE = ROOT / "docs" / "architecture.md"
GENERATED = [ARCHITECTURE, ROOT / "docs" / "commands.md", ROOT / "docs" / "errors.md"]

_SECTION = re.compile(r"(<!-- generated: (\w+)((?: \w+)*) -->\n).*?(<!-- end -->)", re.DOTALL)


def summary(module: Path) -> str:
    """The first sentence of a module's docstring, for a cell of a table."""
    text = ast.get_docstring(ast.parse(module.read_text(encoding="utf-8"))) or ""
    sentence = re.split(r"(?<=[.?])\s", " ".join(text.split("\n\n")[0].split()))[0]
    return sentence.replace("``", "`").replace("|", "\\|")


def modules() -> str:
    """A table of modules for each package, in the order of the arrow."""
    parts = []
    for package in ARROW:
        folder = ROOT / "eligibility" / package
        rows = [f"| `{path.relative_to(folder).as_posix()}` | {summary(path)} |" for path in sorted(folder.rglob("*.py")) if path.name != "__init__.py"]
        parts.append("\n".join([f"**{package}/** — {summary(folder / '__init__.py')}", "", "| module | |", "|---|---|", *rows, ""]))
    return "\n".join(parts)


def operations() -> str:
    """The operations of the plan with their meaning."""
    rows = [f"| `{name}` | {meaning.replace('|', chr(92) + '|')} |" for name, meaning in OPERATIONS.items()]
    return "\n".join(["| operation | meaning |", "|---|---|", *rows, ""])


SECTIONS = {"modules": modules, "operations": operations, "options": book.options, "errors": book.errors}


def generated(text: str) -> str:
    """The document with every generated section made anew."""
    return _SECTION.sub(lambda found: found[1] + SECTIONS[found[2]](*found[3].split()) + found[4], text)


def findings_of(bench: Bench, example: Example) -> str:
    """What an example of a mistake gives, as shown to users."""
    library, _, findings = bench.compiled(example)
    return "\n".join(render(d, library.sources) for d in findings.sorted() if d.where.file == FILE) + "\n"


def with_findings(document: Path) -> str:
    """The document with the findings under every example of a mistake made anew."""
    bench = Bench(document)
    lines = document.read_text(encoding="utf-8").split("\n")
    for example in sorted((e for e in bench.examples if e.output), key=lambda e: -e.output.line):
        start = example.output.line - 1
        lines[start : start + example.output.text.count("\n")] = findings_of(bench, example).rstrip("\n").split("\n")
    return "\n".join(lines)


if __name__ == "__main__":
    error_examples.TARGET.write_text(error_examples.text(), encoding="utf-8")
    LANGUAGE.write_text(with_findings(LANGUAGE), encoding="utf-8")
    for document in GENERATED:
        document.write_text(generated(document.read_text(encoding="utf-8")), encoding="utf-8")
    for page in PAGES:
        with TemporaryDirectory() as folder:
            page.write_text(replayed(page, Path(folder)), encoding="utf-8")
