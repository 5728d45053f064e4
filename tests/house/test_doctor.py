"""The doctor names each fault in plain words, with a remedy."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from eindach.config import embedded
from eindach.config.doctor.finding import Level
from eindach.config.doctor.machine import folder_finding, mail_finding, port_finding, time_zone_finding
from eindach.config.doctor.server import clock_finding, extension_finding, version_finding
from tests.house.commands import free_port, run
from tests.house.places import open_folder


@pytest.fixture
def folder() -> Iterator[Path]:
    with open_folder() as made:
        yield made


def test_a_free_port_is_fine() -> None:
    assert port_finding("127.0.0.1", free_port(), "pages").level is Level.FINE


def test_a_taken_port_is_named_with_its_holder() -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        finding = port_finding("127.0.0.1", holder.getsockname()[1], "pages")
    assert finding.level is Level.BROKEN
    assert f"process {os.getpid()}" in finding.what
    assert "--port" in finding.remedy


def test_a_folder_nobody_may_write_is_named(folder: Path) -> None:
    folder.chmod(0o555)
    program = (
        "import os, sys; from pathlib import Path; from eindach.config.doctor.machine import folder_finding;"
        "os.geteuid() == 0 and (os.setgroups([]), os.setgid(65534), os.setuid(65534));"
        "print(folder_finding(Path(sys.argv[1])))"
    )
    asked = subprocess.run([sys.executable, "-c", program, str(folder / "data")], capture_output=True, text=True)
    assert "BROKEN" in asked.stdout
    assert "cannot be written (Permission denied)" in asked.stdout
    assert "EINDACH_DATA" in asked.stdout


def test_a_folder_that_can_be_written_is_fine(folder: Path) -> None:
    assert folder_finding(folder / "not" / "yet").level is Level.FINE
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(("version", "level"), [(140013, Level.BROKEN), (150000, Level.FINE), (180006, Level.FINE)])
def test_a_database_before_15_is_too_old(version: int, level: Level) -> None:
    finding = version_finding(version)
    assert finding.level is level
    assert str(version // 10000) in finding.what


def test_an_extension_that_can_be_had_is_told_from_one_that_cannot() -> None:
    assert extension_finding("btree_gist", installed=True, available=True).level is Level.FINE
    assert "CREATE EXTENSION btree_gist" in extension_finding("btree_gist", installed=False, available=True).remedy
    assert "contrib" in extension_finding("btree_gist", installed=False, available=False).remedy


def test_clocks_apart_are_broken() -> None:
    now = datetime(2027, 1, 11, 9, tzinfo=UTC)
    assert clock_finding(now, now + timedelta(seconds=4)).level is Level.FINE
    assert "90 seconds apart" in clock_finding(now, now - timedelta(seconds=90)).what


def test_an_unknown_time_zone_is_broken() -> None:
    assert time_zone_finding("Europe/Berlin").level is Level.FINE
    assert time_zone_finding("Europe/Dueren").level is Level.BROKEN


def test_mail_that_is_not_set_up_is_only_a_note() -> None:
    assert mail_finding(None, 25).level is Level.NOTE
    assert mail_finding("127.0.0.1", free_port()).level is Level.BROKEN


def test_a_server_that_does_not_answer_is_broken(folder: Path) -> None:
    told = run(folder, "doctor", "--port", str(free_port()), DATABASE_URL="postgresql://x@127.0.0.1:1/x")
    assert told.returncode == 1
    assert "The database does not answer" in told.stdout
    assert "Traceback" not in told.stderr


def test_a_bare_database_lacks_extensions_and_migrations(database_server: embedded.Server, folder: Path) -> None:
    with psycopg.connect(database_server.url, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS bare")
        connection.execute("CREATE DATABASE bare TEMPLATE template0")
    address = database_server.url.removesuffix("/eindach") + "/bare"
    told = run(folder, "doctor", "--port", str(free_port()), DATABASE_URL=address)
    assert told.returncode == 1
    assert "The extension btree_gist is missing in this database." in told.stdout
    assert "steps behind this version" in told.stdout
    assert "eindach migrate" in told.stdout


def test_a_fresh_machine_has_no_database_yet_and_none_is_made(folder: Path) -> None:
    told = run(folder, "doctor", "--port", str(free_port()))
    assert "There is no database yet." in told.stdout
    assert not (folder / "postgres").exists()
