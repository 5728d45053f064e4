"""Amal has booked: registration at the town hall, then the bank in the Forum."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from eindach.booking import operations as act
from eindach.booking.models import Itinerary
from eindach.booking.search import search
from tests.cast import AMAL, NOW, Cast, make_cast, wish
from tests.notifications.working import Postman, mail_server


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def book(cast: Cast) -> Callable[..., Itinerary]:
    """Book the best plan for these matters, for this contact."""

    def book(*matters: str, contact: act.Contact = AMAL, key: str = "k") -> Itinerary:
        return act.book(offer=search(wish(*matters), now=NOW).plans[0].offer, contact=contact, key=key, now=NOW)

    return book


@pytest.fixture
def booked(book: Callable[..., Itinerary]) -> Itinerary:
    return book()


@pytest.fixture
def postman(settings: Any) -> Iterator[Postman]:
    with mail_server(settings) as postman:
        yield postman
