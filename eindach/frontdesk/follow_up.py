"""The next appointment, booked while the person still sits there: at this office, without asking who they are again."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from eindach.accounts.models import Person
from eindach.booking.models import Itinerary
from eindach.booking.operations import Contact, book
from eindach.booking.search import Plan, Wish, search

from .calling import finish
from .models import Desk, Stop
from .queue import today

WITHIN: Final = timedelta(days=60)
MOST_SHOWN: Final = 6
MOST_SEARCHES: Final = 8


def times(stop: Stop, *, now: datetime) -> Sequence[Plan]:
    """From tomorrow on, one a day, at the office whose matter it is; in a language they speak, if there is any such."""
    first = today(now) + timedelta(days=1)
    wish = _wish(stop, Wish((stop.matter.key,), first, first + WITHIN, max_days=1))
    return _days(wish, stop, now) or _days(replace(wish, languages=()), stop, now)


def _days(wish: Wish, stop: Stop, now: datetime) -> Sequence[Plan]:
    found: list[Plan] = []
    for _turn in range(MOST_SEARCHES):
        plans = search(wish, now=now).plans
        found += [plan for plan in plans if plan.appointments[0].organization.pk == stop.organization_id]
        if not plans or len(found) >= MOST_SHOWN:
            break
        later = max(plan.completed_on for plan in plans) + timedelta(days=1)
        if later > wish.until:
            break
        wish = replace(wish, start=later)
    return sorted(found, key=lambda plan: plan.appointments[0].start)[:MOST_SHOWN]


def book_follow_up(*, desk: Desk, stop: Stop, offer: str, now: datetime) -> Itinerary:
    """What is being settled here ends, and the next appointment is booked: both or neither. The same press again finds
    it booked. NotNow; OfferInvalid, SlotTaken, AlreadyBooked of booking; Person.DoesNotExist: not known who."""
    contact = contact_of(stop)
    if stop.status == Stop.Status.SERVING:
        finish(desk=desk, outcome=Stop.Outcome.FOLLOW_UP, now=now)
    return book(offer=offer, contact=contact, key=f"follow-up {stop.pk}", now=now)


def contact_of(stop: Stop) -> Contact:
    """Whom the booking they came with names. Person.DoesNotExist for who walked in."""
    visit = stop.visit
    if visit.person is None:
        raise Person.DoesNotExist
    person, phone = visit.person, visit.itinerary.phone if visit.itinerary else ""
    return Contact(person.name, str(person.email or ""), str(phone or person.phone or ""), visit.language)


def _wish(stop: Stop, wish: Wish) -> Wish:
    """As they came: so many people, these needs, the same town."""
    visit = stop.visit
    town = visit.itinerary.wish.get("municipality", "") if visit.itinerary else ""
    return replace(
        wish, people=visit.people, languages=tuple(visit.languages), needs=tuple(visit.needs), municipality=town
    )
