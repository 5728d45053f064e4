"""The front desk's list of who registered for today: with names, for nobody else, and everybody named can see it."""

from datetime import timedelta

import pymupdf
import pytest
from django.test import Client
from django.utils import timezone

from eindach.consent.models import AuditEvent
from eindach.directory.models import Organization
from eindach.frontdesk.events.registering import cancel
from tests.cast import NOW
from tests.frontdesk.event_day import NINE, TEN, Morning, set_morning
from tests.frontdesk.staff import works_at

LIST = "/en/staff/arrivals/names.pdf"


@pytest.fixture
def morning(db: None, monkeypatch: pytest.MonkeyPatch) -> Morning:
    morning = set_morning()
    Organization.objects.filter(pk=morning.bank.counter.organization_id).update(kind=Organization.Kind.WELCOME)
    morning.comes("Amal", morning.house.bank, start=TEN)
    morning.comes("Olena", morning.house.insurance)
    cancel(visit=morning.comes("Robin", morning.house.insurance), now=NOW)
    monkeypatch.setattr(timezone, "now", lambda: NINE)
    return morning


@pytest.fixture
def desk(morning: Morning) -> Client:
    return works_at(morning.bank.counter.organization, "front-desk")


def printed(desk: Client) -> str:
    with pymupdf.open(stream=desk.get(LIST).content) as file:  # type: ignore[no-untyped-call]
        return " ".join(page.get_text() for page in file)


def test_those_who_come_stand_on_it_by_their_hour(desk: Client) -> None:
    words = printed(desk)
    assert words.index("Olena Beispiel") < words.index("Amal Beispiel")
    assert ("Robin" in words, "@" in words) == (False, False)


def test_it_is_linked_from_the_arrivals_which_name_nobody(desk: Client) -> None:
    page = desk.get("/en/staff/arrivals/").content.decode()
    assert (f"{LIST}?house=forum" in page, "Olena" in page) == (True, False)


def test_each_person_on_it_reads_in_the_trail_who_looked(desk: Client, morning: Morning) -> None:
    printed(desk)
    looks = AuditEvent._base_manager.filter(act="read", kind="visit", role="front-desk", fields__contains=["identity"])
    assert len(set(looks.values_list("subject", flat=True))) == looks.count() == 2


@pytest.mark.parametrize("role", ["expert", "partner", "coordinator", "advisor", "steering", "administrator"])
def test_nobody_else_gets_it(morning: Morning, role: str) -> None:
    assert works_at(morning.bank.counter.organization, role).get(LIST).status_code == 403


def test_an_office_without_a_counter_in_the_house_gets_none(morning: Morning) -> None:
    other = Organization.objects.create(key="other", name={"de": "x"}, short_name={"de": "x"}, kind="welcome")
    assert works_at(other, "front-desk").get(f"{LIST}?house={morning.house.forum.key}").status_code == 404


def test_the_day_after_nobody_reads_who_came(morning: Morning, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: TEN + timedelta(days=1))
    words = printed(works_at(morning.bank.counter.organization, "front-desk"))
    assert "Beispiel" not in words
    assert "Nobody is registered here" in words
