"""Whether a TCP port is free, and who holds it as far as the system tells."""

import os
import socket
from dataclasses import dataclass
from pathlib import Path

LISTENING = "0A"


@dataclass(frozen=True)
class Holder:
    """The process that listens on a port."""

    command: str
    number: int

    def __str__(self) -> str:
        return f"{self.command[:80]}, process {self.number}"


def fault_of(host: str, port: int) -> OSError | None:
    """What stands in the way of listening there; None: it is free."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as fault:
            return fault
    return None


def holder_of(port: int) -> Holder | None:
    """The process that listens on the port; None where nobody does, or the system does not tell.

    Source: /proc/net/tcp and /proc/*/fd (Linux); other people's processes are visible to root only.
    """
    inodes = {row[9] for table in ("tcp", "tcp6") for row in _rows(table) if _is_listener(row, port)}
    if not inodes:
        return None
    wanted = {f"socket:[{inode}]" for inode in inodes}
    for folder in Path("/proc").glob("[0-9]*"):
        if wanted & _open_files(folder):
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
            return Holder(command, int(folder.name))
    return None


def _rows(table: str) -> list[list[str]]:
    try:
        lines = Path(f"/proc/net/{table}").read_text().splitlines()[1:]
    except OSError:
        return []
    return [line.split() for line in lines]


def _is_listener(row: list[str], port: int) -> bool:
    return row[3] == LISTENING and int(row[1].rsplit(":", 1)[1], 16) == port


def _open_files(process: Path) -> set[str]:
    found = set()
    try:
        for entry in os.scandir(process / "fd"):
            found.add(os.readlink(entry.path))  # noqa: PTH115 - called for every open file
    except OSError:
        return found
    return found
