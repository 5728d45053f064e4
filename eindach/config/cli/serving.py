"""`eindach serve` and `eindach worker`: the processes that make the site.

This process stays small (no Django): it starts the database, has it prepared, and watches over three children.
Live events have a port of their own, the next one: a WSGI process cannot hold a thousand open streams, and the two
need not share. Behind a reverse proxy set EINDACH_EVENTS_URL to the site's own address (docs/operations.md).
"""

import argparse
import os
import resource
import shutil
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from eindach.config import embedded
from eindach.config.cli.database import database
from eindach.config.cli.faults import CommandError
from eindach.config.cli.supervisor import Child, supervise
from eindach.config.ports import fault_of, holder_of

CONNECTIONS = 4096
"""Open connections a process for pages may have."""
OPEN_FILES = 2 * CONNECTIONS


def serve(options: argparse.Namespace) -> int:
    """Pages, live events, worker and (without DATABASE_URL) the database, until Ctrl-C."""
    refuse_taken(options)
    with database():
        environment = environment_for(options)
        run_step("eindach.config.cli.prepare", environment)
        return run_site(options, environment)


def worker(options: argparse.Namespace) -> int:
    """The jobs alone, until Ctrl-C."""
    with database():
        print("Working on jobs. Stop with Ctrl-C.", flush=True)
        return supervise([_worker()], environment=_base_environment(), ready=lambda: True)


def run_site(options: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Start the three children and tell where the site is as soon as it answers."""
    site = f"http://{_address(options.host)}:{options.port}"

    def ready() -> bool:
        try:
            with socket.create_connection((_callable(options.host), options.port + 1), timeout=1):
                pass
            with urlopen(f"{site}/health/live", timeout=2):  # noqa: S310 - our own http address
                pass
        except (URLError, OSError):
            return False
        print(f"Ready: {site}  (stop with Ctrl-C)", flush=True)
        return True

    size = ("--workers", str(options.processes), "--blocking-threads", "4", *_room_for_connections())
    children = [
        Child("pages", _granian(options.host, options.port, "wsgi", "eindach.config.pages:application", *size)),
        Child("live events", _granian(options.host, options.port + 1, "asgi", "eindach.config.asgi:application")),
        _worker(),
    ]
    return supervise(children, environment=environment, ready=ready)


def _room_for_connections() -> tuple[str, ...]:
    """Granian's backpressure counts open connections of a worker, idle ones too, and since 2.8 the kernel deals them
    out to the workers: over the limit one waits until another closes, however idle the worker is. Its usual 1,024 for
    all workers left some of 1,000 clients without an answer for 30 s (`python -m benchmarks --only rush`)."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < OPEN_FILES:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(OPEN_FILES, hard), hard))
    return ("--backlog", str(CONNECTIONS), "--backpressure", str(CONNECTIONS))


def run_step(module: str, environment: Mapping[str, str], *arguments: str) -> None:
    """One step of the set-up in a process of its own, which gives its memory back."""
    done = subprocess.run([sys.executable, "-m", module, *arguments], env=dict(environment), check=False)
    if done.returncode:
        raise CommandError("Not started. `eindach doctor` tells what is wrong.", status=done.returncode)


def environment_for(options: argparse.Namespace) -> dict[str, str]:
    """What the children need to know; what the operator has set stays."""
    address = _address(options.host)
    given = _base_environment()
    given.setdefault("EINDACH_PUBLIC_URL", f"http://{address}:{options.port}")
    given.setdefault("EINDACH_EVENTS_URL", f"http://{address}:{options.port + 1}")
    if "PROMETHEUS_MULTIPROC_DIR" not in given:
        given["PROMETHEUS_MULTIPROC_DIR"] = str(_empty_metrics_folder())
    return given


def _empty_metrics_folder() -> Path:
    """Where the processes for pages add up their figures; those of processes that are gone must not be added."""
    folder = embedded.default_data() / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _base_environment() -> dict[str, str]:
    given = dict(os.environ)
    given.setdefault("DJANGO_SETTINGS_MODULE", "eindach.config.settings")
    given["PYTHONUNBUFFERED"] = "1"
    # Threads that each keep an arena of their own cost a process for pages a quarter of its memory.
    given.setdefault("MALLOC_ARENA_MAX", "2")
    return given


def _granian(host: str, port: int, interface: str, application: str, *more: str) -> tuple[str, ...]:
    listening = ("--interface", interface, "--host", host, "--port", str(port), "--no-ws")
    # Without the kill timeout open streams hold a granian process for half a minute after SIGTERM.
    calm = ("--workers-kill-timeout", "3", "--log-level", "warning")
    return (sys.executable, "-m", "granian", *listening, *calm, *more, application)


def _worker() -> Child:
    return Child("jobs", (sys.executable, "-m", "eindach.config.cli.jobs"))


def _callable(host: str) -> str:
    """A host one can call: the "any" addresses are none."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host)  # noqa: S104 - asked, not bound


def _address(host: str) -> str:
    """The same as a part of an address in a browser."""
    called = _callable(host)
    return f"[{called}]" if ":" in called else called


def refuse_taken(options: argparse.Namespace) -> None:
    """Both ports must be free: better said now than by a child's last words."""
    for port in (options.port, options.port + 1):
        _refuse_taken(options.host, port)


def _refuse_taken(host: str, port: int) -> None:
    if fault := fault_of(host, port):
        raise CommandError(
            f"Port {port} is not free on {host} ({holder_of(port) or fault.strerror}). "
            f"End that program, or choose another port: --port {port + 10}."
        ) from fault
