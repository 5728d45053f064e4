"""The embedded server through everything that happens to servers."""

import os
import pwd
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from eindach.config import embedded
from eindach.config.embedded.launching import process
from tests.house.places import open_folder

AS_ROOT = os.geteuid() == 0


@pytest.fixture
def data() -> Iterator[Path]:
    with open_folder() as folder:
        yield folder / "data"


def started(data: Path, pg_bin: str | None) -> embedded.Server:
    return embedded.start(data, fast=True, pg_bin=pg_bin)


def test_what_was_written_is_there_after_a_restart(data: Path, pg_bin: str | None) -> None:
    first = started(data, pg_bin)
    with psycopg.connect(first.url) as connection:
        connection.execute("CREATE TABLE kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('Dach')")
    assert first.stop()
    assert not embedded.running(data)
    second = started(data, pg_bin)
    with psycopg.connect(second.url) as connection:
        assert connection.execute("SELECT word FROM kept").fetchall() == [("Dach",)]
    second.stop()


def test_a_killed_server_starts_again(data: Path, pg_bin: str | None) -> None:
    first = started(data, pg_bin)
    number = process(first.place.cluster)
    assert number is not None
    os.kill(number, signal.SIGKILL)
    while process(first.place.cluster):
        pass
    assert (first.place.cluster / "postmaster.pid").exists()
    second = started(data, pg_bin)
    with psycopg.connect(second.url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    first.stop()
    second.stop()


def test_a_process_number_that_belongs_to_another_program_does_not_count(data: Path, pg_bin: str | None) -> None:
    server = started(data, pg_bin)
    server.stop()
    (server.place.cluster / "postmaster.pid").write_text(f"{os.getpid()}\n")
    assert not embedded.running(data)
    again = started(data, pg_bin)
    assert embedded.running(data)
    again.stop()


def test_two_who_start_at_once_share_one_server(data: Path, pg_bin: str | None) -> None:
    servers: list[embedded.Server] = []
    starters = [threading.Thread(target=lambda: servers.append(started(data, pg_bin))) for _ in range(2)]
    for starter in starters:
        starter.start()
    for starter in starters:
        starter.join()
    assert sorted(server.started_here for server in servers) == [False, True]
    assert not servers[0].stop()
    assert embedded.running(data)
    assert servers[1].stop()
    assert not embedded.running(data)


def test_a_user_killed_in_another_process_holds_nothing_back(data: Path, pg_bin: str | None) -> None:
    program = (
        "import sys, time; from pathlib import Path; from eindach.config import embedded;"
        f"server = embedded.start(Path({str(data)!r}), fast=True, pg_bin={pg_bin!r}); print('up', flush=True);"
        "time.sleep(60)"
    )
    other = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE)
    assert other.stdout is not None
    assert other.stdout.readline() == b"up\n"
    mine = started(data, pg_bin)
    other.kill()
    other.wait()
    assert mine.stop()


def test_a_path_too_long_for_a_socket_is_no_obstacle(data: Path, pg_bin: str | None) -> None:
    deep = data / ("long" * 12) / ("longer" * 10)
    server = started(deep, pg_bin)
    assert len(str(server.place.socket)) < 90
    assert embedded.address(deep)["HOST"] == str(server.place.socket)
    with psycopg.connect(server.url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    server.stop()


def test_only_the_owner_may_use_the_socket(data: Path, pg_bin: str | None) -> None:
    server = started(data, pg_bin)
    assert server.place.socket.stat().st_mode & 0o077 == 0
    assert server.place.cluster.stat().st_mode & 0o077 == 0
    server.stop()


@pytest.mark.skipif(not AS_ROOT, reason="an ordinary user has no rights to step down from")
def test_root_steps_down_to_nobody(data: Path, pg_bin: str | None) -> None:
    server = started(data, pg_bin)
    number = process(server.place.cluster)
    assert Path(f"/proc/{number}").stat().st_uid == pwd.getpwnam("nobody").pw_uid
    server.stop()


@pytest.mark.skipif(not AS_ROOT, reason="an ordinary user can reach his own closed folder")
def test_a_closed_home_of_root_is_left_closed(data: Path, pg_bin: str | None) -> None:
    home = data.parent / "home"
    home.mkdir(mode=0o700)
    server = started(home / "var", pg_bin)
    assert home.stat().st_mode & 0o777 == 0o700
    assert not server.place.base.is_relative_to(home)
    with psycopg.connect(server.url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    server.stop()
    subprocess.run(["rm", "-r", server.place.base], check=True)


def test_every_new_database_has_the_extensions(database_server: embedded.Server) -> None:
    with psycopg.connect(database_server.url, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS fresh")
        connection.execute("CREATE DATABASE fresh")
    with psycopg.connect(database_server.url.removesuffix("/eindach") + "/fresh") as connection:
        found = {name for (name,) in connection.execute("SELECT extname FROM pg_extension")}
    assert found >= {"btree_gist", "pg_trgm", "unaccent"}


def test_our_own_role_is_no_superuser(database_server: embedded.Server) -> None:
    with psycopg.connect(database_server.url) as connection:
        assert connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone() == (False,)
