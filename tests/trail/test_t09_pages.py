"""The pages of the data protection officer: asked by what a row holds, and by a number a person carries."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from eindach.accounts import sessions
from eindach.accounts.models import Role
from eindach.accounts.subjects import subject_of
from eindach.booking.models import Itinerary
from eindach.booking.recorded import changed
from eindach.consent import looking_up
from eindach.consent.models import AuditEvent
from tests.accounts.staff import Desk
from tests.cast import NOW
from tests.permission.house import House, set_house

from .conftest import PEOPLE, leave

PAGE, EXPORT = "/en/staff/trail/", "/en/staff/trail/export.csv"


@pytest.fixture
def house(db: None) -> House:
    cache.clear()
    house = set_house()
    for n, person in enumerate(PEOPLE):
        leave(person, object=f"event-{n}", act="write" if n == 2 else "read")
    return house


@pytest.fixture
def officer(house: House) -> Client:
    return Desk(house).signed_in(Role.PROTECTION)


@pytest.fixture
def theirs(house: House) -> Itinerary:
    """A booking of Amal's, with the event it leaves."""
    itinerary = Itinerary.objects.create(
        reference="K7F3QX", token_digest="0", person=house.amal, language="ar", wish={}, created_at=NOW, booked_at=NOW
    )
    changed("book", itinerary, NOW)
    return itinerary


def shown(answer) -> set[str]:
    return {one["row"].object for one in answer.context["events"]}


def test_the_officer_sees_the_events(officer: Client) -> None:
    answer = officer.get(PAGE)
    assert answer.status_code == 200
    assert {f"event-{n}" for n in range(6)} <= shown(answer)


def test_to_look_is_an_event(officer: Client) -> None:
    officer.get(PAGE)
    event = AuditEvent._base_manager.get(kind="trail")
    assert (event.act, event.role, event.basis) == ("read", Role.PROTECTION, "role")


@pytest.mark.parametrize("role", [role for role in Role if role != Role.PROTECTION])
@pytest.mark.parametrize("page", [PAGE, EXPORT])
def test_nobody_else_is_let_in_and_that_is_an_event(house: House, role: Role, page: str) -> None:
    kind = "municipality" if role == Role.SOCIAL_CLERK else "authority"
    assert Desk(house).signed_in(role, kind).get(page).status_code == 403
    assert AuditEvent._base_manager.get(outcome="refused").kind == "trail"


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("act=write", {"event-2"}),
        ("since=2026-11-22", set()),
        ("until=2026-11-20", set()),
        ("since=2026-11-21&until=2026-11-21&act=write", {"event-2"}),
        ("outcome=refused", set()),
        ("number=NOBODY", set()),
    ],
)
def test_what_is_asked_for_is_shown(officer: Client, asked: str, expected: set[str]) -> None:
    assert shown(officer.get(f"{PAGE}?{asked}")) & {f"event-{n}" for n in range(6)} == expected


def test_a_person_is_found_by_the_number_of_a_booking(officer: Client, theirs: Itinerary) -> None:
    answer = officer.get(PAGE, {"number": theirs.reference.lower()})
    assert {one["row"].subject for one in answer.context["events"]} == {subject_of(theirs.person_id)}
    assert shown(answer) == {str(theirs.pk)}
    assert theirs.person.name not in answer.content.decode()  # type: ignore[union-attr]


def test_to_look_somebody_up_is_an_event_of_that_person(officer: Client, theirs: Itinerary) -> None:
    officer.get(PAGE, {"number": theirs.reference})
    event = AuditEvent._base_manager.get(act="find")
    assert (event.kind, event.subject) == ("trail", subject_of(theirs.person_id))


def test_what_cannot_be_read_is_said(officer: Client) -> None:
    assert officer.get(PAGE, {"since": "yesterday"}).status_code == 422
    assert officer.get(PAGE, {"page": "-1"}).status_code == 200


def test_more_than_a_page_goes_on(officer: Client) -> None:
    for n in range(looking_up.A_PAGE):
        leave(PEOPLE[0], object=f"more-{n}")
    first, second = officer.get(PAGE), officer.get(PAGE, {"page": "2"})
    assert (len(shown(first)), first.context["after"]) == (looking_up.A_PAGE, 2)
    assert shown(second)


def test_the_export_holds_what_is_asked_for_and_is_an_event(officer: Client) -> None:
    answer = officer.get(EXPORT, {"act": "write"})
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert [row["object"] for row in rows] == ["event-2"]
    assert answer["Content-Type"].startswith("text/csv")
    assert AuditEvent._base_manager.filter(act="export").count() == 1


def test_the_export_asks_again_who_it_is(house: House, monkeypatch) -> None:
    officer = Desk(house).signed_in(Role.PROTECTION)
    monkeypatch.setattr(sessions, "is_fresh", lambda session, now: False)
    answer = officer.get(EXPORT)
    assert answer.status_code == 302
    assert not AuditEvent._base_manager.filter(act="export").exists()


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx"])
def test_no_text_becomes_a_formula(house: House, text: str) -> None:
    assert looking_up._cell(text) == f"'{text}"
    assert looking_up._cell("read") == "read"
    assert looking_up._cell(timezone.now() + timedelta(0)).startswith("20")
