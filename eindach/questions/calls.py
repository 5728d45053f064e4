"""A call at an agreed time: an appointment at a counter of the house that works by telephone (booking's rows).

Times are offered as they are free; taking one books it like every appointment, with mail, calendar file, moving and
cancelling. The staff sees the calls of the day with the number that was given for them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Final

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from eindach.accounts.acting import as_program
from eindach.accounts.policy import Refused
from eindach.booking import offers, operations
from eindach.booking.attending import attend
from eindach.booking.documents.sheet import clock, day_text, manage_url
from eindach.booking.events import booked
from eindach.booking.free_time import free_time
from eindach.booking.ground import Ground, ground
from eindach.booking.models import Appointment, Itinerary
from eindach.booking.plans import Planned
from eindach.booking.wish import Wish
from eindach.consent import trail
from eindach.directory.models import Service
from eindach.guide.models import Matter
from eindach.kernel.actor import Acting, must_be_present
from eindach.notifications import texting
from eindach.notifications.operations import write_text

AHEAD: Final = timedelta(days=21)
MOST_DAYS: Final = 3
MOST_A_DAY: Final = 8
EVERY_MINUTES: Final = 15
LONGEST_MINUTES: Final = 15
"""Of a call; what takes longer becomes an appointment in the house."""


@dataclass(frozen=True)
class Slot:
    """A time that is free just now; `offer` books it."""

    start: datetime
    offer: str


@dataclass(frozen=True)
class Day:
    date: date
    slots: Sequence[Slot]


@dataclass(frozen=True)
class Times:
    """The next days with free times. `speaks`: somebody who takes the call speaks the language; otherwise these are
    times with an interpreter to be found. `any`: there is a telephone counter at all."""

    days: Sequence[Day]
    speaks: bool
    any: bool


@dataclass(frozen=True)
class Line:
    """A call of today: whom, at which number (E.164, as it was given for it), in which language; `needs_interpreter`:
    nobody at the telephone speaks it."""

    appointment: Appointment
    phone: str
    language: str
    needs_interpreter: bool


def times(language: str, *, now: datetime) -> Times:
    """What can be chosen, in this language where possible."""
    base = ground()
    settled = _settled_by_phone(base)
    if settled is None:
        return Times((), False, False)
    for languages in ((language,), ()):
        if days := _days(base, *settled, languages, now):
            return Times(days, bool(languages), True)
    return Times((), True, True)


def book(*, offer: str, name: str, phone: str, email: str, language: str, key: str, now: datetime) -> Itinerary:
    """Take the time. Raises what booking raises: SlotTaken, AlreadyBooked, OfferInvalid."""
    contact = operations.Contact(name=name, email=email, phone=phone, language=language)
    return operations.book(offer=offer, contact=contact, key=key, now=now)


def start_of(offer: str, *, now: datetime) -> datetime:
    """When the call is, as this offer says. OfferInvalid, also for an offer of something else."""
    read = offers.read(offer, zone=ground().region.zone, now=now)
    if not read.wish.by_phone:
        raise offers.OfferInvalid("not a call")
    return read.chosen[0].start


def listen() -> None:
    """Called once, when the app is ready."""
    booked.connect(_tell_by_text, dispatch_uid="call booked")


def _tell_by_text(sender: object, *, itinerary: Itinerary, now: datetime, **_more: object) -> None:
    """Whoever gave only a number gets the time and the link as a text message, where there is a gateway."""
    if not itinerary.wish.get("by_phone") or itinerary.person is None or itinerary.person.email:
        return
    if not texting.are_offered():
        return
    first = itinerary.appointments.order_by("during").first()
    assert first is not None  # noqa: S101 - what was just booked
    with translation.override(itinerary.language):
        start = timezone.localtime(first.during.lower, ground().region.zone)
        said = {"day": day_text(start.date()), "time": clock(start)}
        text = _("We call you: %(day)s, %(time)s. To move or cancel:") % said
        text = f"{text} {manage_url(itinerary, language=itinerary.language)}"
    write_text(to=itinerary.phone, language=itinerary.language, text=text, kind="call-booked", now=now)


def today(acting: Acting) -> list[Line]:
    """The calls of the acting office on this day, in the order of time; an event for each."""
    office = acting.actor.organization
    zone = timezone.get_default_timezone()
    begins = datetime.combine(timezone.localdate(acting.now, zone), time(), zone)
    rows = Appointment.objects.filter(
        calendar__counter__organization=office,
        calendar__counter__by_phone=True,
        during__startswith__gte=begins,
        during__startswith__lt=begins + timedelta(days=1),
        person__isnull=False,
        status__in=("booked", "checked-in", "fulfilled", "noshow"),
    )
    rows = rows.select_related("person").order_by("during")
    with as_program(now=acting.now):  # an office sees its appointments, not the itineraries they are of
        booked_as = Itinerary.objects.in_bulk([one.itinerary_id for one in rows])
    lines = []
    for one in rows:
        itinerary = booked_as[one.itinerary_id]
        lines.append(Line(one, str(itinerary.phone or ""), one.language or itinerary.language, not one.language))
        trail.record(act="list", kind="appointment", person=one.person_id, basis="law:appointment")
    return lines


def made(appointment_id: int, *, reached: bool, now: datetime) -> None:
    """The call took place, or nobody answered. Refused where it is no call of the acting office."""
    office = must_be_present().actor.organization
    calls = Appointment.objects.filter(calendar__counter__organization=office, calendar__counter__by_phone=True)
    call = calls.filter(pk=appointment_id).first()
    if call is None:
        raise Refused("write", "appointment", object=appointment_id)
    states = Appointment.Status
    with as_program(now=now):  # free time is the program's to give back
        for state in (states.CHECKED_IN, states.FULFILLED) if reached else (states.NOSHOW,):
            attend([appointment_id], state, now=now)
    act, basis = "fulfil" if reached else "miss", "law:appointment"
    trail.record(act=act, kind="appointment", person=call.person_id, object=call.pk, basis=basis, now=now)


def _settled_by_phone(base: Ground) -> tuple[Matter, Service, set[int]] | None:
    """The first matter that some counter settles by telephone, its service, and the calendars."""
    by_phone = {pk for pk, calendar in base.calendars.items() if calendar.counter.by_phone}
    for matter in sorted(base.matters.values(), key=lambda one: (one.position, one.key)):
        for service in base.settled_by[matter.pk]:
            if calendars := by_phone & base.serving.get(service.pk, frozenset()):
                return matter, service, set(calendars)
    return None


def _days(
    base: Ground, matter: Matter, service: Service, calendars: set[int], languages: tuple[str, ...], now: datetime
) -> list[Day]:
    zone = base.region.zone
    start = now + timedelta(minutes=settings.LEAD_MINUTES)
    minutes = min(matter.minutes, LONGEST_MINUTES)
    wish = Wish((matter.key,), start.date(), (start + AHEAD).date(), languages=languages, by_phone=True, max_days=1)
    free = free_time(
        calendars=calendars,
        services=[service.pk],
        languages=languages,
        start=start,
        end=start + AHEAD,
        shortest=minutes,
    )
    starts: dict[datetime, tuple[int, str]] = {}
    for gap in free:
        spoken = next((one for one in languages if one in gap.languages), "")
        for first, last in zip(gap.starts.tolist(), gap.ends.tolist(), strict=True):
            for minute in range(-(-first // EVERY_MINUTES) * EVERY_MINUTES, last - minutes + 1, EVERY_MINUTES):
                starts.setdefault(datetime.fromtimestamp(minute * 60, zone), (gap.calendar_id, spoken))
    days = []
    for day, moments in groupby(sorted(starts), lambda moment: moment.date()):
        slots = [_slot(base, matter, service, starts[one], one, minutes, wish, now) for one in _spread(list(moments))]
        days.append(Day(day, slots))
        if len(days) == MOST_DAYS:
            break
    return days


def _spread(moments: list[datetime]) -> list[datetime]:
    """At most MOST_A_DAY, over the whole day."""
    if len(moments) <= MOST_A_DAY:
        return moments
    step = (len(moments) - 1) / (MOST_A_DAY - 1)
    return [moments[round(number * step)] for number in range(MOST_A_DAY)]


def _slot(
    base: Ground,
    matter: Matter,
    service: Service,
    at: tuple[int, str],
    start: datetime,
    minutes: int,
    wish: Wish,
    now: datetime,
) -> Slot:
    calendar, spoken = at
    counter = base.calendars[calendar].counter
    end = start + timedelta(minutes=minutes)
    one = Planned(matter, service, counter.organization, counter.location, counter, calendar, start, end, spoken)
    return Slot(start, offers.sign([one], wish.to_json(), now=now))
