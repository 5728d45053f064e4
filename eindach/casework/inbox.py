"""What waits for whoever has signed in: their office's next appointments, and people who want a call."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from eindach.accounts.policy import Area, may
from eindach.booking.models import Appointment
from eindach.consent import trail
from eindach.guide.models import Enquiry
from eindach.kernel.actor import Actor, must_be_present

AHEAD = timedelta(days=2)
MOST_SHOWN = 50


@dataclass(frozen=True)
class Inbox:
    """`appointments` at the office's counters until tomorrow night; `enquiries` nobody has answered, oldest first."""

    appointments: Sequence[Appointment]
    enquiries: Sequence[Enquiry]
    sees_people: bool
    answers_calls: bool


def inbox() -> Inbox:
    """For the present actor. Reading it leaves an event for each person who is named."""
    acting = must_be_present()
    actor, now = acting.actor, acting.now
    sees_people = may(actor, "open", Area("people"), now=now).allowed
    answers_calls = may(actor, "open", Area("enquiries"), now=now).allowed
    appointments = _appointments(actor, now) if sees_people else []
    enquiries = list(Enquiry.objects.filter(answered_at=None)[:MOST_SHOWN]) if answers_calls else []
    for person in {one.person_id for one in appointments if one.person_id}:
        trail.record(act="list", kind="appointment", person=person, basis="law:appointment")
    for enquiry in enquiries:
        trail.record(act="list", kind="enquiry", object=enquiry.pk, basis="role")
    return Inbox(appointments, enquiries, sees_people, answers_calls)


def _appointments(actor: Actor, now: datetime) -> list[Appointment]:
    rows = Appointment.objects.filter(
        calendar__counter__organization=actor.organization,
        live=True,
        during__endswith__gt=now,
        during__startswith__lt=now + AHEAD,
        person__isnull=False,
    )
    shown = rows.select_related("person", "matter", "calendar__counter__location").order_by("during")
    return list(shown[:MOST_SHOWN])
