"""Live events of a house, spoken to as granian speaks to them: each page hears of itself, and nobody else does."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from urllib.parse import urlencode

import pytest
from asgiref.sync import sync_to_async
from django.db import OperationalError, connection
from django.utils import timezone

from eindach.config import asgi
from eindach.frontdesk import live
from eindach.frontdesk.calling import call_next
from eindach.frontdesk.visits import visit_token
from eindach.notifications.live import Places
from tests.frontdesk.day import NINE, Day, minutes, set_day
from tests.notifications.test_live_offers import Page


class Open(Page):
    """A page of the waiting room."""

    def __init__(self, path: str, client: str = "127.0.0.1", **asked: str) -> None:
        super().__init__("", client)
        self.scope |= {"path": f"/events/{path}", "query_string": urlencode(asked).encode()}

    @property
    def events(self) -> list[dict[str, str]]:
        """What it was sent that changes what it shows."""
        lines = self.body.decode().splitlines()
        return [json.loads(line[6:]) for line in lines if line.startswith("data: {")]


@pytest.fixture
def day(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Day]:
    """The house on Monday at nine, as the process for live events looks at it, too."""
    monkeypatch.setattr(timezone, "now", lambda: NINE)
    return set_day()


def in_process(act: Callable[[], Awaitable[None]], monkeypatch: pytest.MonkeyPatch) -> None:
    """Run an act beside a listening hub."""

    async def run() -> None:
        monkeypatch.setattr(asgi, "hub", asgi.Hub((asgi.CHANGED, asgi.HOUSE_CHANGED)))
        monkeypatch.setattr(asgi, "houses", live.Houses(live.look_at))
        asgi.hub.start()
        asgi.houses.start(asgi.hub)
        await asyncio.sleep(0.3)  # it listens
        try:
            await asyncio.wait_for(act(), 20)
        finally:
            await asgi.houses.stop()
            await asgi.hub.stop()

    asyncio.run(run())


async def until(said: Callable[[], object]) -> None:
    while not said():
        await asyncio.sleep(0.02)


async def calls(day: Day) -> None:
    def act() -> None:
        call_next(desk=day.desk(day.bank_1), now=NINE)
        connection.close()

    await sync_to_async(act, thread_sensitive=False)()


def test_a_call_reaches_every_display_and_the_phone(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    visit = day.walks_in(day.bank)

    async def act() -> None:
        displays = [Open("house", screen="forum") for _number in range(3)]
        phone = Open("visit", token=visit_token(visit.pk), language="en")
        tasks = [page.run() for page in (*displays, phone)]
        await until(lambda: all(page.events for page in (*displays, phone)))
        await calls(day)
        await until(lambda: all(visit.ticket in page.events[-1]["html"] for page in displays))
        await until(lambda: "Now: go to" in phone.events[-1]["html"])
        for page in (*displays, phone):
            page.closed.set()
        await asyncio.gather(*tasks)

    in_process(act, monkeypatch)


def test_who_is_not_concerned_hears_nothing(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    called, other = day.walks_in(day.bank), day.walks_in(day.insurance, now=NINE + minutes(1))

    async def act() -> None:
        pages = [Open("visit", token=visit_token(one.pk), language="en") for one in (called, other)]
        tasks = [page.run() for page in pages]
        await until(lambda: all(page.events for page in pages))
        await calls(day)
        await until(lambda: "Now: go to" in pages[0].events[-1]["html"])
        assert len(pages[1].events) == 1
        for page in pages:
            page.closed.set()
        await asyncio.gather(*tasks)

    in_process(act, monkeypatch)


def test_a_house_is_read_once_however_many_look(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = []

    async def counted(location):
        looks.append(location)
        return await live.look_at(location)

    async def act() -> None:
        monkeypatch.setattr(asgi, "houses", houses := live.Houses(counted))
        pages = [Open("house", screen="forum") for _number in range(40)]
        tasks = [page.run() for page in pages]
        await until(lambda: all(page.events for page in pages))
        assert len(looks) == 1
        for page in pages:
            page.closed.set()
        await asyncio.gather(*tasks)
        await houses.stop()

    in_process(act, monkeypatch)


def test_a_look_that_fails_is_tried_again(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "AGAIN_SECONDS", 0.05)
    faults = [OperationalError("the database is away")]

    async def broken_once(location):
        if faults:
            raise faults.pop()
        return await live.look_at(location)

    async def act() -> None:
        monkeypatch.setattr(asgi, "houses", houses := live.Houses(broken_once))
        page = Open("house", screen="forum")
        task = page.run()
        await until(lambda: page.events)
        page.closed.set()
        await task
        await houses.stop()

    in_process(act, monkeypatch)


def test_nothing_of_a_persons_matter_is_sent(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    visit = day.amal_comes()

    async def act() -> None:
        page = Open("visit", token=visit_token(visit.pk), language="en")
        task = page.run()
        await until(lambda: page.events)
        assert not {"Insurance", "Bank", "Amal"} & set(page.events[0]["html"].replace("<", " ").split())
        page.closed.set()
        await task

    in_process(act, monkeypatch)


@pytest.mark.parametrize(
    ("path", "asked"),
    [("visit", {"token": "x" * 43}), ("visit", {}), ("house", {"screen": "nowhere"}), ("house", {}), ("people", {})],
)
def test_a_page_nobody_has_is_refused(
    day: Day, monkeypatch: pytest.MonkeyPatch, path: str, asked: dict[str, str]
) -> None:
    async def act() -> None:
        page = Open(path, **asked)
        await page.run()
        assert (page.status, page.body) == (404, b"")

    in_process(act, monkeypatch)


def test_an_address_has_room_for_a_waiting_room_and_no_more(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asgi, "rooms", Places(most=9, most_of_one=2))

    async def act() -> None:
        pages = [Open("house", screen="forum") for _number in range(2)]
        tasks = [page.run() for page in pages]
        await until(lambda: all(page.events for page in pages))
        third, elsewhere = Open("house", screen="forum"), Open("house", "10.0.0.9", screen="forum")
        await third.run()
        assert third.status == 503
        tasks.append(elsewhere.run())
        await until(lambda: elsewhere.events)
        for page in (*pages, elsewhere):
            page.closed.set()
        await asyncio.gather(*tasks)

    in_process(act, monkeypatch)


def test_a_workplace_hears_of_its_own_queue_only(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    day.walks_in(day.bank)

    async def act() -> None:
        bank, insurer = (Open("changes", house="forum", counter=str(one.pk)) for one in (day.bank_2, day.insurer))
        tasks = [page.run() for page in (bank, insurer)]
        await until(lambda: bank.events and insurer.events)
        await calls(day)
        await until(lambda: len(bank.events) == 2)
        assert len(insurer.events) == 1
        for page in (bank, insurer):
            page.closed.set()
        await asyncio.gather(*tasks)

    in_process(act, monkeypatch)
