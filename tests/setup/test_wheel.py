"""The wheel holds what the tree holds: no withdrawn rule, no forgotten package, no stray module."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.setup.tree import BUILD_FILES, MAPPED, ROOT, listed, modules, source_files

STALE = (
    "build/lib/eligibility/rules/ghost.yaml",
    "build/lib/eligibility/rules/nanan/ghost.yaml",
    "build/lib/eligibility/ghost.py",
    "build/bdist.{platform}/wheel/eligibility/rules/ghost.yaml",
)


@pytest.fixture(scope="session")
def wheel(tmp_path_factory) -> Path:
    """A wheel built in a copy of the tree, with an old build lying about."""
    tree = tmp_path_factory.mktemp("tree")
    for name in BUILD_FILES:
        if (ROOT / name).exists():
            shutil.copy(ROOT / name, tree / name)
    for folder in ("eligibility", *MAPPED):
        shutil.copytree(ROOT / folder, tree / folder, ignore=shutil.ignore_patterns("__pycache__"))
    from setuptools import Distribution

    platform = Distribution().get_command_obj("bdist", create=True)
    platform.ensure_finalized()
    for name in STALE:
        planted = tree / name.format(platform=platform.plat_name)
        planted.parent.mkdir(parents=True, exist_ok=True)
        planted.write_text("kind: policy\n", encoding="utf-8")
    out = tree / "out"
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "-q", "-w", out, tree]
    built = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert built.returncode == 0, built.stdout + built.stderr
    return next(out.glob("*.whl"))


def test_wheel_holds_exactly_the_tree(wheel):
    """Every file of the package, the rules and the schemas is in the wheel, and nothing else, stale or stray."""
    expected = {str(path) for path in source_files("eligibility")}
    for folder, installed in MAPPED.items():
        expected |= {f"{installed}/{path.relative_to(folder)}" for path in source_files(folder)}
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert held == expected


def test_wheel_needs_no_compiler(wheel):
    """The wheel is pure Python: the same file serves every platform."""
    assert wheel.name.endswith("-py3-none-any.whl")


def test_installed_command_runs_from_any_folder(wheel, tmp_path):
    """Unpacked away from the tree, the command runs and finds its rules and schemas inside the package."""
    place = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(place)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    code = (
        "import sys; from eligibility import resources; from eligibility.commands.main import main;"
        "print(resources.rules_dir()); print(resources.schemas_dir()); sys.exit(main(['--version']))"
    )
    environment = {**os.environ, "PYTHONPATH": str(place), "PYTHONUTF8": "1"}
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=elsewhere, env=environment, capture_output=True, text=True, timeout=60
    )
    assert ran.returncode == 0, ran.stderr
    package = place / "eligibility"
    assert ran.stdout.split("\n")[:2] == [str(package / "rules"), str(package / "schemas")]
    assert ran.stdout.split("\n")[2].startswith("eligibility ")


def test_every_package_is_listed():
    """setup.cfg names each folder with modules and the mapped ones, and no folder that is gone."""
    with_modules = {".".join(path.parent.parts) for path in modules()}
    mapped = {installed.replace("/", ".") for installed in MAPPED.values()}
    assert set(listed("options", "packages")) == with_modules | mapped


def test_every_package_says_what_it_is():
    """Each package has an __init__.py that begins with a docstring."""
    for folder in {path.parent for path in modules()}:
        first = ROOT / folder / "__init__.py"
        assert first.exists(), f"{folder} has no __init__.py"
        assert first.read_text(encoding="utf-8").startswith('"""'), f"{first} has no docstring"
