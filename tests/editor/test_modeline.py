"""The first line that tells an editor which schema a file follows."""

from __future__ import annotations

import pytest

from eligibility.editor.modeline import PREFIX, for_editors, kind_of, modeline_for, with_modeline
from eligibility.plan.cache import is_cases
from tests.editor.test_schemas import files
from tests.setup.tree import ROOT

SCHEMAS = ROOT / "schemas" / "editor"


@pytest.mark.parametrize("path", files(ROOT / "rules", ROOT / "examples"), ids=lambda p: p.name)
def test_every_file_names_its_schema(path):
    """Every rule file and example has, as its first line, the schema of its kind: eligibility schema --modeline rules examples."""
    text = path.read_text(encoding="utf-8")
    first = text.split("\n", 1)[0]
    assert first == modeline_for(str(path), kind_of(text), str(SCHEMAS))
    assert (path.parent / first.removeprefix(PREFIX)).resolve().is_file()
    assert with_modeline(text, str(path), str(SCHEMAS)) == text


def test_the_line_is_put_first_once(tmp_path):
    """A file gets the line, keeps its line ends and its byte order mark, and has an old one replaced."""
    path, schemas = str(tmp_path / "a" / "x.yaml"), str(tmp_path / "schemas")
    line = "# yaml-language-server: $schema=../schemas/policy.schema.json"
    assert with_modeline("kind: policy\n", path, schemas) == f"{line}\nkind: policy\n"
    assert with_modeline("\ufeffkind: policy\r\n", path, schemas) == f"\ufeff{line}\r\nkind: policy\r\n"
    old = "# 说明\n# yaml-language-server: $schema=old.json\nkind: policy\n"
    assert with_modeline(old, path, schemas) == f"{line}\n# 说明\nkind: policy\n"
    assert with_modeline("企业名称: 甲\n", path, schemas).startswith("# yaml-language-server: $schema=../schemas/profile.schema.json\n")
    assert with_modeline("kind: round\n", path, schemas) == "kind: round\n"


def test_cases_are_known_behind_the_line():
    """A file of cases is still told by its first line that says anything."""
    text = with_modeline("# 用例\nkind: cases\n", "x.yaml", "schemas")
    assert is_cases(text.encode())


def test_a_new_file_finds_the_schemas_around_it(tmp_path):
    """A file made anew gets the line where schemas lie beside a folder above it, and none elsewhere."""
    path = tmp_path / "rules" / "east" / "x.yaml"
    assert for_editors("kind: policy\n", str(path)) == "kind: policy\n"
    (tmp_path / "schemas" / "editor").mkdir(parents=True)
    assert for_editors("kind: policy\n", str(path)).startswith("# yaml-language-server: $schema=../../schemas/editor/policy.schema.json\n")
