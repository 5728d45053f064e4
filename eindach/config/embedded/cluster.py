"""Start, share and stop one PostgreSQL cluster.

Two files beside the cluster make it safe for many processes: `start.lock` is held alone while somebody starts or
stops; `users.lock` is held together by all who use the server. Whoever leaves and finds the second one free was the
last and stops it. The kernel gives locks back when a process dies, so nothing stays behind after `kill -9`.
"""

import fcntl
import os
import shlex
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

from eindach.config.embedded.account import Account, account_for
from eindach.config.embedded.binaries import Binaries, find_binaries
from eindach.config.embedded.faults import EmbeddedError
from eindach.config.embedded.place import Place, place_of

EXTENSIONS = ("btree_gist", "pg_trgm", "unaccent")
NAME = "eindach"
PORT = "5432"
DURABLE = ("shared_buffers=64MB",)
FAST = (
    "shared_buffers=64MB",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
)
"""For tests only: a crash of the machine may lose everything, which is nothing."""


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
                _pg_ctl(self.place, self.binaries, "stop", "-m", "fast", "-t", "30")
                return True
            finally:
                self._in_use.close()


def address(data: Path | None = None) -> dict[str, Any]:
    """Where the server of this data folder is, or would be, as an entry of Django's `DATABASES`."""
    return address_at(place_of(data))


def address_at(place: Place) -> dict[str, Any]:
    """The same for a known place."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": NAME,
        "USER": NAME,
        "HOST": str(place.socket),
        "PORT": PORT,
    }


def running(data: Path | None = None) -> bool:
    """Whether the server of this data folder is up."""
    return _process(place_of(data).cluster) is not None


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
            fresh = _process(place.cluster) is None
            if fresh:
                _check_cluster(place, binaries)
                if not (place.cluster / "PG_VERSION").exists():
                    _initialise(place, binaries, account, fast=fast)
                _launch(place, binaries, account, options=FAST if fast else DURABLE)
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


def _check_cluster(place: Place, binaries: Binaries) -> None:
    """Say in plain words what PostgreSQL would say in its own."""
    if place.cluster.exists() and os.geteuid() not in (0, place.cluster.stat().st_uid):
        raise EmbeddedError(
            f"The data folder {place.cluster} belongs to another user (perhaps it was made as root). "
            "Run as that user, or set EINDACH_DATA to another folder."
        )
    version = place.cluster / "PG_VERSION"
    if not version.exists():
        return
    made_by = int(version.read_text().strip())
    if made_by != binaries.major:
        raise EmbeddedError(
            f"The data in {place.cluster} was written by PostgreSQL {made_by}, but this is PostgreSQL {binaries.major}; "
            f"they cannot read each other's files. Set PG_BIN to the programs of PostgreSQL {made_by} and run "
            "`eindach backup FILE`; then move the folder away, unset PG_BIN and run `eindach restore FILE`."
        )


def _initialise(place: Place, binaries: Binaries, account: Account, *, fast: bool) -> None:
    """Make the cluster beside its place and move it there, so that a kill in between leaves no half of one."""
    half = place.cluster.with_name("postgres.new")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir()
    account.give(half)
    locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if binaries.major >= 17 else []
    command = [binaries / "initdb", "-D", str(half), "-U", "postgres", "-A", "trust", "-E", "UTF8"]
    command += ["--locale=C.UTF-8", *locale, *(["--no-sync"] if fast else [])]
    done = subprocess.run(command, capture_output=True, text=True, check=False, **account.run_arguments())
    if done.returncode:
        raise EmbeddedError(f"A new database could not be made in {half}: {done.stderr.strip()}")
    half.rename(place.cluster)


def _launch(place: Place, binaries: Binaries, account: Account, *, options: tuple[str, ...]) -> None:
    _make_socket_folder(place, account)
    (place.cluster / "postmaster.pid").unlink(missing_ok=True)  # nobody is there: _process has looked
    settings = [
        "listen_addresses=",
        f"unix_socket_directories={place.socket}",
        "unix_socket_permissions=0700",
    ]
    settings += ["timezone=UTC", "log_timezone=UTC", "jit=off", *options]
    flags = " ".join(f"-c {shlex.quote(setting)}" for setting in settings)
    # A killed postmaster's children need a moment to notice; until then the new one is refused.
    for patience in (0.5, 1, 2, 4, 0):
        if _pg_ctl(place, binaries, "start", "-t", "60", "-l", str(place.log), "-o", flags):
            return
        time.sleep(patience)
    tail = "\n".join(place.log.read_text(errors="replace").splitlines()[-5:]) if place.log.exists() else ""
    raise EmbeddedError(f"PostgreSQL did not start. Its last words (in {place.log}):\n{tail}")


def _make_socket_folder(place: Place, account: Account) -> None:
    """The socket's folder is the only door (trust inside), so it must be the account's own and closed."""
    place.socket.mkdir(mode=0o700, exist_ok=True)
    owner = os.geteuid() if account.uid is None else account.uid
    if place.socket.is_symlink() or place.socket.stat().st_uid not in (owner, os.geteuid()):
        raise EmbeddedError(f"The folder {place.socket} belongs to somebody else. Remove it and try again.")
    account.give(place.socket)


def _pg_ctl(place: Place, binaries: Binaries, action: str, *arguments: str) -> bool:
    # Never a pipe: the server inherits it, and the call would wait for the server's end.
    command = [binaries / "pg_ctl", "-D", str(place.cluster), "-w", *arguments, action]
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    account = account_for(place.cluster)
    return subprocess.run(command, check=False, **quiet, **account.run_arguments()).returncode == 0


def _process(cluster: Path) -> int | None:
    """The server's process, or None. A number left by a killed server may be another program's by now."""
    try:
        number = int((cluster / "postmaster.pid").read_text().split("\n", 1)[0])
        os.kill(number, 0)
    except (OSError, ValueError, OverflowError):
        return None
    command = Path(f"/proc/{number}/cmdline")
    if Path("/proc/self/cmdline").exists():
        try:
            words = command.read_bytes().split(b"\0")
        except OSError:
            return None
        if os.fsencode(cluster) not in words:
            return None
    return number


def _furnish(place: Place) -> None:
    """Our role, our database, and the extensions in the template, so that every test database has them too."""
    import psycopg
    from psycopg import sql

    try:
        admin = psycopg.connect(
            host=str(place.socket), port=PORT, user="postgres", dbname="template1", autocommit=True
        )
    except psycopg.OperationalError as fault:
        raise EmbeddedError(f"PostgreSQL runs but does not answer at {place.socket}: {fault}") from fault
    with admin as connection:
        for extension in EXTENSIONS:
            connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))
        if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [NAME]).fetchone() is None:
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(sql.Identifier(NAME)))
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone() is None:
            owned = sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(NAME), sql.Identifier(NAME))
            connection.execute(owned)


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
