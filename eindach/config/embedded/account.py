"""Who runs the server: PostgreSQL refuses to run as root, so root steps down for it."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Account:
    """The user the server runs as; `uid` is None where the caller is an ordinary user and stays one."""

    uid: int | None = None
    gid: int | None = None

    def run_arguments(self) -> dict[str, Any]:
        """Arguments for `subprocess.run`: the user, a folder everybody may stand in, a known language."""
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("PG", "LC_"))}
        arguments: dict[str, Any] = {"cwd": "/", "env": environment | {"LC_ALL": "C.UTF-8"}}
        if self.uid is not None:
            arguments |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        return arguments

    def give(self, path: Path) -> None:
        """Make `path` the account's own, closed to everybody else."""
        path.chmod(0o700)
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)

    def reaches(self, path: Path) -> bool:
        """Whether the account may enter (or run) `path`: asked of the system, which knows about every rule."""
        if self.uid is None:
            return os.access(path, os.R_OK | os.X_OK)
        question = ["test", "-r", str(path), "-a", "-x", str(path)]
        return subprocess.run(question, check=False, **self.run_arguments()).returncode == 0


def account_for(cluster: Path) -> Account:
    """The account for this data folder: ourselves, or (as root) its owner, or `nobody` for a new one."""
    if os.geteuid() != 0:
        return Account()
    if cluster.exists():
        found = cluster.stat()
        if found.st_uid != 0:
            return Account(uid=found.st_uid, gid=found.st_gid)
    return nobody()


def nobody() -> Account:
    """The account every Unix has for work without rights."""
    entry = pwd.getpwnam("nobody")
    return Account(uid=entry.pw_uid, gid=entry.pw_gid)
