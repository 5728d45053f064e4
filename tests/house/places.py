"""Folders for servers: pytest's own are closed to the account that root steps down to."""

import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.conftest import SERVER_FOLDER
from tests.house.commands import run


@contextmanager
def open_folder() -> Iterator[Path]:
    """A folder below /tmp that everybody may enter."""
    folder = Path(tempfile.mkdtemp(prefix="eindach-test-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def make_migrated(data: Path, pg_bin: str | None) -> None:
    """Make a data folder as `eindach migrate` leaves it: by that command for the first who asks, then by copying."""
    kept = Path(os.environ[SERVER_FOLDER], "data-migrated")
    with kept.with_suffix(".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            half = kept.with_suffix(".half")
            migrated = run(half, "migrate", **programs(pg_bin))
            assert migrated.returncode == 0, migrated.stderr
            half.rename(kept)
    subprocess.run(["cp", "-a", str(kept), str(data)], check=True)


def programs(pg_bin: str | None) -> dict[str, str]:
    """For the environment of a command: the PostgreSQL this run is about."""
    return {"PG_BIN": pg_bin} if pg_bin else {}
