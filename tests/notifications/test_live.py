"""Open pages: however many there are, they ask together, and there are never too many."""

import asyncio
from collections.abc import Sequence
from typing import Any

import psycopg
import pytest

from eindach.notifications import gathering
from eindach.notifications.gathering import Gathered
from eindach.notifications.live import LOOK_AGAIN, Hub, NoPlace, Places


class Double:
    """Answers twice the number; counts what the database hears."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.backends: set[int] = set()

    async def __call__(self, connection: psycopg.AsyncConnection, numbers: Sequence[int]) -> list[int]:
        self.asked.append(len(numbers))
        self.backends.add(connection.info.backend_pid)
        cursor = await connection.execute("SELECT n * 2 FROM unnest(%s::int[]) n", [list(numbers)])
        return [row[0] for row in await cursor.fetchall()]


async def _all(asked: Gathered[int, int], numbers: Sequence[int]) -> list[int]:
    try:
        return list(await asyncio.gather(*(asked.ask(number) for number in numbers)))
    finally:
        await asked.stop()


def test_a_thousand_questions_are_two_statements_on_one_connection(db: None) -> None:
    double = Double()
    assert asyncio.run(_all(Gathered(double), range(1000))) == list(range(0, 2000, 2))
    assert double.asked == [500, 500]
    assert len(double.backends) == 1


def test_questions_wait_for_a_database_that_went_away(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "AGAIN_SECONDS", 0.01)
    double = Double()

    async def falters(connection: psycopg.AsyncConnection, numbers: Sequence[int]) -> list[int]:
        if len(double.backends) < 2:
            double.backends.add(connection.info.backend_pid)
            await connection.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        return await double(connection, numbers)

    assert asyncio.run(_all(Gathered(falters), [1, 2])) == [2, 4]
    assert len(double.backends) == 3


def test_a_question_of_a_page_that_was_closed_is_not_asked(db: None) -> None:
    double = Double()

    async def leave_at_once() -> None:
        asked = Gathered(double)
        page = asyncio.create_task(asked.ask(1))
        await asyncio.sleep(0)
        page.cancel()
        assert await asked.ask(2) == 4
        await asked.stop()

    asyncio.run(leave_at_once())
    assert double.asked == [1]


def test_a_fault_of_ours_reaches_the_pages_and_the_next_bundle_is_asked(db: None) -> None:
    async def faulty(connection: psycopg.AsyncConnection, numbers: Sequence[int]) -> Any:
        return [1 // number for number in numbers]

    async def twice() -> None:
        asked: Gathered[int, int] = Gathered(faulty)
        with pytest.raises(ZeroDivisionError):
            await asked.ask(0)
        assert await asked.ask(1) == 1
        await asked.stop()

    asyncio.run(twice())


def test_places_are_counted_in_all_and_for_one_address() -> None:
    places = Places(most=3, most_of_one=2)
    with places.taken("a"), places.taken("a"):
        with pytest.raises(NoPlace), places.taken("a"):
            pass
        with places.taken("b"), pytest.raises(NoPlace), places.taken("c"):
            pass


def test_a_place_is_given_back_however_the_page_ends() -> None:
    places = Places(most=1, most_of_one=1)
    for _ in range(3):
        with pytest.raises(ConnectionError), places.taken("a"):
            raise ConnectionError
    with places.taken("b"):
        pass


def test_whoever_opened_a_page_before_the_process_listened_is_told_to_look_again(db: None) -> None:
    async def act() -> str:
        hub = Hub(("places",))
        async with hub.listening("places") as queue:
            hub.start()
            try:
                return await asyncio.wait_for(queue.get(), 20)
            finally:
                await hub.stop()

    assert asyncio.run(act()) == LOOK_AGAIN
