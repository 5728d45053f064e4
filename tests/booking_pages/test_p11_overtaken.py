"""Requests that overtake each other, and what stays on a device afterwards."""

from datetime import timedelta
from unittest import mock

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from eindach.booking import operations
from eindach.booking.models import Appointment, Itinerary

from .stage import CONTACT, Stage, my, take_all, to_contact, to_plans, url

pytestmark = pytest.mark.django_db
REAL_RENEW = operations.renew


def at_check(client: Client, stage: Stage) -> Itinerary:
    held = to_contact(client, stage)
    client.post(url("contact"), CONTACT)
    return held


def test_a_renewal_that_ends_after_the_booking_does_not_lose_it(client: Client, stage: Stage) -> None:
    at_check(client, stage)
    slow = Client()
    slow.cookies = client.cookies

    def meanwhile(**said: object) -> object:
        with mock.patch("eindach.booking.operations.renew", REAL_RENEW):
            assert client.post(url("check")).headers["Location"] == url("booked")
        return REAL_RENEW(**said)

    with mock.patch("eindach.booking.operations.renew", meanwhile):
        assert slow.post(url("renew"), CONTACT | {"name": "Amal Anders"}).status_code == 410
    assert client.get(url("booked")).status_code == 200


def test_a_renewal_does_not_undo_another_choice(client: Client, stage: Stage) -> None:
    from eindach.booking.draft import Draft

    first, second, *_more = to_plans(client, stage)
    client.post(url("plans"), {"offer": first})
    real = Draft.keep_contact

    def meanwhile(self: Draft, *said: object) -> None:
        client.post(url("plans"), {"offer": second})
        real(self, *said)  # type: ignore[arg-type]

    slow = Client()
    slow.cookies = client.cookies
    with mock.patch.object(Draft, "keep_contact", meanwhile):
        slow.post(url("renew"), CONTACT)
    assert client.session["booking.draft"]["offer"] == second


def test_a_renewal_writes_nothing_where_nothing_new_was_typed(client: Client, stage: Stage) -> None:
    at_check(client, stage)
    before = Session.objects.get().session_data
    assert client.post(url("renew"), CONTACT).status_code == 200
    assert Session.objects.get().session_data == before


def test_a_plan_booked_in_another_tab_is_not_held_again(client: Client, stage: Stage) -> None:
    held = at_check(client, stage)

    def meanwhile(**said: object) -> None:
        contact = operations.Contact("Amal Beispiel", "amal@mail.example", "", "ar")
        operations.confirm(itinerary=held, contact=contact, now=timezone.now())

    with mock.patch("eindach.booking.operations.renew", meanwhile):
        assert client.get(url("check")).headers["Location"] == url("booked")
    assert Itinerary.objects.count() == 1


def test_a_taken_choice_leaves_the_old_one_held(client: Client, stage: Stage) -> None:
    offers = to_plans(client, stage)
    client.post(url("plans"), {"offer": offers[0]})
    take_all(offers[1])
    assert client.post(url("plans"), {"offer": offers[1]}).status_code == 409
    held = Appointment.objects.filter(status="held")
    assert {one.during.lower.date() for one in held} == {stage.days[0]}
    assert client.post(url("contact"), CONTACT).headers["Location"] == url("check")


@pytest.mark.parametrize("posted", ["forged", "x" * 100_000])
def test_what_is_no_offer_is_not_kept_and_gives_nothing_back(client: Client, stage: Stage, posted: str) -> None:
    to_contact(client, stage)
    before = client.session["booking.draft"]
    assert client.post(url("plans"), {"offer": posted}).status_code == 409
    assert client.session["booking.draft"] == before
    assert Appointment.objects.filter(status="held").count() == 2


def test_after_an_hour_the_page_says_that_the_times_are_no_longer_kept(client: Client, stage: Stage) -> None:
    held = at_check(client, stage)
    Itinerary.objects.filter(pk=held.pk).update(created_at=timezone.now() - timedelta(minutes=61))
    answer = client.post(url("renew"), CONTACT)
    assert (answer.status_code, "no longer kept" in answer.json()["said"]) == (410, True)
    assert client.post(url("check")).headers["Location"] == url("booked")


def test_forgotten_is_forgotten_and_booked_stays_booked(client: Client, stage: Stage) -> None:
    theirs = at_check(client, stage)
    client.post(url("check"))
    assert "Finish and forget" in client.get(url("booked")).content.decode()
    page = client.post(url("finish"), follow=True)
    assert "deleted from this device" in page.content.decode()
    assert (Session.objects.count(), client.get(url("booked")).status_code) == (0, 302)
    assert client.get(my(theirs)).status_code == 200


def test_a_late_renewal_does_not_bring_back_what_was_forgotten(client: Client, stage: Stage) -> None:
    from eindach.booking.draft import Draft

    at_check(client, stage)
    real = Draft.keep_contact

    def meanwhile(self: Draft, *said: object) -> None:
        Session.objects.all().delete()
        real(self, *said)  # type: ignore[arg-type]

    with mock.patch.object(Draft, "keep_contact", meanwhile):
        client.post(url("renew"), CONTACT | {"name": "Amal Anders"})
    assert Session.objects.count() == 0


def test_forgetting_needs_a_post(client: Client, stage: Stage) -> None:
    assert client.get(url("finish")).status_code == 405


def test_every_night_sessions_that_ran_out_are_deleted(client: Client, stage: Stage) -> None:
    from eindach.site.jobs import forget_sessions

    at_check(client, stage)
    other = Client()
    to_plans(other, stage)
    Session.objects.filter(pk=other.session.session_key).update(expire_date=timezone.now() - timedelta(days=1))
    forget_sessions(timestamp=0)
    assert [one.pk for one in Session.objects.all()] == [client.session.session_key]
