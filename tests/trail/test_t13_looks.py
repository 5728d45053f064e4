"""Who reads the list of emergency looks leaves an event of each person who was looked at."""

from datetime import timedelta

import pytest
from django.utils import timezone

from eindach.accounts.models import Role, person_of
from eindach.accounts.subjects import subject_of
from eindach.consent.models import AuditEvent, BrokenGlass
from tests.accounts.staff import Desk
from tests.permission.house import House, set_house

REVIEWS = "/en/staff/reviews/"


@pytest.fixture
def house(db: None) -> House:
    return set_house()


def looked_at(house: House, *names: str) -> set[str]:
    """Emergency looks at these people; their digests in the trail."""
    clerk, now, subjects = house.staff("abh-clerk", "authority"), timezone.now(), set()
    for name in names:
        person, _new = person_of(name=name, email=f"{name}@mail.example", phone="", language="de", now=now)
        BrokenGlass.objects.create(
            user_id=clerk.user, organization_id=clerk.organization, role=clerk.role, person=person, broken_at=now,
            reason="she collapsed at the counter", until=now + timedelta(minutes=30), review_due=now.date(),
        )  # fmt: skip
        subjects.add(subject_of(person.pk))
    return subjects


def test_each_look_that_is_listed_leaves_an_event_of_whom_it_was_about(house: House) -> None:
    subjects = looked_at(house, "amal", "basma")
    Desk(house).signed_in(Role.PROTECTION).get(REVIEWS)
    events = AuditEvent.objects.filter(act="list", kind="broken-glass", actor_kind="staff")
    assert set(events.values_list("subject", flat=True)) == subjects
    assert set(events.values_list("role", "outcome")) == {("data-protection", "done")}


def test_who_is_refused_the_list_has_read_of_nobody(house: House) -> None:
    looked_at(house, "amal")
    assert Desk(house).signed_in(Role.ADMINISTRATOR).get(REVIEWS).status_code == 403
    assert not AuditEvent.objects.filter(kind="broken-glass").exists()
    assert AuditEvent.objects.filter(kind="reviews", outcome="refused", subject="").count() == 1
