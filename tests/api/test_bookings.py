"""Bookings over the API: once for each key, and opened by nothing but the token."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from eindach.booking import offers
from eindach.booking.models import Appointment, Itinerary
from eindach.booking.queries import manage_token
from eindach.booking.search import Wish
from eindach.booking.search import search as run_search
from tests.api.conftest import CONTACT, Post, pointers
from tests.cast import Cast

Book = Callable[..., HttpResponse]
Search = Callable[..., dict[str, Any]]


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_a_booking_takes_all_appointments(book: Book) -> None:
    answer = book()
    assert answer.status_code == 201, answer.content
    booked = answer.json()
    assert [one["matter"] for one in booked["appointments"]] == ["registration", "bank"]
    assert Appointment.objects.filter(status="booked", itinerary__reference=booked["reference"]).count() == 2
    assert booked["manage_url"].split("/")[-2] == booked["manage_token"]


def test_the_same_key_again_gives_the_same_bytes(book: Book, search: Search) -> None:
    offer = search()["itineraries"][0]["offer"]
    first, second = book(key="k1", offer=offer), book(key="k1", offer=offer)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert Itinerary.objects.count() == 1


def test_the_same_bytes_also_after_it_was_cancelled(book: Book, search: Search, client: Client) -> None:
    offer = search()["itineraries"][0]["offer"]
    first = book(key="k1", offer=offer)
    said = first.json()
    client.delete(f"/api/v1/bookings/{said['reference']}", headers=bearer(said["manage_token"]))
    assert book(key="k1", offer=offer).content == first.content


def test_a_key_belongs_to_one_request(book: Book, search: Search) -> None:
    offer = search()["itineraries"][0]["offer"]
    book(key="k1", offer=offer)
    answer = book(key="k1", offer=offer, name="Somebody Else")
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency-key-reused")


@pytest.mark.parametrize("key", [None, "", "two words", "ü", "x" * 256])
def test_a_booking_needs_a_usable_key(cast: Cast, post: Post, key: str | None) -> None:
    headers = {} if key is None else {"Idempotency-Key": key}
    answer = post("bookings", {"offer": "x", "contact": CONTACT}, **headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency-key-invalid")
    assert set(pointers(answer)) == {"/Idempotency-Key", "/offer"}
    assert answer.json()["errors"][0]["source"] == "header"


def test_a_missing_key_is_said_with_every_fault_of_the_body(cast: Cast, post: Post) -> None:
    answer = post("bookings", {"offer": "x", "contact": CONTACT | {"name": "", "email": "at home"}, "shoe": 43})
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency-key-invalid")
    assert set(pointers(answer)) == {"/Idempotency-Key", "/offer", "/contact/name", "/contact/email", "/shoe"}


def test_a_missing_key_is_said_beside_an_unreadable_body(cast: Cast, client: Client) -> None:
    answer = client.post("/api/v1/bookings", "{", content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed-request")
    assert set(pointers(answer)) == {"/Idempotency-Key"}


def test_without_a_key_nothing_is_booked(search: Search, post: Post) -> None:
    answer = post("bookings", {"offer": search("bank")["itineraries"][0]["offer"], "contact": CONTACT})
    assert answer.status_code == 400
    assert not Appointment.objects.exists()


def test_a_taken_slot_brings_fresh_offers_that_can_be_booked(book: Book, search: Search) -> None:
    offer = search("bank")["itineraries"][0]["offer"]
    assert book(offer=offer).status_code == 201
    late = book(offer=offer, name="Olena Beispiel", email="olena@mail.example")
    assert (late.status_code, late.json()["code"]) == (409, "slot-taken")
    fresh = late.json()["alternatives"][0]["offer"]
    assert book(offer=fresh, name="Olena Beispiel", email="olena@mail.example").status_code == 201


def test_a_taken_slot_of_a_wish_that_has_run_out_brings_none(book: Book, cast: Cast) -> None:
    today, now = timezone.localdate(), timezone.now()
    yesterday = today - timedelta(days=1)
    past = Wish(("bank",), yesterday, yesterday).to_json()
    row = next(iter(run_search(Wish(("bank",), today, today + timedelta(days=30)), now=now).plans))
    offer = offers.sign(row.appointments, past, now=now)
    assert book(offer=offer).status_code == 201

    late = book(offer=offer, name="Olena Beispiel", email="olena@mail.example")
    assert (late.status_code, late.json()["alternatives"]) == (409, [])


def test_a_second_booking_of_the_same_matter_says_no_more_than_that(book: Book) -> None:
    book("bank")
    answer = book("bank")
    assert (answer.status_code, answer.json()["code"]) == (409, "already-booked")
    assert set(answer.json()) == {"type", "title", "status", "code", "detail"}


@pytest.mark.parametrize("offer", ["x", "a.b.c", "..", "é", "x" * 7_000])
def test_a_forged_offer_is_refused(cast: Cast, book: Book, offer: str) -> None:
    answer = book(offer=offer)
    assert (answer.status_code, answer.json()["code"]) == (422, "offer-invalid")
    assert set(pointers(answer)) == {"/offer"}


def test_every_fault_of_a_contact_is_named_at_once(cast: Cast, post: Post) -> None:
    contact = {"name": " ", "email": "at home", "phone": "eins zwei", "language": "tlh", "shoe": 43}
    answer = post("bookings", {"offer": "forged", "contact": contact, "wants_earlier": 1}, **{"Idempotency-Key": "k"})
    assert answer.status_code == 422
    expected = {"/offer", "/wants_earlier", *(f"/contact/{field}" for field in contact)}
    assert set(pointers(answer)) == expected


def test_mail_or_phone_must_be_there(cast: Cast, book: Book) -> None:
    assert set(pointers(book(email=None, offer="x"))) == {"/contact/phone", "/offer"}
    assert book("bank", email=None, phone="02421 22-0").status_code == 201


def test_who_holds_the_token_reads_and_cancels(book: Book, client: Client) -> None:
    said = book().json()
    address, headers = f"/api/v1/bookings/{said['reference']}", bearer(said["manage_token"])
    read = client.get(address, headers=headers).json()
    assert (read["status"], len(read["appointments"])) == ("booked", 2)
    first, second = client.delete(address, headers=headers), client.delete(address, headers=headers)
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.content == second.content
    assert (first.json()["status"], first.json()["appointments"]) == ("cancelled", [])
    assert not Appointment.objects.filter(live=True).exists()


def test_unknown_reference_wrong_and_missing_token_are_one_answer(book: Book, client: Client) -> None:
    said = book("bank").json()
    known, other = said["reference"], book("residence", name="B").json()
    tries = [
        (known, {}),
        (known, bearer("wrong")),
        (known, bearer(other["manage_token"])),
        (known, {"Authorization": f"Basic {said['manage_token']}"}),
        (known, {"Authorization": "Bearer \xff\xfe"}),
        ("QQQQQQQ", bearer(said["manage_token"])),
        ("..%00", bearer(said["manage_token"])),
    ]
    for method in (client.get, client.delete):
        answers = {(a.status_code, a.content) for a in (method(f"/api/v1/bookings/{r}", headers=h) for r, h in tries)}
        assert len(answers) == 1
        assert next(iter(answers))[0] == 404
    assert Appointment.objects.filter(status="booked").count() == 2


def test_a_hold_is_no_booking(cast: Cast, client: Client, search: Search) -> None:
    from django.utils import timezone

    from eindach.booking.operations import hold

    held = hold(offer=search("bank")["itineraries"][0]["offer"], language="de", now=timezone.now())
    answer = client.get(f"/api/v1/bookings/{held.reference}", headers=bearer(manage_token(held)))
    assert answer.status_code == 404


def test_every_refusal_does_the_same_work(book: Book, client: Client) -> None:
    known = book("bank").json()["reference"]
    work = []
    for reference in (known, "QQQQQQQ", "..%00"):
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/api/v1/bookings/{reference}", headers=bearer("wrong"))
        work.append([re.sub(r"'[^']*'(::[a-z]+)?", "?", query["sql"]) for query in queries])
    assert work[0] == work[1] == work[2]
