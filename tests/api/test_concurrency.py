"""The same request at the same moment, from several threads and connections."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from eindach.accounts.rates import Limit, spend
from eindach.booking.models import Itinerary
from tests.api.conftest import CONTACT, reopen
from tests.cast import make_cast

THREADS = 6


def at_once(act: Callable[[int], Any]) -> list[Any]:
    """What `act` gave in each of THREADS threads that start together."""
    gate = Barrier(THREADS)

    def run(number: int) -> Any:
        try:
            gate.wait()
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(THREADS)))


def offer() -> str:
    body = {"matters": ["bank"]}
    answer = Client().post("/api/v1/itineraries/search", body, content_type="application/json")
    return str(answer.json()["itineraries"][0]["offer"])


def book(offer: str, key: str, **contact: str) -> Any:
    body = {"offer": offer, "contact": CONTACT | contact}
    return Client().post("/api/v1/bookings", body, content_type="application/json", headers={"Idempotency-Key": key})


@pytest.mark.django_db(transaction=True)
def test_the_same_request_at_the_same_moment_books_once() -> None:
    reopen(make_cast())
    wanted = offer()
    answers = at_once(lambda _: book(wanted, "the-same"))
    assert {(answer.status_code, answer.content) for answer in answers} == {(201, answers[0].content)}
    assert Itinerary.objects.filter(booked_at__isnull=False).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_people_for_one_place_one_gets_it_and_the_others_get_alternatives() -> None:
    reopen(make_cast())
    wanted = offer()
    answers = at_once(lambda n: book(wanted, f"key-{n}", name=f"Person {n}", email=f"p{n}@mail.example"))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * (THREADS - 1)
    late = [answer.json() for answer in answers if answer.status_code == 409]
    assert all(answer["code"] == "slot-taken" and answer["alternatives"] for answer in late)


@pytest.mark.django_db(transaction=True)
def test_the_last_request_of_a_bucket_is_spent_once() -> None:
    now, limit = datetime(2026, 11, 23, 9, 0, tzinfo=UTC), Limit(3, timedelta(minutes=1))
    spent = at_once(lambda _: spend("t", limit, "a", now=now))
    assert sorted(one.retry_after == 0 for one in spent) == [False] * (THREADS - 3) + [True] * 3
