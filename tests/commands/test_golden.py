"""What `eligibility check` shows of each example, whole, beside what it is known to show.

After a change that is meant, `UPDATE_GOLDEN=1 pytest tests/commands/test_golden.py`
writes the files anew; read the difference before committing it. The name of
the rules is masked: any change of any rule changes it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tests.commands.helpers import WHEN
from tests.setup.tree import ROOT

GOLDEN = ROOT / "tests" / "golden" / "check"
FORMS = {"txt": [], "explain.txt": ["--explain"], "assume.txt": ["--assume"], "json": ["--json"]}
EXAMPLES = sorted(path.name for path in (ROOT / "examples").glob("*.[yj]*"))


def masked(text: str) -> str:
    text = re.sub(r"(?<=；规则 )[0-9a-f]{12}$", "0" * 12, text, flags=re.M)
    return re.sub(r'(?<="rules": ")[0-9a-f]{64}', "0" * 64, text)


def golden(example: str, form: str) -> Path:
    return GOLDEN / f"{Path(example).stem}.{form}"


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("example", EXAMPLES)
def test_example_shows_what_it_is_known_to_show(run, monkeypatch, example, form):
    """Every example in every form comes out as its golden file says."""
    monkeypatch.chdir(ROOT)
    code, out, err = run("check", f"examples/{example}", *FORMS[form], *WHEN)
    assert (code, err) == (0, "")
    file = golden(example, form)
    if os.environ.get("UPDATE_GOLDEN"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(masked(out), encoding="utf-8")
    assert masked(out) == file.read_text(encoding="utf-8")


def test_no_golden_file_is_left_over():
    """Each golden file belongs to an example that is there."""
    assert {path.name for path in GOLDEN.iterdir()} == {golden(e, f).name for e in EXAMPLES for f in FORMS}
