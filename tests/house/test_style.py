"""The house keeps its own rules: small files, no attics, no addresses, a page for every part."""

import ast
import re
import subprocess
from pathlib import Path

from eindach.config.checks import addresses_in_locks, missing_migrations
from tests.conftest import ROOT

PARTS = (
    "config", "api", "site", "frontdesk", "companies", "questions", "translations", "casework", "booking", "guide",
    "consent", "accounts", "directory", "notifications", "planning", "kernel",
)  # fmt: skip
ATTICS = {"utils", "util", "helpers", "helper", "common", "misc", "shared", "tools_misc", "lib"}
LONGEST_FILE = 400
USUAL_FILE = 220
USUAL_FUNCTION = 25
UNFINISHED = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "X" * 3, "HA" + "CK")) + r")\b")
REGISTRIES = re.compile("|".join(("pypi" + r"\.org", "python" + "hosted", "npm" + "js", "yarn" + "pkg")))


def tracked(*patterns: str) -> list[Path]:
    """Files under version control that exist."""
    listed = subprocess.run(["git", "ls-files", "-z", *patterns], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def sources() -> list[Path]:
    return [file for file in tracked("*.py") if "migrations" not in file.parts]


def length(file: Path) -> int:
    return len(file.read_text().splitlines())


def functions(file: Path) -> list[int]:
    """Lines of each function, without its docstring's."""
    lines = []
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            is_text = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
            docstring = (first.end_lineno or 0) - first.lineno + 1 if is_text else 0
            lines.append((node.end_lineno or 0) - node.lineno + 1 - docstring)
    return lines


def share(count: int, whole: int) -> float:
    return count / max(whole, 1)


def test_no_file_is_longer_than_a_person_can_hold() -> None:
    too_long = {str(file.relative_to(ROOT)): length(file) for file in sources() if length(file) > LONGEST_FILE}
    assert too_long == {}


def test_nine_of_ten_files_are_short() -> None:
    files = sources()
    assert share(sum(length(file) <= USUAL_FILE for file in files), len(files)) >= 0.9


def test_nine_of_ten_functions_are_short() -> None:
    lines = [count for file in sources() for count in functions(file)]
    assert share(sum(count <= USUAL_FUNCTION for count in lines), len(lines)) >= 0.9


def test_nothing_is_put_away_in_an_attic() -> None:
    names = {part for file in tracked() for part in file.relative_to(ROOT).with_suffix("").parts}
    assert names & ATTICS == set()


def test_nothing_is_left_unfinished() -> None:
    marked = [str(file.relative_to(ROOT)) for file in tracked("*.py", "*.html", "*.css", "*.js", "Makefile", "tools/*")
              if UNFINISHED.search(file.read_text())]  # fmt: skip
    assert marked == []


def test_no_file_names_a_package_registry() -> None:
    naming = []
    for file in tracked():
        try:
            text = file.read_text()
        except UnicodeDecodeError:
            continue
        if REGISTRIES.search(text):
            naming.append(str(file.relative_to(ROOT)))
    assert naming == []


def test_lock_files_hold_no_address() -> None:
    assert addresses_in_locks() == []


def test_an_address_in_a_lock_file_is_found(tmp_path: Path) -> None:
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "base.txt").write_text("--index-url https://packages.example/\nnumpy==2.0\n")
    assert len(addresses_in_locks(tmp_path)) == 1


def test_models_and_migrations_agree() -> None:
    assert missing_migrations() == []


def test_every_part_has_its_page() -> None:
    assert [part for part in PARTS if not (ROOT / "docs" / f"{part}.md").exists()] == []


def test_the_list_of_parts_is_whole() -> None:
    assert {file.parent.name for file in (ROOT / "eindach").glob("*/__init__.py")} == set(PARTS)
