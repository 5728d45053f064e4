"""Start, share and stop one PostgreSQL cluster.

Two files beside the cluster make it safe for many processes: `start.lock` is held alone while somebody starts or
stops; `users.lock` is held together by all who use the server. Whoever leaves and finds the second one free was the
last and stops it. The kernel gives locks back when a process dies, so nothing stays behind after `kill -9`.
"""

import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

from eindach.config.embedded.account import account_for
from eindach.config.embedded.binaries import Binaries, find_binaries
from eindach.config.embedded.faults import EmbeddedError
from eindach.config.embedded.launching import (
    DURABLE,
    FAST,
    check_cluster,
    initialise,
    launch,
    pg_ctl,
    process,
)
from eindach.config.embedded.place import Place, place_of

EXTENSIONS = ("btree_gist", "pg_trgm", "unaccent")
NAME = "eindach"
WEB, APP, KEEPER, BACKUP = "eindach_web", "eindach_app", "eindach_keeper", "eindach_backup"
ROLES = {
    NAME: "LOGIN CREATEDB",
    WEB: "LOGIN NOINHERIT",
    APP: "NOLOGIN",
    KEEPER: "NOLOGIN",
    BACKUP: "LOGIN BYPASSRLS",
}
"""The owner, who only migrates; the program; whoever acts for somebody; retention; the one who may copy everything."""
MEMBERS = ((APP, WEB), (KEEPER, WEB), (WEB, NAME), ("pg_read_all_data", BACKUP))
PORT = "5432"


@dataclass
class Server:
    """A running server, in use by this process. Not shared with children: each process takes its own."""

    place: Place
    binaries: Binaries
    started_here: bool
    _in_use: IO[str] = field(repr=False)

    @property
    def url(self) -> str:
        """The address as a `DATABASE_URL`."""
        return f"postgresql://{NAME}@{quote(str(self.place.socket), safe='')}:{PORT}/{NAME}"

    def settings(self) -> dict[str, Any]:
        """The address as an entry of Django's `DATABASES`."""
        return address_at(self.place)

    def stop(self) -> bool:
        """Leave the server; it ends when nobody else is using it. True when it ended."""
        if self._in_use.closed:
            return False
        with _alone(self.place.base / "start.lock"):
            try:
                fcntl.flock(self._in_use, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            else:
                pg_ctl(self.place, self.binaries, "stop", "-m", "fast", "-t", "30")
                if not self.place.socket.is_relative_to(self.place.base):
                    shutil.rmtree(self.place.socket, ignore_errors=True)
                return True
            finally:
                self._in_use.close()


def address(data: Path | None = None, *, role: str = NAME) -> dict[str, Any]:
    """Where the server of this data folder is, or would be, as an entry of Django's `DATABASES`; by default for the
    owner of the tables."""
    return address_at(place_of(data), role)


def address_at(place: Place, role: str = NAME) -> dict[str, Any]:
    """The same for a known place."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": NAME,
        "USER": role,
        "HOST": str(place.socket),
        "PORT": PORT,
    }


def running(data: Path | None = None) -> bool:
    """Whether the server of this data folder is up."""
    return process(place_of(data).cluster) is not None


def start(data: Path | None = None, *, fast: bool = False, pg_bin: str | None = None) -> Server:
    """Make the server run and ready for us (0.1 s; the first time 1 s), or join the one that runs.

    Raises EmbeddedError in plain words when it cannot.
    """
    place = place_of(data)
    account = account_for(place.cluster)
    binaries = find_binaries(account, pg_bin)
    _make_base(place)
    with _alone(place.base / "start.lock"):
        in_use = (place.base / "users.lock").open("a")
        try:
            fcntl.flock(in_use, fcntl.LOCK_SH)
            fresh = process(place.cluster) is None
            if fresh:
                check_cluster(place, binaries)
                if not (place.cluster / "PG_VERSION").exists():
                    initialise(place, binaries, account, fast=fast)
                launch(place, binaries, account, options=FAST if fast else DURABLE)
            _furnish(place)
        except BaseException:
            in_use.close()
            raise
    return Server(place=place, binaries=binaries, started_here=fresh, _in_use=in_use)


@contextmanager
def temporary(*, pg_bin: str | None = None) -> Iterator[Server]:
    """A throw-away server in the folder for temporary files: quick, and gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="eindach-pg-"))
    folder.chmod(0o755)
    try:
        server = start(folder, fast=True, pg_bin=pg_bin)
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _make_base(place: Place) -> None:
    try:
        place.base.mkdir(mode=0o755, parents=True, exist_ok=True)
        (place.base / "start.lock").touch()
    except OSError as fault:
        raise EmbeddedError(
            f"The data folder {place.base} cannot be written ({fault.strerror}). "
            "Give yourself the right to write there, or set EINDACH_DATA to another folder."
        ) from fault


def _furnish(place: Place) -> None:
    """Our role, our database, and the extensions in the template, so that every test database has them too."""
    import psycopg
    from psycopg import sql

    try:
        admin = psycopg.connect(host=str(place.socket), port=PORT, user="postgres", dbname="template1", autocommit=True)
    except psycopg.OperationalError as fault:
        raise EmbeddedError(f"PostgreSQL runs but does not answer at {place.socket}: {fault}") from fault
    with admin as connection:
        for extension in EXTENSIONS:
            connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))
        for role, attributes in ROLES.items():
            if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone() is None:
                connection.execute(sql.SQL("CREATE ROLE {} ").format(sql.Identifier(role)) + sql.SQL(attributes))
        for group, member in MEMBERS:
            connection.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(group), sql.Identifier(member)))
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone() is None:
            owned = sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(NAME), sql.Identifier(NAME))
            connection.execute(owned)


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
