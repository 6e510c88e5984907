"""What `eligibility check` loads on a cached plan; how long it takes is measured by `make bench`."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.commands.helpers import WHEN
from tests.setup.tree import ROOT

EXAMPLE = ROOT / "examples" / "虚构-云帆.yaml"
SCRIPT = "import sys; from eligibility.commands.main import main; code = main(sys.argv[1:]); print(*sys.modules, file=sys.stderr); sys.exit(code)"
HEAVY = {"jsonschema", "lark", "polars", "pypinyin", "rapidfuzz", "wcwidth"}
COMPILER = {
    "eligibility.language.model", "eligibility.language.library", "eligibility.language.schema_check", "eligibility.language.expressions",
    "eligibility.language.spelling", "eligibility.plan.compile", "eligibility.plan.draft", "eligibility.plan.bounds", "eligibility.reports.findings",
}  # fmt: skip


def loaded(*arguments: str) -> set[str]:
    ran = subprocess.run([sys.executable, "-c", SCRIPT, "check", *arguments], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=60)
    assert ran.returncode == 0, ran.stderr
    return set(ran.stderr.split())


@pytest.mark.parametrize("form", [[], ["--json"], ["--explain"], ["--assume"]])
def test_cached_plan_loads_no_compiler(form):
    """On a cached plan and a sound profile nothing heavy is imported, nor any module of the compiler."""
    loaded(str(EXAMPLE), *WHEN)  # puts the plan into the cache
    modules = loaded(str(EXAMPLE), *form, *WHEN)
    assert not modules & (HEAVY | COMPILER)
    assert {"click", "yaml", "eligibility.decisions.decide"} <= modules
    assert ("json" in modules) and ("eligibility.reports.decisions_json" in modules) is (form == ["--json"])


def test_first_run_loads_the_compiler():
    """The test above would not pass by looking at the wrong names: without a cache all of the compiler is loaded.

    What only explains mistakes is not: the shipped rules have none.
    """
    modules = loaded(str(EXAMPLE), *WHEN)
    assert COMPILER - {"eligibility.reports.findings"} <= modules
    assert not modules & HEAVY
