"""What keeps the embedded server from running is said in plain words."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from eindach.config import embedded
from tests.house.places import open_folder


@pytest.fixture
def folder() -> Iterator[Path]:
    with open_folder() as made:
        yield made


def fake_programs(folder: Path, version: str) -> str:
    """Programs that say they are of this version."""
    for name in ("postgres", "initdb"):
        file = folder / name
        file.write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n")
        file.chmod(0o755)
    return str(folder)


def test_programs_that_are_too_old_are_refused(folder: Path) -> None:
    with pytest.raises(embedded.EmbeddedError, match=r"PostgreSQL 14 .* is too old; Eindach needs 15 or newer"):
        embedded.start(folder / "data", pg_bin=fake_programs(folder, "14.9"))


def test_data_of_another_version_is_left_alone(folder: Path) -> None:
    cluster = folder / "data" / "postgres"
    cluster.mkdir(parents=True)
    (cluster / "PG_VERSION").write_text("16\n")
    with pytest.raises(embedded.EmbeddedError, match=r"is of PostgreSQL 16, but this is PostgreSQL 18.*eindach backup"):
        embedded.start(folder / "data", pg_bin=fake_programs(folder, "18.1"))
    assert (cluster / "PG_VERSION").read_text() == "16\n"


def test_a_folder_without_programs_is_refused(folder: Path) -> None:
    with pytest.raises(embedded.EmbeddedError, match="no PostgreSQL programs in"):
        embedded.start(folder / "data", pg_bin=str(folder))


def test_a_file_where_the_folder_should_be_is_named(folder: Path) -> None:
    (folder / "data").write_text("not a folder")
    with pytest.raises(embedded.EmbeddedError, match=r"data cannot be written .* EINDACH_DATA"):
        embedded.start(folder / "data")


def test_asking_for_the_address_makes_nothing(folder: Path) -> None:
    assert embedded.address(folder / "data")["HOST"] == str(folder / "data" / "socket")
    assert not embedded.running(folder / "data")
    assert list(folder.iterdir()) == []


def test_each_region_has_its_own_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EINDACH_DATA", raising=False)
    monkeypatch.setenv("EINDACH_REGION", "aachen")
    assert embedded.default_data().name == "aachen"
    monkeypatch.setenv("EINDACH_DATA", "/srv/eindach")
    assert embedded.default_data() == Path("/srv/eindach")
