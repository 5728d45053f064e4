"""A visit comes to be: from a booking, or by whoever walks in. And it begins, with a number, when they arrive."""

import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction

from eindach.booking.attending import attend
from eindach.booking.models import Appointment, Counter, Itinerary
from eindach.directory.models import Location, Organization, Service
from eindach.guide.models import Matter
from eindach.kernel.identifiers import derived_token, token_digest

from . import steps
from .faults import NotNow
from .models import OPEN, Step, Stop, Visit
from .queue import today


@dataclass(frozen=True, kw_only=True)
class Planned:
    """A stop as it is to be: where (None: whoever of the organization there can) and when, promised or forecast."""

    matter: Matter
    service: Service
    organization: Organization
    minutes: int
    counter: Counter | None = None
    at: datetime | None = None
    promised: bool = False
    appointment: Appointment | None = None


def new_visit(
    *,
    location: Location,
    day: date,
    came: str,
    stops: Iterable[Planned],
    now: datetime,
    pk: uuid.UUID | None = None,
    **more: Any,
) -> Visit:
    """A visit with its stops; it has no number yet. `pk`: of what may be asked for twice. `more`: other fields of
    Visit."""
    pk = pk or uuid.uuid4()
    visit = Visit(
        pk=pk,
        location=location,
        day=day,
        came=came,
        letter=Visit.LETTERS[Visit.Came(came)],
        registered_at=now,
        token_digest=token_digest(visit_token(pk)),
        **more,
    )
    with transaction.atomic():
        visit.save(force_insert=True)
        Stop._base_manager.bulk_create(_stop(visit, one, now) for one in stops)
    return visit


def visit_of(itinerary: Itinerary, location: Location, day: date, *, now: datetime) -> Visit:
    """The visit of a booking to a house on a day; made when it is first asked for. NotNow when nothing is booked there
    then. Appointments moved or cancelled since are taken over."""
    with transaction.atomic():
        Itinerary._base_manager.select_for_update().get(pk=itinerary.pk)
        booked = _booked(itinerary, location, day)
        known = Visit._base_manager.filter(itinerary=itinerary, location=location, day=day, cancelled_at=None).first()
        if known:
            _bring_up_to_date(known, booked, now)
            return known
        if not booked:
            raise NotNow
        return new_visit(
            location=location,
            day=day,
            came=Visit.Came.APPOINTMENT,
            stops=[_planned(one) for one in booked],
            now=now,
            itinerary=itinerary,
            person_id=itinerary.person_id,
            language=itinerary.language,
            languages=itinerary.wish.get("languages") or [itinerary.language],
            people=itinerary.wish.get("people", 1),
            needs=itinerary.wish.get("needs", []),
        )


def arrive(visit: Visit, *, now: datetime) -> Visit:
    """They are here: they get a number, once, and wait from now. NotNow on another day, or when it was cancelled."""
    with transaction.atomic():
        locked = Visit._base_manager.select_for_update(of=("self",)).select_related("location").get(pk=visit.pk)
        if locked.cancelled_at or locked.day != today(now):
            raise NotNow
        if locked.arrived_at:
            return locked
        if locked.waits_since:  # no place became free for them; they join the queue like somebody who walks in
            wished = Stop._base_manager.filter(visit=locked, status=Stop.Status.WISHED)
            wished.update(status=Stop.Status.WAITING, counter=None)
            locked.waits_since = locked.offered_until = None
        locked.number = _next_number(locked)
        locked.arrived_at = now
        locked.save(update_fields=["number", "arrived_at", "waits_since", "offered_until"])
        waiting = Stop._base_manager.filter(visit=locked, status=Stop.Status.WAITING)
        waiting.update(waiting_since=now)
        attend([pk for pk in waiting.values_list("appointment", flat=True) if pk], Appointment.Status.ARRIVED, now=now)
        steps.of_visit(Step.Act.ARRIVED, locked, now=now)
        return locked


def locked(visit: Visit) -> Visit:
    """Its row; whoever calls them locks the same one (queue.lock_next)."""
    return Visit._base_manager.select_for_update().get(pk=visit.pk)


def note(visit: Visit, **moments: datetime | None) -> None:
    """Set moments of a visit, in hand and in the database."""
    for name, moment in moments.items():
        setattr(visit, name, moment)
    visit.save(update_fields=list(moments))


def go_home(visit: Visit, *, at: datetime, now: datetime, user: uuid.UUID | None = None) -> None:
    """The visit, which is locked, ends at that moment; what still waited is left, and its times are given back."""
    waiting = Stop._base_manager.filter(visit=visit, status=Stop.Status.WAITING)
    given_back = [pk for pk in waiting.values_list("appointment", flat=True) if pk]
    waiting.update(status=Stop.Status.LEFT, since=at, ended_at=at)
    attend(given_back, Appointment.Status.UNSERVED, now=now)
    note(visit, left_at=at, away_since=None)
    steps.of_visit(Step.Act.LEFT, visit, now=at, user=user)


def over_if_done(visit: Visit, *, now: datetime) -> None:
    """Nothing is left to do: they are on the way home. Who was called and not there may still come back for it. Inside
    a transaction."""
    if Stop._base_manager.filter(visit=visit, status__in=(*OPEN, Stop.Status.NOSHOW)).exists():
        return
    if Visit._base_manager.filter(pk=visit.pk, left_at=None).update(left_at=now, away_since=None):
        steps.of_visit(Step.Act.LEFT, visit, now=now)


LINK: Final = re.compile(r"/here/([A-Za-z0-9_-]{16,80})")
"""The secret link of a visit as a scanner types it."""


def visit_token(pk: uuid.UUID) -> str:
    """The secret of the page of a visit: 256 bit, derived from the server's key, never stored."""
    return derived_token(settings.SECRET_KEY, "visit", str(pk))


def visit_by_token(token: str) -> Visit:
    """Visit.DoesNotExist."""
    return Visit._base_manager.select_related("location").get(token_digest=token_digest(token))


NUMBER = """
INSERT INTO frontdesk_ticketroll AS roll (location_id, day, letter, last) VALUES (%s, %s, %s, 1)
ON CONFLICT (location_id, day, letter) DO UPDATE SET last = roll.last + 1 RETURNING last
"""


def _next_number(visit: Visit) -> int:
    """The next of the day; two at once get two (the row is locked by whoever comes first)."""
    with connection.cursor() as cursor:
        cursor.execute(NUMBER, [visit.location_id, visit.day, visit.letter])
        return int(cursor.fetchone()[0])


def _booked(itinerary: Itinerary, location: Location, day: date) -> Sequence[Appointment]:
    rows = Appointment._base_manager.filter(
        itinerary=itinerary,
        proposal=None,
        live=True,
        calendar__counter__location=location,
        calendar__counter__by_phone=False,
    ).exclude(status=Appointment.Status.HELD)
    rows = rows.select_related("matter", "service", "calendar__counter__organization").order_by("during")
    return [one for one in rows if today(one.during.lower) == day]


def _planned(one: Appointment) -> Planned:
    counter = one.calendar.counter
    return Planned(
        matter=one.matter,
        service=one.service,
        organization=counter.organization,
        counter=counter,
        minutes=int((one.during.upper - one.during.lower).total_seconds()) // 60,
        at=one.during.lower,
        promised=True,
        appointment=one,
    )


def _bring_up_to_date(visit: Visit, booked: Sequence[Appointment], now: datetime) -> None:
    """Who moved or cancelled an appointment after the visit was made: what waits follows, what has begun stays."""
    stops = Stop._base_manager.filter(visit=visit)
    gone = stops.filter(status=Stop.Status.WAITING, appointment__isnull=False)
    gone.exclude(appointment__in=[one.pk for one in booked]).update(status=Stop.Status.MOVED, since=now)
    known = set(stops.values_list("appointment", flat=True))
    Stop._base_manager.bulk_create(_stop(visit, _planned(one), now) for one in booked if one.pk not in known)


def _stop(visit: Visit, plan: Planned, now: datetime) -> Stop:
    return Stop(
        visit=visit,
        organization=plan.organization,
        matter=plan.matter,
        service=plan.service,
        counter=plan.counter,
        appointment=plan.appointment,
        planned_at=plan.at,
        promised=plan.promised,
        minutes=plan.minutes,
        since=now,
        waiting_since=visit.arrived_at,
    )
