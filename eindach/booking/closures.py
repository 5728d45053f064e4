"""A counter closes or its hours shrink: who is affected is found in the same transaction, and nobody is lost."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from eindach.kernel.spans import Span

from .afterwards import recoordinate_later
from .locks import Wanted, lock_openings
from .models import Appointment, Calendar, Itinerary, Opening
from .recorded import all_changed
from .retry import one_transaction


@dataclass(frozen=True)
class Closure:
    """What a closure did: who has to be re-coordinated (a job does it), and which holds were ended."""

    displaced: tuple[Itinerary, ...]
    holds_ended: int


def close(*, calendars: Iterable[Calendar], during: Span, now: datetime, defer: bool = True) -> Closure:
    """Take [start, end) out of these calendars' openings. Booked appointments in it are marked displaced and their
    itineraries re-coordinated by a job (deferred in this transaction, unless `defer` is False); holds in it end."""
    wanted = [Wanted(calendar.pk, during.start, during.end) for calendar in calendars]

    @one_transaction
    def act() -> Closure:
        openings = Opening.objects.filter(pk__in=lock_openings(wanted))
        for opening in openings:
            _cut(opening, during)
        hit = Appointment.objects.filter(
            calendar__in=[one.calendar_id for one in wanted], during__overlap=(during.start, during.end), live=True
        )
        ended = hit.filter(status=Appointment.Status.HELD).update(
            status=Appointment.Status.CANCELLED, reason=Appointment.Reason.CLOSURE, held_until=None
        )
        ours = hit.filter(status=Appointment.Status.BOOKED, displaced_at=None)
        affected = tuple(Itinerary.objects.filter(appointments__in=ours).distinct().order_by("booked_at"))
        ours.update(displaced_at=now)
        if defer:
            recoordinate_later(affected)
        all_changed("displace", affected, now, basis="closure")
        return Closure(affected, ended)

    return act()


def reopen(*, calendar: Calendar, during: Span, services: list[str], languages: list[str], now: datetime) -> Opening:
    """Add bookable time. IntegrityError when it overlaps an opening of this calendar. Who was displaced from this
    very time and has not yet moved is served again as booked."""

    @one_transaction
    def act() -> Opening:
        opening = Opening.objects.create(
            calendar=calendar, during=(during.start, during.end), services=services, languages=languages
        )
        displaced = Appointment.objects.filter(
            calendar=calendar, during__contained_by=(during.start, during.end), live=True
        ).exclude(displaced_at=None)
        served = list(Itinerary.objects.filter(appointments__in=displaced).distinct())
        displaced.update(displaced_at=None)
        all_changed("serve-again", served, now, basis="closure")
        return opening

    return act()


def _cut(opening: Opening, during: Span) -> None:
    """Leave of an opening what lies outside the span: nothing, one piece, or two."""
    lower, upper = opening.during.lower, opening.during.upper
    pieces = [
        piece for piece in ((lower, min(upper, during.start)), (max(lower, during.end), upper)) if piece[0] < piece[1]
    ]
    if not pieces:
        opening.delete()
        return
    opening.during = pieces[0]
    opening.save(update_fields=["during"])
    for piece in pieces[1:]:
        Opening.objects.create(
            calendar_id=opening.calendar_id, during=piece, services=opening.services, languages=opening.languages
        )
