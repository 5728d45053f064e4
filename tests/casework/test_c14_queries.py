"""A page of the staff area asks the database a fixed number of questions, however much waits."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from eindach.accounts.models import Category, Invitation, Membership, Role, User, person_of
from eindach.booking.models import Appointment, Calendar, Counter, Itinerary
from eindach.casework.models import Case, Referral
from eindach.consent.models import Consent, Grant
from eindach.questions.models import Enquiry
from tests.cast import text

from .office import Office

pytestmark = pytest.mark.django_db
PAGES = {
    "start": "/en/staff/",
    "search": "/en/staff/people/",
    "office": "/en/staff/offices/stadt/",
    "figures": "/en/staff/figures/",
}
HAS_FIGURES = (Role.STEERING, Role.COORDINATOR, Role.PROTECTION)


def counted(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as queries:
        act()
    return len(queries)


def much_more(office: Office) -> None:
    """Eight of everything a page lists."""
    now = timezone.now()
    like = Appointment.objects.filter(calendar__counter__organization=office.town_hall).first()
    asked, granted = office.asked(), office.granted(Category.IDENTITY, until=now + timedelta(days=9))
    for one in range(8):
        person, _new = person_of(name=f"Amal {one}", email=f"{one}@mail.example", phone="", language="de", now=now)
        booked = Itinerary.objects.create(
            reference=f"R{one}", token_digest=f"{one}", person=person, language="de", wish={}, created_at=now,
            booked_at=now, wants_earlier=True,
        )  # fmt: skip
        begins = like.during.lower + timedelta(hours=1, minutes=10 * one)
        Appointment.objects.create(
            itinerary=booked, person=person, matter=like.matter, service=like.service, calendar=like.calendar,
            during=(begins, begins + timedelta(minutes=5)), status="booked", displaced_at=now,
        )  # fmt: skip
        Consent.objects.create(
            person=person, controller=office.town_hall, recipient=asked.recipient, purpose=asked.purpose,
            categories=asked.categories, text=asked.text, asked_at=now, expires_at=now + timedelta(days=20),
        )  # fmt: skip
        Grant.objects.create(
            person=person, organization=office.town_hall, purpose="advice", categories=["identity"], valid_from=now,
            legal_basis=granted.legal_basis, valid_until=now + timedelta(days=3),
        )  # fmt: skip
        Enquiry.objects.create(name="Robin", phone="+492421123456", language="de", created_at=now)
        Case.objects.create(
            person=person, organization=office.town_hall, concern="Kita", language="de", opened_at=now,
            opened_by=office.member(Role.FRONT_DESK).user,
        )  # fmt: skip
        Referral.objects.create(
            person=person, sender=office.town_hall, recipient=asked.recipient, words="Kita", language="de",
            created_at=now,
        )  # fmt: skip
        user = User.objects.create_user(f"{one}@haus.example")
        Membership.objects.create(
            user=user, organization=office.town_hall, role=Role.EXPERT, begun_at=now, ended_at=now + timedelta(days=3)
        )
        Invitation.objects.create(
            email=f"{one}@x.example", organization=office.town_hall, role=Role.EXPERT, token_digest=f"{one}",
            sent_at=now, good_until=now + timedelta(days=3),
        )  # fmt: skip
        counter = Counter.objects.create(
            key=f"more-{one}", organization=office.town_hall, location=like.calendar.counter.location,
            name=text("Mehr", "More"),
        )  # fmt: skip
        Calendar.objects.create(counter=counter).services.add(like.service)


def ask_all(office: Office, role: str) -> dict[str, int]:
    """Questions of each page; the first look fills what the process keeps."""
    client = office.signed_in(role)
    client.post(PAGES["search"], {"q": "a"})
    pages = {name: where for name, where in PAGES.items() if name != "figures" or role in HAS_FIGURES}
    if role in ("front-desk", "advisor", "social-clerk"):
        pages["referrals"] = "/en/staff/referrals/"
        if role != "social-clerk":
            pages["cases"] = "/en/staff/cases/"
        pages["person"] = f"/en/staff/people/{office.amal.pk}/"
    for where in pages.values():
        client.get(where)
    return {name: counted(lambda where=where: client.get(where)) for name, where in pages.items()}


@pytest.mark.parametrize("role", Role.values)
def test_more_that_waits_is_no_more_questions(office: Office, role: str) -> None:
    office.asked()
    Enquiry.objects.create(name="Olena", phone="+492421123456", language="uk", created_at=timezone.now())
    before = ask_all(office, role)
    much_more(office)
    after = ask_all(office, role)
    assert {name: (before[name], now) for name, now in after.items() if now > before[name] + 3} == {}, "N+1"


def test_the_trail_of_a_page_is_one_round_trip(office: Office) -> None:
    office.granted(*Category, until=timezone.now() + timedelta(days=9))
    client = office.signed_in(Role.ADVISOR)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"/en/staff/people/{office.amal.pk}/").status_code == 200
    written = [one for one in queries.captured_queries if "INTO consent_auditevent" in one["sql"]]
    assert len(written) == 1
