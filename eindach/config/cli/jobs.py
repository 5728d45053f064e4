"""The process for jobs: procrastinate's worker without its chatter."""

import asyncio
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from eindach.config.starting import set_up

if TYPE_CHECKING:
    import procrastinate

JOBS_AT_ONCE = 2
NICENESS = 10
SECONDS_TO_FINISH = 3
"""A job that runs when the end comes may finish for so long; then it is given back and runs again later."""


def main() -> None:
    """Work on jobs until SIGINT or SIGTERM; politely: a letter may wait, a person at a page does not."""
    _give_way()
    set_up()
    from eindach.kernel.actor import process_works_as_program

    process_works_as_program()
    from eindach.translations import overlay

    overlay.watch()
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    assert isinstance(app.connector, DjangoConnector)  # noqa: S101 - it is so by the installed app
    with app.replace_connector(app.connector.get_worker_connector()):
        asyncio.run(_work(app))


def _give_way() -> None:
    """Lower our share of the processors. Where Linux groups processes by session (sched(7), autogroup), a session's own
    niceness counts and that of its processes does not: without it letters took half a core from the pages."""
    os.nice(NICENESS)
    group = Path("/proc/self/autogroup")
    with suppress(OSError):  # not there, switched off, or set too often (a limit of the kernel)
        group.write_text(str(NICENESS))


async def _work(app: "procrastinate.App") -> None:
    async with app.open_async():
        await app.run_worker_async(concurrency=JOBS_AT_ONCE, shutdown_graceful_timeout=SECONDS_TO_FINISH)


if __name__ == "__main__":
    main()
