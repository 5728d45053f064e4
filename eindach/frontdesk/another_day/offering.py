"""Whoever is behind an open end is told that they can have another day; each visit once, with everything left open."""

from datetime import datetime

from eindach.guide.events import call_owed
from eindach.notifications.deferring import defer

from ..letters import how_to_reach, phone_of
from ..models import Visit
from .left_open import left_open


def offer_another_day(visit: Visit, *, now: datetime) -> str:
    """How: mail | text | call (somebody calls) | nobody (no contact is known) | arranged (nothing is open any more).
    Inside the transaction of the caller. `visit` with its person and itinerary."""
    if not left_open(visit, now=now):
        return "arranged"
    how = how_to_reach(visit)
    if how in ("mail", "text"):
        from .letter import write_another_day

        defer(write_another_day, visit_id=str(visit.pk), stamp=now.isoformat())
    elif how == "call":
        ask_for_a_call(visit, now=now)
    return how


def ask_for_a_call(visit: Visit, *, now: datetime) -> bool:
    """They stand among those to be called back; why is not said there, that is between them and the office. False:
    nobody knows their number."""
    phone = phone_of(visit)
    if not (visit.person and phone):
        return False
    call_owed.send(sender=Visit, name=visit.person.name, phone=phone, language=visit.language, now=now)
    return True
