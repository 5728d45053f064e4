"""What ends, and what does not: too early, held, still needed."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection

from eindach.accounts.acting import acting
from eindach.accounts.models import Invitation, LegalHold, Membership, Person, User, person_of
from eindach.accounts.registry import holds
from eindach.booking import operations as act
from eindach.booking.models import Appointment, BookingKey, Itinerary
from eindach.booking.search import search
from eindach.config.secret import fits
from eindach.consent.models import AuditEvent, BrokenGlass, Grant
from eindach.kernel.actor import Actor
from eindach.notifications.operations import purge, write
from eindach.questions.models import Enquiry
from tests.cast import AMAL, DAYS, NOW, Cast, at, wish
from tests.permission.house import House

from .conftest import Run

DAY = timedelta(days=1)
LAST = at(DAYS[-1], "23:00")


def booked() -> Itinerary:
    return act.book(offer=search(wish(), now=NOW).plans[0].offer, contact=AMAL, key="a key of hers", now=NOW)


def protection(house: House) -> Actor:
    return house.staff("data-protection", "authority")


def hold(house: House) -> LegalHold:
    with acting(protection(house), now=NOW):
        return holds.place(house.amal.pk, reason="a complaint before the court", now=NOW)


def test_a_booking_is_left_alone_for_ninety_days(cast: Cast, run: Run) -> None:
    booked()
    assert run(at(DAYS[0], "8:00") + 89 * DAY)["booking"].ended == 0
    assert Person.objects.get().name == AMAL.name


def test_then_it_forgets_whose_it_was_and_keeps_its_times(cast: Cast, run: Run) -> None:
    before = booked()
    ended = run(LAST + 90 * DAY)

    after = Itinerary.objects.get()
    assert (ended["booking"].ended, ended["person"].ended) == (1, 1)
    assert (after.person, after.phone, after.wish, after.created_at.hour) == (None, "", {}, 0)
    assert after.reference != before.reference
    assert after.token_digest != before.token_digest
    assert not Person.objects.exists()
    assert not BookingKey.objects.exists()
    assert Appointment.objects.filter(person=None, status="booked", during__isnull=False).count() == 2


def test_an_emptied_booking_does_not_say_that_the_secret_is_wrong(cast: Cast, run: Run) -> None:
    booked()
    run(LAST + 90 * DAY)
    with connection.cursor() as cursor:
        assert fits(cursor, settings.SECRET_KEY)


def test_what_has_ended_does_not_end_again(cast: Cast, run: Run) -> None:
    booked()
    run(LAST + 90 * DAY)
    assert run(LAST + 91 * DAY)["booking"].due == 0


def test_a_person_somebody_still_needs_stays(house: House, run: Run) -> None:
    house.grant("bank", "identity")
    assert run(NOW + 60 * DAY)["person"].due == 0


def test_a_person_nobody_needs_goes_with_a_hold_that_was_lifted(db: None, run: Run) -> None:
    person_of(name="Olena Beispiel", email="", phone="+4924211234567", language="uk", now=NOW)
    assert run(NOW + 29 * DAY)["person"].ended == 0
    assert run(NOW + 31 * DAY)["person"].ended == 1


def test_a_legal_hold_keeps_everything_until_it_is_lifted(house: House, cast: Cast, run: Run) -> None:
    booked()
    Itinerary.objects.update(person=house.amal)
    held = hold(house)
    stopped = run(LAST + 91 * DAY)["booking"]
    assert (stopped.due, stopped.held, stopped.ended) == (1, 1, 0)

    with acting(protection(house), now=LAST):
        holds.lift(held, reason="settled", now=LAST)
    assert run(LAST + 92 * DAY)["booking"].ended == 1


def test_a_legal_hold_keeps_messages_and_the_sign_in_too(house: House, run: Run) -> None:
    write(to=house.amal.email, subject="x", text="y", html="", language="ar", kind="test", now=NOW)
    User.objects.create_user(house.amal.email)
    held = hold(house)
    late = NOW + 900 * DAY
    assert purge(now=late, kept=30 * DAY) == 0
    assert (run(late)["account"].held, run(late)["account"].ended) == (1, 0)

    with acting(protection(house), now=late):
        holds.lift(held, reason="settled", now=late)
    assert purge(now=late, kept=30 * DAY) == 1
    assert run(late)["account"].held == 0


@pytest.mark.parametrize("role", ["administrator", "coordinator", "front-desk"])
def test_only_data_protection_places_a_hold(house: House, role: str) -> None:
    with acting(house.staff(role, "authority"), now=NOW), pytest.raises(PermissionDenied):
        holds.place(house.amal.pk, reason="because", now=NOW)


def test_a_hold_has_a_reason_and_leaves_an_event(house: House) -> None:
    with acting(protection(house), now=NOW), pytest.raises(ValueError, match="reason"):
        holds.place(house.amal.pk, reason=" ", now=NOW)
    hold(house)
    assert AuditEvent.objects.get(act="hold").role == "data-protection"


def test_an_enquiry_ends_half_a_year_after_it_was_closed(db: None, run: Run) -> None:
    asked = {"name": "Amal", "phone": "+4924211234567", "language": "ar", "created_at": NOW}
    Enquiry.objects.create(**asked, closed_at=NOW + 5 * DAY, outcome="answered")
    Enquiry.objects.create(**asked, answered_at=NOW)
    assert run(NOW + 184 * DAY)["enquiry"].ended == 0
    assert run(NOW + 190 * DAY)["enquiry"].ended == 1


def test_an_enquiry_nobody_closed_ends_after_a_year(db: None, run: Run) -> None:
    Enquiry.objects.create(name="Amal", phone="+4924211234567", language="ar", created_at=NOW)
    assert run(NOW + 364 * DAY)["enquiry"].ended == 0
    assert run(NOW + 366 * DAY)["enquiry"].ended == 1


def test_an_invitation_ends_a_month_after_it_was_settled(house: House, run: Run) -> None:
    open_until = NOW + 7 * DAY
    Invitation.objects.create(
        email="neu@haus.example", organization=house.offices["bank"], role="partner", token_digest="d", sent_at=NOW,
        good_until=open_until,
    )  # fmt: skip
    assert run(open_until + 29 * DAY)["invitation"].ended == 0
    assert run(open_until + 31 * DAY)["invitation"].ended == 1


def test_who_left_is_named_for_three_years(house: House, run: Run) -> None:
    user = User.objects.create_user("gone@haus.example")
    Membership.objects.create(
        user=user, organization=house.offices["bank"], role="partner", begun_at=NOW, ended_at=NOW + DAY
    )
    run(NOW + 3 * 365 * DAY)
    assert Membership.objects.exists()
    run(NOW + (3 * 365 + 3) * DAY)
    assert not Membership.objects.exists()


def test_an_emergency_look_stays_until_somebody_has_reviewed_it(house: House, run: Run) -> None:
    clerk, other = (house.staff(role, "authority") for role in ("abh-clerk", "data-protection"))
    BrokenGlass.objects.create(
        user_id=clerk.user, organization=house.offices["authority"], role="abh-clerk", person=house.amal,
        reason="child alone at the counter", broken_at=NOW, until=NOW + timedelta(minutes=30), review_due=NOW,
    )  # fmt: skip
    assert run(NOW + 2000 * DAY)["emergency"].due == 0
    BrokenGlass.objects.update(reviewed_at=NOW, reviewed_by=other.user, finding="justified")
    assert run(NOW + 2000 * DAY)["emergency"].ended == 1


def test_an_open_follow_up_keeps_the_file(house: House, cast: Cast, run: Run) -> None:
    Grant.objects.all().delete()
    booked()
    Appointment.objects.update(person=house.amal)
    Itinerary.objects.update(person=house.amal)
    years_before = NOW - 6 * 365 * DAY
    house.amal.profile.update(written_at=years_before)
    waiting = run(NOW)["file"]
    assert (waiting.due, waiting.blocked, waiting.ended) == (1, 1, 0)
