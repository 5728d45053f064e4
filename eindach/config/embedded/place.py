"""Where the server keeps its data and its socket. Nothing here creates or changes anything."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from eindach.config.embedded.account import account_for, nobody
from eindach.config.embedded.binaries import SHARED_HOME

LONGEST_SOCKET_PATH = 107
"""Bytes of `sockaddr_un.sun_path` on Linux without the closing zero; macOS has 103."""

FIRST_REGION = "dueren"
SOCKET_FILE = "/.s.PGSQL.5432"


@dataclass(frozen=True)
class Place:
    """`base`: our folder · `cluster`: PostgreSQL's own folder · `socket`: the folder of its socket."""

    base: Path
    cluster: Path
    socket: Path

    @property
    def log(self) -> Path:
        """What the server itself reports."""
        return self.cluster / "server.log"


def default_data() -> Path:
    """`$EINDACH_DATA`; else a folder named after the region (`$EINDACH_REGION`) below `var` of the checkout,
    or below the user's data folder for an installed Eindach. A region is one database, so each has its own folder.
    """
    chosen = os.environ.get("EINDACH_DATA")
    if chosen:
        return Path(chosen).absolute()
    region = os.environ.get("EINDACH_REGION") or FIRST_REGION
    checkout = Path(__file__).resolve().parents[3]
    if (checkout / "pyproject.toml").exists():
        return checkout / "var" / region
    home = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(home) / "eindach" / region


def place_of(data: Path | None = None) -> Place:
    """The places for this data folder; the same answer in every process of one user."""
    data = (data or default_data()).absolute()
    base = data
    if os.geteuid() == 0 and not nobody().reaches(_nearest_existing(data)):
        base = SHARED_HOME / _short_name(data)
    cluster = base / "postgres"
    return Place(base=base, cluster=cluster, socket=_socket_folder(base))


def _socket_folder(base: Path) -> Path:
    near = base / "socket"
    limit = min(LONGEST_SOCKET_PATH, 103)
    if len(os.fsencode(near)) + len(SOCKET_FILE) <= limit:
        return near
    owner = account_for(base / "postgres").uid
    # Short and the same in every process; its owner and rights are checked before use.
    return Path("/tmp") / f"eindach-{os.geteuid() if owner is None else owner}-{_short_name(base)}"  # noqa: S108


def _nearest_existing(path: Path) -> Path:
    while not path.is_dir():
        path = path.parent
    return path


def _short_name(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
