"""The one arrow: packages import leftwards only, modules never in a circle, and nothing undeclared."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

from tests.setup.tree import ROOT, listed, modules

ARROW = ("language", "plan", "profiles", "editor", "engines", "combining", "decisions", "interview", "ways", "pools", "forms", "cases", "sampling", "batch", "reports", "commands")
#: where the module's name is not the package's
DISTRIBUTION = {"yaml": "pyyaml", "python_calamine": "python-calamine", "durable": "durable-rules", "py4j": "pyspark"}


def dotted(path: Path) -> str:
    """``eligibility/plan/years.py`` → ``eligibility.plan.years``; a package's __init__ is the package."""
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {dotted(path): path for path in modules()}


def imported(module: str) -> set[tuple[str, int]]:
    """Dotted names that a module imports anywhere in its text, with the line; ours resolved to modules."""
    path = MODULES[module]
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    found: set[tuple[str, int]] = set()
    for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {(alias.name, node.lineno) for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:
                inner = f"{base}.{alias.name}"
                found.add((inner if inner in MODULES else base, node.lineno))
    return found


def ours(module: str) -> set[tuple[str, int]]:
    return {(name, line) for name, line in imported(module) if name.split(".")[0] == "eligibility"}


def place(module: str) -> int:
    """Position on the arrow; modules directly in the package stand left of everything."""
    parts = module.split(".")
    in_package = len(parts) > 2 or MODULES[module].name == "__init__.py" and len(parts) == 2
    return ARROW.index(parts[1]) if in_package else -1


def test_every_package_has_its_place_on_the_arrow():
    """A new package must be given a place before anything may import it."""
    packages = {path.parts[1] for path in modules() if len(path.parts) > 2}
    assert packages <= set(ARROW), f"no place on the arrow: {packages - set(ARROW)}"


def test_imports_point_one_way():
    """No module imports from a package to its right."""
    wrong = [
        f"{MODULES[module]}:{line} imports {name}"
        for module in MODULES
        for name, line in ours(module)
        if place(name) > place(module)
    ]
    assert not wrong, "\n".join(wrong)


def test_every_import_of_ours_exists():
    """An import of ours, also one inside a function, names a module that is there."""
    wrong = [f"{MODULES[m]}:{line} imports {name}" for m in MODULES for name, line in ours(m) if name not in MODULES]
    assert not wrong, "\n".join(wrong)


def test_no_module_imports_itself_by_a_detour():
    """No circle of imports, inside a package or across, not even one hidden in functions."""
    graph = {module: {name for name, _ in ours(module)} - {module} for module in MODULES}

    def reached_from(module: str) -> set[str]:
        reached, waiting = set(), [module]
        while waiting:
            for name in graph.get(waiting.pop(), set()) - reached:
                reached.add(name)
                waiting.append(name)
        return reached

    reached = {module: reached_from(module) for module in graph}
    circles = {frozenset(n for n in reached[m] if m in reached.get(n, ())) for m in graph if m in reached[m]}
    assert not circles, "\n".join(" ↔ ".join(sorted(circle)) for circle in circles)


def test_third_party_imports_are_declared():
    """Each foreign package imported is in install_requires or an extra for running, and each one there is imported."""
    foreign = {
        name.split(".")[0]
        for module in MODULES
        for name, _ in imported(module)
        if name.split(".")[0] not in sys.stdlib_module_names | {"eligibility"}
    }
    lines = listed("options", "install_requires") + listed("options.extras_require", "rete") + listed("options.extras_require", "spark")
    declared = {re.match(r"[\w.-]+", line)[0] for line in lines}
    assert {DISTRIBUTION.get(name, name) for name in foreign} == declared
