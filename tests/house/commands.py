"""Run the `eindach` command as a person would: a process of its own, with a data folder of its own."""

import os
import socket
import subprocess
import sys
from pathlib import Path

COMMAND = [sys.executable, "-m", "eindach.config.cli"]


def environment(data: Path, **more: str) -> dict[str, str]:
    """Ours without anything that names another database."""
    unwanted = ("EINDACH_", "DATABASE_URL", "DJANGO_", "PG", "PYTEST_")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(unwanted)}
    return kept | {"EINDACH_DATA": str(data), "EINDACH_SECRET_KEY": "only-for-tests"} | more


def run(data: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """One command to its end."""
    return subprocess.run(
        [*COMMAND, *words], env=environment(data, **more), capture_output=True, text=True, timeout=120, check=False
    )


def free_port() -> int:
    """A port that is free and whose neighbour is free, too."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port = first.getsockname()[1]
            try:
                second.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return int(port)
