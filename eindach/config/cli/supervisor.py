"""Several child processes as one: they start together, and when one ends or somebody says stop, all end."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

SECONDS_TO_END = 4.0
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Child:
    """A process to keep: what it is to a person, and its command."""

    name: str
    command: tuple[str, ...]


def supervise(children: Sequence[Child], *, environment: Mapping[str, str], ready: Callable[[], bool]) -> int:
    """Run the children until a signal (exit status 0) or until one of them ends (1, with a plain message).

    `ready` is asked until it says yes once; it prints what it has to say then.
    """
    stop = threading.Event()
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in _ENDINGS}
    running: dict[Child, subprocess.Popen[bytes]] = {}
    try:
        for child in children:
            running[child] = _start(child, environment)
        return _watch(running, stop, ready)
    finally:
        _end(list(running.values()))
        for number, handler in before.items():
            signal.signal(number, handler)


_ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def _watch(running: dict[Child, subprocess.Popen[bytes]], stop: threading.Event, ready: Callable[[], bool]) -> int:
    told = False
    while not stop.wait(0.1):
        for child, process in running.items():
            if process.poll() is not None:
                print(f"The process for {child.name} ended by itself (status {process.returncode}); "
                      "everything else ends too.", file=sys.stderr)  # fmt: skip
                return 1
        told = told or ready()
    print("\nEnding …", flush=True)
    return 0


def _start(child: Child, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    # Its own session: Ctrl-C reaches only us, and we end the children in order.
    return subprocess.Popen(
        child.command,
        env=dict(environment),
        start_new_session=True,
        stdin=subprocess.DEVNULL,
        preexec_fn=_die_with_parent,
    )


def _die_with_parent() -> None:
    """On Linux the kernel ends a child whose parent was killed; elsewhere it would stay."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _end(processes: list[subprocess.Popen[bytes]]) -> None:
    """Ask all at once, wait for them together, then insist on whole process groups."""
    for process in processes:
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + SECONDS_TO_END
    for process in processes:
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=max(0.0, deadline - time.monotonic()))
    for process in processes:
        _kill_group(process)


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
