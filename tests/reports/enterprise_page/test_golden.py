"""The page of each example, whole, beside what it is known to show.

After a change that is meant, `UPDATE_GOLDEN=1 pytest tests/reports/enterprise_page/test_golden.py`
writes the files anew; read the difference before committing it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from eligibility.reports.enterprise_page.markdown import markdown
from tests.reports.enterprise_page.pages import EXAMPLES, ROOT, example

GOLDEN = ROOT / "tests" / "golden" / "plan"


@pytest.mark.parametrize("name", EXAMPLES)
def test_example_shows_what_it_is_known_to_show(name, monkeypatch):
    """Every example's page comes out as its golden file says; the version of the rules is masked."""
    monkeypatch.chdir(ROOT)
    shown = re.sub(r"(?<=规则版本：)[0-9a-f]{12}$", "0" * 12, markdown(example(name)[0]), flags=re.M)
    file = GOLDEN / f"{Path(name).stem}.md"
    if os.environ.get("UPDATE_GOLDEN"):
        file.write_text(shown, encoding="utf-8")
    assert shown == file.read_text(encoding="utf-8")


def test_no_golden_file_is_left_over():
    """Each golden file belongs to an example that is there."""
    assert {path.stem for path in GOLDEN.iterdir()} == {Path(name).stem for name in EXAMPLES}
