"""The cast, with openings in the days to come (a view reads the clock), and a client that speaks JSON."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from eindach.booking.models import Opening
from tests.cast import ZONE, Cast, make_cast, openings

Post = Callable[..., HttpResponse]
CONTACT = {"name": "Amal Beispiel", "email": "amal@mail.example", "language": "ar"}


def coming(days: int = 7) -> date:
    return timezone.localdate(timezone=ZONE) + timedelta(days=days)


@pytest.fixture
def cast(db: None) -> Cast:
    """Three days of openings from a week from now, whatever day it is."""
    cast = make_cast()
    reopen(cast)
    return cast


def reopen(cast: Cast) -> None:
    Opening.objects.all().delete()
    times = [(coming(days), "9:00", "12:00") for days in (7, 8, 9)]
    for calendar in (cast.town_hall_1, cast.town_hall_2):
        openings(calendar, times, ["de", "ar"])
    for calendar in (cast.forum_bank, cast.office):
        openings(calendar, times, ["de", "en"])


@pytest.fixture
def post(client: Client) -> Post:
    """post(path, body, **headers)"""

    def post(path: str, body: Any, **headers: str) -> HttpResponse:
        return client.post(f"/api/v1/{path}", body, content_type="application/json", headers=headers)  # type: ignore

    return post


@pytest.fixture
def search(cast: Cast, post: Post) -> Callable[..., dict[str, Any]]:
    """The answer to a search, registration and bank unless told otherwise."""

    def search(*matters: str, **more: Any) -> dict[str, Any]:
        answer = post("itineraries/search", {"matters": matters or ["registration", "bank"], **more})
        assert answer.status_code == 200, answer.content
        return answer.json()

    return search


@pytest.fixture
def book(search: Callable[..., dict[str, Any]], post: Post) -> Callable[..., HttpResponse]:
    """Book the best offer; `key`, `contact` and `offer` can be said."""

    def book(*matters: str, key: str = "", offer: str = "", **contact: Any) -> HttpResponse:
        offer = offer or search(*matters)["itineraries"][0]["offer"]
        body = {"offer": offer, "contact": CONTACT | contact}
        return post("bookings", body, **{"Idempotency-Key": key or uuid4().hex})

    return book


def pointers(answer: HttpResponse) -> dict[str, str]:
    """pointer -> what is said about it."""
    return {error["pointer"]: error["detail"] for error in answer.json()["errors"]}
