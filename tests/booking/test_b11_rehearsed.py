"""What happens to the booked people is said before it is saved, and saving does exactly that."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from eindach.booking import operations as act
from eindach.booking.closures import change_openings, once
from eindach.booking.models import Appointment, Itinerary, Opening, OpeningChange, Proposal
from eindach.booking.operations import Contact
from eindach.booking.rehearsing import Act, OtherOutcome, carry_out, rehearse
from eindach.booking.search import search
from eindach.consent.models import AuditEvent
from tests.cast import AMAL, DAYS, MONDAY, NOW, OLENA, Cast, span, wish


def book(matter: str, contact: Contact = AMAL, **wanted: object) -> Itinerary:
    plan = search(wish(matter, until=MONDAY, **wanted), now=NOW).plans[0]
    return act.book(offer=plan.offer, contact=contact, key=f"{matter} {contact.name}", now=NOW)


def doing(*changes: OpeningChange) -> Act:
    return lambda: change_openings(changes, now=NOW, defer=False)


def closed(cast: Cast, *names: str) -> Act:
    return doing(*(once(getattr(cast, name), span(MONDAY, "8:00", "18:00")) for name in names))


def everything() -> list[object]:
    tables = (Opening, OpeningChange, Appointment, Proposal, ProcrastinateJob, AuditEvent)
    return [list(table._base_manager.order_by("pk").values()) for table in tables]


@pytest.fixture
def at_the_town_hall(cast: Cast) -> str:
    """Which of the two counters Amal has been given."""
    appointment = book("registration").appointments.get()
    return "town_hall_1" if appointment.calendar_id == cast.town_hall_1.pk else "town_hall_2"


def test_rehearsing_changes_nothing(cast: Cast, at_the_town_hall: str) -> None:
    book("bank", OLENA)
    before = everything()
    found = rehearse(closed(cast, at_the_town_hall, "forum_bank"), now=NOW)
    assert (found.touched, found.same_time, found.new_time, found.to_call) == (2, 1, 1, 0)
    assert everything() == before


def test_a_neighbour_serves_at_the_same_minute(cast: Cast, at_the_town_hall: str) -> None:
    was = Appointment.objects.get(live=True)
    changes = closed(cast, at_the_town_hall)
    carry_out(changes, now=NOW, expected=rehearse(changes, now=NOW).mark)
    now_at = Appointment.objects.get(live=True)
    assert (now_at.during, now_at.status, now_at.uid) == (was.during, "booked", was.uid)
    assert now_at.calendar_id != was.calendar_id


def test_who_gets_another_time_is_asked(cast: Cast) -> None:
    booked = book("bank")
    found = rehearse(closed(cast, "forum_bank"), now=NOW)
    assert carry_out(closed(cast, "forum_bank"), now=NOW, expected=found.mark) == found
    assert found.new_time == 1
    assert booked.proposals.get().offer


def test_when_nothing_is_possible_somebody_has_to_call(cast: Cast) -> None:
    booked = book("bank")
    changes = doing(*(once(cast.forum_bank, span(day, "8:00", "18:00")) for day in DAYS))
    found = rehearse(changes, now=NOW)
    carry_out(changes, now=NOW, expected=found.mark)
    assert (found.touched, found.to_call, booked.proposals.get().offer) == (1, 1, "")


def test_whom_no_mail_reaches_has_to_be_called(cast: Cast) -> None:
    book("bank", Contact("Sample Person", "", "+4924211234567", "de"))
    assert rehearse(closed(cast, "forum_bank"), now=NOW).to_call == 1


def test_somebody_booked_since_it_was_shown(cast: Cast) -> None:
    shown = rehearse(closed(cast, "forum_bank"), now=NOW)
    book("bank")
    with pytest.raises(OtherOutcome) as other:
        carry_out(closed(cast, "forum_bank"), now=NOW, expected=shown.mark)
    assert (shown.touched, other.value.outcome.touched) == (0, 1)
    assert not OpeningChange.objects.exists()


def test_nobody_is_touched_by_more_hours(cast: Cast) -> None:
    book("bank")
    services = cast.forum_bank.services.values_list("pk", flat=True)
    extra = doing(once(cast.forum_bank, span(MONDAY, "14:00", "16:00"), services))
    found = rehearse(extra, now=NOW)
    carry_out(extra, now=NOW, expected=found.mark)
    assert (found.touched, Opening.objects.filter(calendar=cast.forum_bank).count()) == (0, 4)
