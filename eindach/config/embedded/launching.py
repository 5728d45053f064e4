"""The cluster's files and its process: make, start, find, tell why not."""

import os
import shlex
import shutil
import subprocess
import time
from pathlib import Path

from eindach.config.embedded.account import Account, account_for
from eindach.config.embedded.binaries import Binaries
from eindach.config.embedded.faults import EmbeddedError
from eindach.config.embedded.place import Place

DURABLE = ("shared_buffers=64MB",)
FAST = (
    "shared_buffers=64MB",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
)
"""For tests only: a crash of the machine may lose everything, which is nothing."""


def check_cluster(place: Place, binaries: Binaries) -> None:
    """Say in plain words what PostgreSQL would say in its own."""
    owner = place.cluster.stat().st_uid if place.cluster.exists() else os.geteuid()
    if os.geteuid() not in (0, owner):
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
            f"The data in {place.cluster} is of PostgreSQL {made_by}, but this is PostgreSQL {binaries.major}; "
            f"they cannot read each other's files. Set PG_BIN to the programs of PostgreSQL {made_by} and run "
            "`eindach backup FILE`; then move the folder away, unset PG_BIN and run `eindach restore FILE`."
        )


def initialise(place: Place, binaries: Binaries, account: Account, *, fast: bool) -> None:
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


def launch(place: Place, binaries: Binaries, account: Account, *, options: tuple[str, ...]) -> None:
    """Start the server and wait until it answers."""
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
        if pg_ctl(place, binaries, "start", "-t", "60", "-l", str(place.log), "-o", flags):
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


def pg_ctl(place: Place, binaries: Binaries, action: str, *arguments: str) -> bool:
    """Run pg_ctl and wait; whether it succeeded."""
    # Never a pipe: the server inherits it, and the call would wait for the server's end.
    command = [binaries / "pg_ctl", "-D", str(place.cluster), "-w", *arguments, action]
    nothing = subprocess.DEVNULL
    done = subprocess.run(
        command,
        check=False,
        stdin=nothing,
        stdout=nothing,
        stderr=nothing,
        **account_for(place.cluster).run_arguments(),
    )
    return done.returncode == 0


def process(cluster: Path) -> int | None:
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
