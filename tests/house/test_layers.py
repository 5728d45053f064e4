"""The layers are enforced: a planted fault in a copy of the sources is found."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The packages of all parts, empty, and the real contracts: quick, and nothing but the planted fault is in it."""
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text())
    for part in sorted((ROOT / "eindach").glob("*/__init__.py")):
        file = tmp_path / part.relative_to(ROOT)
        file.parent.mkdir(parents=True)
        file.touch()
    (tmp_path / "eindach" / "__init__.py").touch()
    return tmp_path


def contracts(folder: Path) -> subprocess.CompletedProcess[str]:
    program = (
        "import sys; sys.path.insert(0, '.'); from importlinter.cli import lint_imports_command; lint_imports_command()"
    )
    command = [sys.executable, "-c", program, "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_real_sources_keep_the_contracts() -> None:
    told = contracts(ROOT)
    assert told.returncode == 0, told.stdout


def test_an_import_upwards_is_found(copy: Path) -> None:
    (copy / "eindach" / "kernel" / "up.py").write_text("import eindach.booking\n")
    told = contracts(copy)
    assert told.returncode != 0
    assert "eindach.kernel is not allowed to import eindach.booking" in told.stdout


def test_an_import_sideways_is_found(copy: Path) -> None:
    (copy / "eindach" / "api" / "aside.py").write_text("import eindach.site\n")
    assert "eindach.api is not allowed to import eindach.site" in contracts(copy).stdout


def test_a_folder_nobody_listed_is_found(copy: Path) -> None:
    (copy / "eindach" / "attic").mkdir()
    (copy / "eindach" / "attic" / "__init__.py").touch()
    told = contracts(copy)
    assert told.returncode != 0
    assert "eindach.attic" in told.stdout


def test_django_in_the_engine_is_found(copy: Path) -> None:
    (copy / "eindach" / "planning" / "pages.py").write_text("import django\n")
    assert "eindach.planning is not allowed to import django" in contracts(copy).stdout


def test_a_foreign_package_in_the_kernel_is_found(copy: Path) -> None:
    (copy / "eindach" / "kernel" / "fast.py").write_text("import numpy\n")
    assert "eindach.kernel is not allowed to import numpy" in contracts(copy).stdout
