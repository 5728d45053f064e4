"""Acts in connections of their own, begun together."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connections


def elsewhere(act: Callable[[], Any]) -> Callable[[], Any]:
    """The act in a connection of its own, which is closed afterwards."""

    def work() -> Any:
        try:
            return act()
        finally:
            connections.close_all()

    return work


def at_once(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """Every act in a thread, all waiting for the last one; what each gave, or the exception it raised, in order."""
    ready = Barrier(len(acts))

    def begun(act: Callable[[], Any]) -> Any:
        ready.wait(30)
        try:
            return act()
        except Exception as fault:
            return fault

    with ThreadPoolExecutor(len(acts)) as pool:
        waiting = [pool.submit(elsewhere(lambda act=act: begun(act))) for act in acts]
        return [one.result(60) for one in waiting]
