"""A page asks the database a fixed number of questions, however many matters, counters and plans there are."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import opening

from .stage import CONTACT, LANGUAGES, Stage, my, to_contact, to_plans, url

pytestmark = pytest.mark.django_db

MOST = {
    "matters": 7,
    "when": 8,
    "plans": 12,
    "contact": 14,
    "check": 18,
    "booked": 9,
    "manage": 9,
    "move": 12,
    "cancel": 7,
}
"""The session and the region's name cost three of these on every page."""


def counted(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        act()
    return len(queries)


def reach(client: Client, stage: Stage, page: str) -> str:
    """The way to a page; its address."""
    if page in ("manage", "move", "cancel"):
        return my(stage.booked(), page)
    if page in ("when", "plans"):
        to_plans(client, stage)
    if page in ("contact", "check", "booked"):
        to_contact(client, stage)
        client.post(url("contact"), CONTACT)
    if page == "booked":
        client.post(url("check"))
    return url(page)


@pytest.mark.parametrize("page", MOST)
def test_a_page_asks_few_questions(client: Client, stage: Stage, page: str) -> None:
    address = reach(client, stage, page)
    client.get(address)
    assert counted(lambda: client.get(address)) <= MOST[page]


def test_more_free_times_are_no_more_questions(client: Client, stage: Stage) -> None:
    to_plans(client, stage)
    before = counted(lambda: client.get(url("plans")))
    for hour in range(13, 18):
        opening(stage.cast.forum_bank, stage.days[1], f"{hour}:05", f"{hour}:50", LANGUAGES)
    assert counted(lambda: client.get(url("plans"))) <= before
