"""A morning at the Forum: two bank counters, an insurer; Amal has appointments there, others walk in."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from eindach.booking.models import Calendar, Counter, Itinerary
from eindach.booking.operations import book
from eindach.booking.search import search
from eindach.directory.models import Location
from eindach.frontdesk.desks import open_desk
from eindach.frontdesk.models import Desk, Stop, Visit
from eindach.frontdesk.visits import Planned, arrive, new_visit, visit_of
from eindach.guide.models import Matter
from tests.cast import AMAL, MONDAY, NOW, Cast, _calendar, _matter, _organization, _service, at, make_cast, text, wish

NINE = at(MONDAY, "9:00")


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


@dataclass
class Day:
    """The house and who works there."""

    cast: Cast
    forum: Location
    insurance: Matter
    bank_1: Counter
    bank_2: Counter
    insurer: Counter

    @property
    def bank(self) -> Matter:
        return self.cast.bank

    def desk(self, counter: Counter, now: datetime = NINE, number: int = 1) -> Desk:
        """Somebody new opens it."""
        return open_desk(counter=counter, user=uuid.uuid4(), now=now, number=number)

    def amal_books(self) -> Itinerary:
        """Insurance and bank on Monday from nine on."""
        found = search(wish("insurance", "bank", until=MONDAY, max_days=1), now=NOW)
        return book(offer=found.plans[0].offer, contact=AMAL, key="amal-day", now=NOW)

    def amal_comes(self, now: datetime = NINE) -> Visit:
        return arrive(visit_of(self.amal_books(), self.forum, MONDAY, now=now), now=now)

    def walks_in(self, *matters: Matter, now: datetime = NINE, **more: object) -> Visit:
        """Somebody without an appointment, to be served by whoever can."""
        stops = [
            Planned(
                matter=one,
                service=(service := one.services.get()),
                organization=service.organization,
                minutes=one.minutes,
            )
            for one in matters
        ]
        values: dict[str, Any] = {"language": "uk", "languages": ["uk"], **more}
        visit = new_visit(location=self.forum, day=MONDAY, came=Visit.Came.WALK_IN, stops=stops, now=now, **values)
        return arrive(visit, now=now)


def stop_of(visit: Visit, matter: Matter) -> Stop:
    return Stop.objects.get(visit=visit, matter=matter)


def set_day() -> Day:
    cast = make_cast()
    bank_1 = cast.forum_bank.counter
    cast.bank.after.clear()
    insurer = _organization("insurer")
    service = _service("insurance", insurer, bank_1.location, "passport")
    insurance = _matter("insurance", cast.bank.topic, 20, service)
    second = Counter.objects.create(
        key="forum-bank-2", organization=bank_1.organization, location=bank_1.location, name=text("S 2", "C 2")
    )
    Calendar.objects.create(counter=second).services.add(*cast.bank.services.all())
    counter = _calendar("forum-insurer", insurer, bank_1.location, insurance, ["de", "ar"]).counter
    return Day(cast, bank_1.location, insurance, bank_1, second, counter)
