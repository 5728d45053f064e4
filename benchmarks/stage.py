"""The stage: a throw-away embedded database with durable settings, Django on it, and real servers beside."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.error import URLError
from urllib.request import urlopen

from eindach.config import embedded

EINDACH = (sys.executable, "-m", "eindach.config.cli")


@contextmanager
def database() -> Iterator[embedded.Server]:
    """A fresh, migrated database (fsync on, as in production), and Django set up on it. Once a process."""
    folder = Path(tempfile.mkdtemp(prefix="eindach-benchmark-"))
    folder.chmod(0o755)
    os.environ |= {
        "EINDACH_DATA": str(folder),
        "EINDACH_RATE": "off",
        "DJANGO_SETTINGS_MODULE": "eindach.config.settings",
    }
    os.environ.pop("DATABASE_URL", None)
    server = embedded.start(folder)
    try:
        import django

        from eindach.kernel.actor import process_works_as_program

        django.setup()
        process_works_as_program()
        _migrate()
        yield server
    finally:
        close_connections()
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _migrate() -> None:
    """As the owner of the tables; then the program's role works on, as in production."""
    from eindach.config.cli.data import bring_up_to_date

    with redirect_stdout(sys.stderr):  # standard output is the table's
        bring_up_to_date()


@contextmanager
def as_superuser() -> Iterator[None]:
    """Inside, Django works as somebody whom row-level security does not bind: COPY is refused to everybody else."""
    from django.db import connection

    before = connection.settings_dict
    close_connections()
    connection.settings_dict = {**before, **embedded.address(role="postgres"), "OPTIONS": {}}
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict = before


@dataclass(frozen=True)
class Site:
    """A site that `eindach serve` runs: pages, live events, worker."""

    pages: str
    events: str
    process: int


@contextmanager
def site(*, processes: int, data: str = "") -> Iterator[Site]:
    """`eindach serve` as an operator starts it, on free ports, on the database of this process or on that of `data`."""
    port = _free_ports()
    command = [*EINDACH, "serve", "--port", str(port), "--processes", str(processes)]
    environment = {**os.environ, **({"EINDACH_DATA": data} if data else {})}
    with tempfile.TemporaryFile() as said:
        running = subprocess.Popen(command, stdout=said, stderr=said, env=environment)
        try:
            _wait(running, port, said)
            yield Site(f"http://127.0.0.1:{port}", f"http://127.0.0.1:{port + 1}", running.pid)
        finally:
            running.send_signal(signal.SIGINT)
            running.wait(30)


@contextmanager
def site_of_a_district(*, processes: int) -> Iterator[Site]:
    """The same with the files of a real district, in all languages: the region of the other figures says little."""
    with tempfile.TemporaryDirectory(prefix="eindach-benchmark-district-") as folder:
        Path(folder).chmod(0o755)
        loading = [*EINDACH, "load-region", "dueren"]
        subprocess.run(loading, env={**os.environ, "EINDACH_DATA": folder}, check=True, stdout=sys.stderr)
        with site(processes=processes, data=folder) as found:
            yield found


def _wait(running: subprocess.Popen[bytes], port: int, said: IO[bytes]) -> None:
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline and running.poll() is None:
        try:
            with urlopen(f"http://127.0.0.1:{port}/health/live", timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.2)
    running.kill()
    said.seek(0)
    raise RuntimeError(f"the site did not start: {said.read().decode(errors='replace')[-2000:]}")


def _free_ports() -> int:
    """A port that is free together with the next one."""
    for port in range(18_400, 19_400, 2):
        with socket.socket() as one, socket.socket() as other:
            try:
                one.bind(("127.0.0.1", port))
                other.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port
    raise RuntimeError("no free ports")


def set_up_django() -> None:
    """In a child process, before anything with models is imported there."""
    import django

    from eindach.kernel.actor import process_works_as_program

    django.setup()
    process_works_as_program()


def close_connections() -> None:
    """Of this thread, and the pool of this process."""
    from django.db import connections

    connections.close_all()
    for connection in connections.all(initialized_only=True):
        getattr(connection, "close_pool", lambda: None)()
