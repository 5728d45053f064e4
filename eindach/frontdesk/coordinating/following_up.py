"""Open ends of a day become follow-ups: whoever is behind them is called back, or nothing is left to be done.

Coordinators press for a kind of open end and a matter, and see no name: the program finds who it is.
"""

from datetime import date, datetime
from typing import Final

from django.db import transaction

from eindach.directory.models import Location
from eindach.guide.models import Enquiry

from .. import steps
from ..models import Step, Stop
from ..queue import today
from .day import sort_of, stops_of

ACTS: Final = ("call", "nothing")


def follow_up(location: Location, day: date, sort: str, matter: int, act: str, *, now: datetime) -> int:
    """See to all open ends of this kind and matter, each once; for how many. With "call" everybody with a phone number
    stands among those to be called back, once a visit; why is not said there, that is between them and the office."""
    done = 0
    with transaction.atomic():
        stops = stops_of(location, day).filter(matter=matter).select_for_update(of=("self",))
        for stop in stops.select_related("visit__person", "visit__itinerary"):
            if sort_of(stop, over=day < today(now)) != sort:
                continue
            if act == "call":
                _ask_for_a_call(stop, now)
            steps.of_stop(Step.Act.FOLLOWED_UP, stop, now=now)
            done += 1
    return done


def _ask_for_a_call(stop: Stop, now: datetime) -> None:
    visit = stop.visit
    person, itinerary = visit.person, visit.itinerary
    phone = (itinerary and itinerary.phone) or (person and person.phone)
    if person and phone:
        Enquiry._base_manager.create(name=person.name, phone=phone, language=visit.language, created_at=now)
