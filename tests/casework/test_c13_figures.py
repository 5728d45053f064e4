"""Figures: sums for those who steer, right to the day, and silent about few people."""

from datetime import timedelta

import pytest
from django.utils import timezone

from eindach.accounts.models import Person, Role, person_of
from eindach.booking.figures import FEWEST, figures, shares
from eindach.booking.models import Appointment, Itinerary
from eindach.casework.charts import HEIGHT, WIDTH, columns
from eindach.consent.models import AuditEvent

from .office import Office

pytestmark = pytest.mark.django_db


def more_people(office: Office, number: int, *, days: int = 1) -> None:
    """So many others booked now and come on `days` days, the first in ten days, all at the same matter."""
    now = timezone.now()
    like = Appointment.objects.filter(matter=office.stage.cast.bank).first()
    for one in range(number):
        person, _new = person_of(name=f"Robin {days} {one}", email="r@mail.example", phone="", language="de", now=now)
        booked = Itinerary.objects.create(
            reference=f"R{days}{one}", token_digest=f"{days} {one}", person=person, language="de", wish={},
            created_at=now, booked_at=now,
        )  # fmt: skip
        Appointment.objects.bulk_create(
            Appointment(
                itinerary=booked, person=person, matter=like.matter, service=like.service, calendar=like.calendar,
                during=(begins := now + timedelta(days=10 + day), begins + timedelta(minutes=1)), status="fulfilled",
            )
            for day in range(days)
        )  # fmt: skip


def test_few_people_are_not_counted_aloud(office: Office) -> None:
    found = figures(timezone.now())
    assert found.weeks[-1].booked is None
    assert [one.percent for one in found.shares] == [None] * 3
    assert ([one.days for one in found.waits], found.first_days) == ([None, None], None)


def test_enough_people_make_a_number(office: Office) -> None:
    more_people(office, FEWEST)
    found = figures(timezone.now())
    assert (found.weeks[-1].booked, found.in_one_visit) == (FEWEST + 1, 100)
    waits = {one.matter.key: one.days for one in found.waits}
    assert (round(waits["bank"]), waits["registration"]) == (10, None)


def test_the_same_person_often_is_still_one_person(office: Office) -> None:
    more_people(office, FEWEST)
    Itinerary.objects.update(person=Person.objects.order_by("name").first())
    found = figures(timezone.now())
    assert (found.weeks[-1].booked, found.in_one_visit, found.first_days) == (None, None, None)


def test_what_was_cancelled_or_is_long_ago_does_not_count(office: Office) -> None:
    more_people(office, FEWEST)
    Itinerary.objects.update(cancelled_at=timezone.now())
    assert figures(timezone.now()).in_one_visit is None
    Itinerary.objects.update(cancelled_at=None, booked_at=timezone.now() - timedelta(weeks=9))
    assert (figures(timezone.now()).in_one_visit, figures(timezone.now()).weeks[0].booked) == (None, 0)


def test_visits_are_days_and_three_stands_for_more(office: Office) -> None:
    more_people(office, 6)
    more_people(office, 5, days=4)
    assert [one.percent for one in figures(timezone.now()).shares] == [58, 0, 42]


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        ({}, [None, None, None]),
        ({1: 4}, [None, None, None]),
        ({1: 10}, [100, 0, 0]),
        ({1: 20, 2: 10, 3: 10}, [50, 25, 25]),
        ({1: 20, 2: 10, 3: 2}, [62, None, None]),
        ({1: 20, 2: 2, 3: 2}, [83, None, None]),
        ({1: 20, 3: 2}, [None, 0, None]),
    ],
)
def test_a_hidden_share_cannot_be_worked_out_from_the_others(people: dict[int, int], expected: list) -> None:  # type: ignore[type-arg]
    assert [one.percent for one in shares(people)] == expected


@pytest.mark.parametrize("role", Role.values)
def test_figures_are_for_those_who_steer_and_leave_an_event(office: Office, role: str) -> None:
    page = office.signed_in(role).get("/en/staff/figures/")
    allowed = role in ("steering", "coordinator", "data-protection")
    assert page.status_code == (200 if allowed else 403)
    assert AuditEvent.objects.filter(kind="figures").exclude(outcome="refused").exists() is allowed
    assert b"Amal" not in page.content


def test_columns_stand_on_the_ground_and_fill_the_drawing() -> None:
    drawn = columns([("a", 0), ("b", None), ("c", 5), ("d", 10)])
    assert [one.height for one in drawn] == [0, 0, HEIGHT / 2, HEIGHT]
    assert all(one.y + one.height == HEIGHT for one in drawn)
    assert drawn[-1].x + drawn[-1].width < WIDTH


def test_nothing_is_drawn_as_nothing() -> None:
    assert columns([]) == []
    assert [one.height for one in columns([("a", 0), ("b", None)])] == [0, 0]
