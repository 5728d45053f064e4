"""At the door on behalf of staff: who is expected today, who is in the house, whose number somebody holds in hand.

The front desk of a house is asked by everybody who comes, so it sees the whole house, without names: times, signs,
languages, numbers. What it is shown is decided as staff (policy, guards.py), what needs the rows of other offices is
read as the program. A row of the page is named by a seal, so that nobody is checked in who was not shown.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final
from uuid import UUID

from django.core import signing
from django.utils import timezone

from eindach.accounts.acting import as_program
from eindach.accounts.models import Category, Person
from eindach.accounts.policy import Refused
from eindach.accounts.rules import readable
from eindach.booking.models import Appointment, Counter, Itinerary
from eindach.booking.opening_rules import midnight
from eindach.directory.models import Location
from eindach.directory.queries import region
from eindach.guide.models import Matter
from eindach.kernel.actor import must_be_present

from . import access
from .house import Standing, look
from .models import Stop, Visit
from .places import Place, place
from .queue import today

LONG_WAIT: Final = 45
"""Minutes after which somebody is marked, so that nobody is forgotten."""
GIVEN_UP: Final = timedelta(minutes=60)
"""Who is not here so long after the end of their time is no longer listed; their number is still found."""
SHOWN_FOR: Final = timedelta(hours=12)
LISTED: Final = 300


@dataclass(frozen=True)
class Expected:
    """Somebody who is to come: `number` of the booking ("" for a registration), `places` and `matters` in the order of
    their times; `late`: minutes."""

    seal: str
    start: datetime
    number: str
    language: str
    people: int
    places: tuple[Place, ...]
    matters: tuple[Matter, ...]
    late: int


@dataclass(frozen=True)
class Present:
    """Somebody who has a number. `waited`: minutes since they could be called, while they wait."""

    visit: Visit
    standing: Standing
    waited: int
    urgent: str
    can_leave: bool
    can_come_back: bool

    @property
    def waits_long(self) -> bool:
        return self.waited >= LONG_WAIT


def my_houses() -> list[Location]:
    """Where the acting office has a counter."""
    ours = Counter.objects.filter(organization=must_be_present().actor.organization)
    return list(Location.objects.filter(pk__in=ours.values("location")).order_by("key"))


def my_house(key: str) -> Location:
    """One of them, the first without a key. Refused: another one, or there is none."""
    found = next((one for one in my_houses() if key in ("", one.key)), None)
    if found is None:
        raise Refused("open", "house", object=key)
    return found


def my_visit(pk: UUID) -> Visit:
    """A visit of today that the acting office may see; the look is recorded. Refused."""
    ours = my_houses()
    found = Visit.objects.select_related("location").filter(pk=pk, location__in=ours).first() if ours else None
    if found is None:
        raise Refused("read", "visit", object=pk)
    access.read(found)
    return found


def expected(house: Location, *, now: datetime) -> list[tuple[datetime, list[Expected]]]:
    """Who is still to come today, hour by hour."""
    with as_program(now=now):
        found = [*_with_appointments(house, now), *_registered(house, now)]
    found.sort(key=lambda one: (one.start, one.number))
    return [(hour, list(some)) for hour, some in groupby(found[:LISTED], lambda one: _hour(one.start))]


def present(house: Location, *, now: datetime) -> list[Present]:
    """Who came today: who waits first, by how long; then who is served, away, missed; who has left last."""
    visits = Visit.objects.filter(location=house, day=today(now), arrived_at__isnull=False, cancelled_at=None)
    stops = defaultdict(list)
    for stop in Stop.objects.filter(visit__in=visits):
        stops[stop.visit_id].append(stop)
    with as_program(now=now):
        standings = look(house.pk, now=now).standings
    found = (_present(one, stops[one.pk], standings.get(one.pk), now) for one in visits)
    ranks = ("waiting", "missed", "away", "called", "serving", "left")
    return sorted(found, key=lambda one: (ranks.index(one.standing.state), -one.waited, one.visit.ticket))


def registered_names(house: Location, *, now: datetime) -> list[tuple[Visit, str]]:
    """Who registered for today in this house, by hour, with their names ("" for none). Which visits is decided as
    staff; a name is told by the visit alone, so it is read as the program, and each look is recorded for whose it is.
    Refused to a task that does not read who somebody is."""
    actor = must_be_present().actor
    if Category.IDENTITY not in readable(actor.role, actor.organization_kind):
        raise Refused("read", "visit", object=house.pk)
    rows = Visit.objects.filter(location=house, day=today(now), came=Visit.Came.REGISTRATION)
    visits = list(rows.filter(cancelled_at=None, waits_since=None).order_by("window_start", "registered_at"))
    with as_program(now=now):
        people = Person._base_manager.filter(pk__in=[one.person_id for one in visits if one.person_id])
        names = dict(people.values_list("pk", "name"))
    for one in visits:
        access.read(one, fields=(*access.FIELDS, Category.IDENTITY))
    return [(one, names.get(one.person_id, "") if one.person_id else "") for one in visits]


def seal(house: Location, thing: Itinerary | Visit) -> str:
    """Names a booking or visit that is shown on a page of this house."""
    kind = "visit" if isinstance(thing, Visit) else "booking"
    return signing.dumps([kind, str(thing.pk)], salt=f"arrivals {house.pk}")


def unseal(house: Location, text: str, *, now: datetime) -> Itinerary | Visit:
    """The inverse of `seal`, today. Refused."""
    try:
        kind, pk = signing.loads(text, salt=f"arrivals {house.pk}", max_age=SHOWN_FOR)
    except signing.BadSignature as fault:
        raise Refused("arrive", "visit") from fault
    with as_program(now=now):
        rows = (Visit if kind == "visit" else Itinerary)._base_manager
        found: Itinerary | Visit | None = rows.filter(pk=pk).first()
    if found is None:
        raise Refused("arrive", "visit", object=pk)
    return found


def _with_appointments(house: Location, now: datetime) -> Iterable[Expected]:
    here, day = region(), today(now)
    span = midnight(day, here), midnight(day + timedelta(days=1), here)
    rows = Appointment._base_manager.filter(
        calendar__counter__location=house,
        calendar__counter__by_phone=False,
        status=Appointment.Status.BOOKED,
        proposal=None,
        during__contained_by=span,
        during__endswith__gt=now - GIVEN_UP,
    )
    rows = rows.select_related("itinerary", "matter", "calendar__counter").order_by("itinerary", "during")
    for _key, some in groupby(rows, lambda one: one.itinerary_id):
        yield _expected(house, list(some), now)


def _expected(house: Location, appointments: Sequence[Appointment], now: datetime) -> Expected:
    itinerary, start = appointments[0].itinerary, appointments[0].during.lower
    return Expected(
        seal=seal(house, itinerary),
        start=start,
        number=itinerary.reference,
        language=itinerary.language,
        people=itinerary.wish.get("people", 1),
        places=tuple(dict.fromkeys(place(one.calendar.counter.name) for one in appointments)),
        matters=tuple(one.matter for one in appointments),
        late=_minutes(start, now),
    )


def _registered(house: Location, now: datetime) -> Iterable[Expected]:
    visits = Visit._base_manager.filter(
        location=house,
        day=today(now),
        arrived_at=None,
        cancelled_at=None,
        waits_since=None,
        came=Visit.Came.REGISTRATION,
    ).prefetch_related("stops__matter")
    for one in visits:
        start = one.window_start or one.registered_at
        matters = tuple(stop.matter for stop in one.stops.all())
        yield Expected(seal(house, one), start, "", one.language, one.people, (), matters, _minutes(start, now))


def _present(visit: Visit, stops: Sequence[Stop], standing: Standing | None, now: datetime) -> Present:
    if standing is None or standing.state == "expected":  # they came between two looks
        standing = Standing(visit.state if visit.left_at else "waiting", visit.ticket)
    waiting = [one for one in stops if one.status == Stop.Status.WAITING]
    since = min((one.waiting_since for one in waiting if one.waiting_since), default=now)
    statuses = {one.status for one in stops}
    return Present(
        visit=visit,
        standing=standing,
        waited=_minutes(since, now) if standing.state == "waiting" else 0,
        urgent=next((one.urgent for one in waiting if one.urgent), ""),
        can_leave=standing.state in ("waiting", "away", "missed"),
        can_come_back=standing.state == "away" or bool(statuses & {Stop.Status.NOSHOW, Stop.Status.LEFT}),
    )


def _hour(moment: datetime) -> datetime:
    return timezone.localtime(moment, region().zone).replace(minute=0, second=0, microsecond=0)


def _minutes(since: datetime, now: datetime) -> int:
    return max(0, int((now - since).total_seconds() // 60))
