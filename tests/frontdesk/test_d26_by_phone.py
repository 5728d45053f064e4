"""Check in on one's own phone, within an hour of the appointment."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from eindach.booking.operations import cancel
from eindach.booking.queries import manage_token
from eindach.consent.models import AuditEvent
from eindach.frontdesk.models import TicketRoll, Visit
from eindach.frontdesk.visits import visit_token
from tests.cast import DAYS, MONDAY, NOW, at
from tests.frontdesk.day import Day
from tests.frontdesk.event_day import set_morning
from tests.frontdesk.test_d20_arriving import amal_at


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch):
    """Set the clock to a time of Monday."""
    return lambda said, day=MONDAY: monkeypatch.setattr(timezone, "now", lambda: at(day, said))


def page(client: Client, itinerary, more: str = "") -> str:
    answer = client.get(f"/en/my/{manage_token(itinerary)}/{more}")
    return re.sub(r"\s+", " ", answer.content.decode())


def press(client: Client, itinerary):
    return client.post(f"/en/my/{manage_token(itinerary)}/arrived/")


def test_an_hour_before_the_door_opens(client: Client, day: Day, clock) -> None:
    amal = amal_at(day, "10:00", "10:30")
    clock("8:59")
    assert "From 9:00 on you can say here that you have arrived." in page(client, amal)
    clock("9:00")
    assert "I am here" in page(client, amal)


def test_one_press_gives_the_number(client: Client, day: Day, clock) -> None:
    amal = amal_at(day, "10:00", "10:30")
    clock("9:30")
    answers = [press(client, amal) for _press in range(2)]
    visit = Visit.objects.get()
    assert {one["Location"] for one in answers} == {f"/en/here/{visit_token(visit.pk)}/"}
    assert (visit.ticket, TicketRoll.objects.get().last) == ("A 01", 1)
    assert "You are checked in. Your number: A 01" in page(client, amal)


@pytest.mark.parametrize(("said", "day_of"), [("8:30", MONDAY), ("10:00", DAYS[1]), ("11:45", MONDAY)])
def test_too_early_too_late_and_on_another_day_nothing_happens(
    client: Client, day: Day, clock, said: str, day_of
) -> None:
    amal = amal_at(day, "10:00", "10:30")
    clock(said, day_of)
    assert press(client, amal)["Location"] == f"/en/my/{manage_token(amal)}/"
    assert not Visit.objects.exists()


def test_who_is_late_gets_the_number_all_the_same(client: Client, day: Day, clock) -> None:
    amal = amal_at(day, "10:00", "10:30")
    clock("10:45")
    assert "I am here" in page(client, amal)
    press(client, amal)
    assert Visit.objects.get().ticket == "A 01"


def test_who_has_missed_it_is_sent_to_the_reception(client: Client, day: Day, clock) -> None:
    amal = amal_at(day, "10:00", "10:30")
    clock("11:45")
    shown = page(client, amal)
    assert ("This time is over" in shown, "I am here" in shown) == (True, False)


def test_on_other_days_the_page_says_nothing_of_it(client: Client, day: Day, clock) -> None:
    amal = amal_at(day, "10:00", "10:30", DAYS[1])
    clock("10:00")
    assert "I am here" not in page(client, amal)
    assert "you have arrived" not in page(client, amal)


def test_what_is_cancelled_has_no_door(client: Client, day: Day, clock) -> None:
    amal = amal_at(day, "10:00", "10:30")
    cancel(itinerary=amal, now=NOW)
    clock("10:00")
    press(client, amal)
    assert "I am here" not in page(client, amal)
    assert not Visit.objects.exists()


def test_looking_changes_nothing_and_a_wrong_link_opens_nothing(client: Client, day: Day, clock) -> None:
    amal = amal_at(day, "10:00", "10:30")
    clock("10:00")
    page(client, amal)
    assert client.get(f"/en/my/{manage_token(amal)}/arrived/").status_code == 405
    assert client.post(f"/en/my/{'x' * 43}/arrived/").status_code == 404
    assert not Visit.objects.exists()


def test_it_leaves_an_event(client: Client, day: Day, clock) -> None:
    amal = amal_at(day, "10:00", "10:30")
    clock("10:00")
    press(client, amal)
    assert AuditEvent._base_manager.filter(act="arrive", kind="visit", basis="link").count() == 1


def test_who_registered_says_it_on_the_page_of_the_visit(client: Client, db: None, clock) -> None:
    visit = set_morning().comes("Amal")
    here = f"/en/here/{visit_token(visit.pk)}/"
    clock("7:59")
    assert "From 8:00 on you can say here that you have arrived." in client.get(here).content.decode()
    assert client.post(f"{here}arrived/")["Location"].endswith("?too-late")
    clock("8:00")
    assert "I am here" in client.get(here).content.decode()
    answers = {client.post(f"{here}arrived/")["Location"] for _press in range(2)}
    assert (answers, Visit.objects.get().ticket) == ({here}, "B 01")


def test_who_waits_for_a_place_is_sent_to_the_reception(client: Client, db: None, clock) -> None:
    morning = set_morning()
    morning.comes("Amal")
    visit = morning.comes("Olena", waits=True)
    clock("9:00")
    assert "I am here" not in client.get(f"/en/here/{visit_token(visit.pk)}/").content.decode()
    client.post(f"/en/here/{visit_token(visit.pk)}/arrived/")
    assert Visit.objects.get(pk=visit.pk).state == "expected"
