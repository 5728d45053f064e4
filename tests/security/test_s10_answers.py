"""Whom to tell of a weakness, and the page that answers ASVS."""

import shutil
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from eindach.config import asvs
from tests.conftest import ROOT


def test_who_found_something_reads_whom_to_tell(client: Client, settings) -> None:
    settings.SECURITY_CONTACT = "mailto:sicherheit@kreis.example"
    answer = client.get("/.well-known/security.txt")
    said = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert said["Contact"] == "mailto:sicherheit@kreis.example"
    assert timezone.now() < parse_datetime(said["Expires"]) < timezone.now() + timezone.timedelta(days=365)


def test_without_a_name_there_is_no_such_file(client: Client, db: None) -> None:
    assert client.get("/.well-known/security.txt").status_code == 404


def test_every_requirement_is_answered() -> None:
    assert asvs.faults() == []


def test_there_are_as_many_as_the_standard_has() -> None:
    levels = "".join(level for sections in asvs.LEVELS.values() for level in sections)
    assert [levels.count(level) for level in "123"] == [70, 183, 92]
    assert len(asvs.asked()) == 253


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The answers, and the files they speak of."""
    for name in ("docs", "tests", "eindach", "requirements"):
        (tmp_path / name).symlink_to(ROOT / name)
    for name in ("pyproject.toml", "package-lock.json", "SECURITY.md"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "docs").unlink()
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    return tmp_path


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("id: V7.3.1", "id: V7.3.9", "V7.3.1: not answered"),
        ("id: V7.3.1", "id: V7.3.2", "V7.3.2: answered twice"),
        ("half_an_hour_without_a_click_ends_it", "nobody_wrote_this", "no test tests/accounts/test_a03_limits.py"),
        ("docs/security.md#sessions", "docs/security.md#nothing", "has no heading #nothing"),
        ("docs/accounts.md", "docs/lost.md", "no file docs/lost.md"),
        ("reason: Half an hour and ten hours.", "open: nobody knows", "V7.1.1: open"),
        ("level: 1", "level: 3", "level 3 is not asked there"),
        ("asks: idle sessions end", "asks: idle sessions go on", "is behind its answers"),
    ],
)
def test_what_leads_nowhere_is_a_fault(copy: Path, before: str, after: str, fault: str) -> None:
    file = copy / "docs" / "asvs" / "v07.yaml"
    assert before in file.read_text()
    file.write_text(file.read_text().replace(before, after))
    assert any(fault in said for said in asvs.faults(copy))
