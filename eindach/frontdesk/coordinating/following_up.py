"""Open ends of a day become follow-ups: another day is offered, somebody is called back, or nothing is left to be done.

Coordinators press for a kind of open end and a matter, or for the whole day, and see no name: the program finds who it
is, and says how many were reached which way.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Final

from django.db import transaction

from eindach.directory.models import Location

from .. import steps
from ..another_day.offering import ask_for_a_call, offer_another_day
from ..models import Step, Stop
from ..queue import today
from .day import sort_of, stops_of

ACTS: Final = ("offer", "call", "nothing")


def follow_up(
    location: Location, day: date, act: str, *, now: datetime, sort: str = "", matter: int | None = None
) -> Counter[str]:
    """See to the open ends of this kind and matter, or to all of them, each once; how many people it came to which way
    (another_day/offering.py: How; "nothing").

    Another day is offered once a visit, for everything that was left open in it. Whom nobody can reach stays an open
    end: their own page offers them another day, and "nothing" puts it away.
    """

    def is_meant(stop: Stop) -> bool:
        return not sort or (_sort(stop, now), stop.matter_id) == (sort, matter)

    told: Counter[str] = Counter()
    with transaction.atomic():
        # Locked first, read after it: what was seen to at the same moment is known then.
        list(stops_of(location, day).select_for_update(of=("self",)).order_by("pk"))
        rows = stops_of(location, day).order_by("visit")
        stops = (one for one in rows if _sort(one, now))
        for _visit, group in groupby(stops, key=lambda one: one.visit_id):
            mine = list(group)
            if meant := [one for one in mine if is_meant(one)]:
                told[_see_to(mine, meant, act, now)] += 1
    return told


def _see_to(stops: Sequence[Stop], meant: Sequence[Stop], act: str, now: datetime) -> str:
    """The open ends of one visit, and those that were meant."""
    visit = stops[0].visit
    if act == "nothing":
        return _seen_to(meant, act, now)
    if act == "call":
        return _seen_to(meant, act, now) if ask_for_a_call(visit, now=now) else "nobody"
    how = offer_another_day(visit, now=now)
    return how if how == "nobody" else _seen_to(stops, how, now)


def _seen_to(stops: Iterable[Stop], how: str, now: datetime) -> str:
    for one in stops:
        steps.of_stop(Step.Act.FOLLOWED_UP, one, now=now)
    return how


def _sort(stop: Stop, now: datetime) -> str:
    return sort_of(stop, over=stop.visit.day < today(now))
