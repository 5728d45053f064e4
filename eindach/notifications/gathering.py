"""Questions of many open pages, gathered for a moment and asked at once: one connection, however many there are."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

import psycopg
import structlog

from .live import AGAIN_SECONDS, conninfo

Q = TypeVar("Q")
A = TypeVar("A")
Answer = Callable[[psycopg.AsyncConnection, Sequence[Q]], Awaitable[Sequence[A]]]
"""(connection, questions) -> their answers in the same order, by one statement."""

log = structlog.get_logger()
GATHER_SECONDS = 0.03
MOST_AT_ONCE = 500


class Gathered(Generic[Q, A]):
    """Answers questions in bundles. While the database is away they wait."""

    def __init__(self, answer: Answer[Q, A]) -> None:
        self._answer = answer
        self._waiting: list[tuple[Q, asyncio.Future[A]]] = []
        self._task: asyncio.Task[None] | None = None
        self._connection: psycopg.AsyncConnection | None = None

    async def ask(self, question: Q) -> A:
        future: asyncio.Future[A] = asyncio.get_running_loop().create_future()
        self._waiting.append((question, future))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run())
        return await future

    async def stop(self) -> None:
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        await self._hang_up()

    async def _run(self) -> None:
        while self._waiting:
            await asyncio.sleep(GATHER_SECONDS)
            bundle, self._waiting = self._waiting[:MOST_AT_ONCE], self._waiting[MOST_AT_ONCE:]
            bundle = [(question, future) for question, future in bundle if not future.done()]  # its page was closed
            if bundle:
                await self._settle(bundle)

    async def _settle(self, bundle: list[tuple[Q, "asyncio.Future[A]"]]) -> None:
        try:
            answers = await self._answer(await self._connected(), [question for question, _ in bundle])
        except psycopg.OperationalError as fault:
            log.warning("live_questions_wait_for_the_database", fault=str(fault))
            self._waiting = bundle + self._waiting
            await self._hang_up()
            await asyncio.sleep(AGAIN_SECONDS)
        except Exception as fault:  # a fault of ours: each page hears of it, the next bundle is asked all the same
            log.exception("live_questions_failed")
            for _, future in bundle:
                if not future.done():
                    future.set_exception(fault)
        else:
            for (_, future), answer in zip(bundle, answers, strict=True):
                if not future.done():
                    future.set_result(answer)

    async def _connected(self) -> psycopg.AsyncConnection:
        if self._connection is None or self._connection.closed:
            self._connection = await psycopg.AsyncConnection.connect(conninfo(), autocommit=True)
        return self._connection

    async def _hang_up(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(psycopg.Error):
                await self._connection.close()
            self._connection = None
