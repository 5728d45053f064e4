"""Sample bookings, so that a demonstration looks like a real week: openly invented people, real constraints.

The next days are nearly full and far ones nearly empty, as at real offices. The same opening always gets the same
samples (seeded by its counter and start), and an opening in which anybody is booked is left alone: filling twice
changes nothing.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from django.db import connection, transaction
from django.db.models import AutoField, GeneratedField, Model
from django.utils import timezone
from psycopg.types.json import Jsonb
from psycopg.types.range import TimestamptzRange

from eindach.accounts.models import Person
from eindach.booking.models import Appointment, Itinerary
from eindach.booking.queries import manage_token
from eindach.booking.wish import Wish
from eindach.directory.models import Municipality, Region, Service
from eindach.directory.queries import residents_only
from eindach.guide.models import Matter
from eindach.kernel.identifiers import (
    REFERENCE_ALPHABET,
    REFERENCE_LENGTH,
    identity_digest,
    stable_uuid,
    token_digest,
)

STEP_MINUTES = 5
SPEAK = ("de", "en", "ar", "uk")
"""What samples speak: the languages of the sample counters."""
MOST_MATTERS_A_VISIT = 3
BREATHING = timedelta(minutes=30)
"""Between two sample appointments of one person: enough for a way."""
FULL_AT_FIRST, EMPTY_AT_LAST = 1.35, 0.65
"""Times the wanted share: on the first and on the last day; their mean is 1."""


@dataclass(frozen=True)
class Gap:
    """An opening nobody is booked in."""

    counter: str
    calendar_id: int
    start: datetime
    end: datetime
    services: tuple[UUID, ...]
    languages: tuple[str, ...]


@dataclass(frozen=True)
class Slot:
    calendar_id: int
    matter: Matter
    service_id: UUID
    start: datetime
    end: datetime
    language: str
    town: str
    """AGS, if this is only for the people who live there."""

    def fits_beside(self, one: "Slot") -> bool:
        apart = self.end + BREATHING <= one.start or one.end + BREATHING <= self.start
        return apart and self.matter != one.matter


@dataclass
class Visit:
    """What one sample person comes for on one day."""

    slots: list[Slot] = field(default_factory=list)

    def can_take(self, slot: Slot) -> bool:
        lives_there = not (slot.town and self.town) or slot.town == self.town
        return lives_there and len(self.slots) < MOST_MATTERS_A_VISIT and all(map(slot.fits_beside, self.slots))

    @property
    def town(self) -> str:
        """Where this person lives, if one of the slots tells."""
        return next((slot.town for slot in self.slots if slot.town), "")


def fill_openings(share: float, *, now: datetime) -> int:
    """Book about this share (0 to 1) of the free openings' time from `now` on; returns how many appointments."""
    gaps = _gaps(now)
    if not gaps:
        return 0
    by_service = _matters_by_service()
    towns = residents_only(list(Service.objects.all()))
    last = max(gap.start for gap in gaps)
    slots: dict[str, list[Slot]] = defaultdict(list)
    for gap in gaps:
        part = (gap.start - now) / max(last - now, timedelta(days=1))
        target = share * (FULL_AT_FIRST + (EMPTY_AT_LAST - FULL_AT_FIRST) * part)
        slots[f"{gap.start:%F}"] += _slots(gap, min(target, 0.95), by_service, towns)
    if not any(slots.values()):
        return 0
    visits = [visit for day in sorted(slots) for visit in _visits(slots[day], Random(day))]  # noqa: S311  (samples)
    return _write(visits, now)


def _gaps(now: datetime) -> list[Gap]:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT c.key, o.calendar_id, lower(o.during), upper(o.during), o.services, o.languages
               FROM booking_opening o JOIN booking_calendar k ON k.id = o.calendar_id
               JOIN booking_counter c ON c.id = k.counter_id
               WHERE lower(o.during) > %s AND o.free = tstzmultirange(o.during) ORDER BY c.key, o.during""",
            [now],
        )
        return [Gap(k, c, start, end, tuple(s), tuple(lang)) for k, c, start, end, s, lang in cursor.fetchall()]


def _matters_by_service() -> dict[UUID, list[Matter]]:
    found: dict[UUID, list[Matter]] = defaultdict(list)
    for matter in Matter.objects.prefetch_related("services"):
        for service in matter.services.all():
            found[service.pk].append(matter)
    return found


def _slots(
    gap: Gap, target: float, by_service: dict[UUID, list[Matter]], towns: dict[UUID, frozenset[str]]
) -> Iterator[Slot]:
    """One after the other, each taken with the chance `target`; somebody alone more often than a family."""
    dice = Random(f"{gap.counter} {gap.start.isoformat()}")  # noqa: S311  (samples)
    moment = gap.start
    offers = [(matter, service) for service in gap.services for matter in by_service.get(service, [])]
    while offers:
        matter, service = dice.choice(offers)
        people = dice.choice((1, 1, 1, 2))
        end = moment + timedelta(minutes=matter.minutes_for(people))
        if end > gap.end:
            return
        if dice.random() < target:
            town = min(towns.get(service, [""]))
            yield Slot(gap.calendar_id, matter, service, moment, end, dice.choice(gap.languages), town)
            moment = end
        else:
            moment += timedelta(minutes=max(STEP_MINUTES, matter.minutes))


def _visits(slots: Sequence[Slot], dice: Random) -> list[Visit]:
    """Slots of one day dealt out to people: most come for one matter, some for two or three."""
    visits: list[Visit] = []
    waiting: list[Visit] = []
    for slot in dice.sample(list(slots), len(slots)):
        home = next((visit for visit in waiting if visit.can_take(slot)), None)
        if home is None:
            home = Visit()
            visits.append(home)
            if dice.random() < 0.4:
                waiting = [*waiting[-8:], home]
        home.slots.append(slot)
    return visits


def _write(visits: Sequence[Visit], now: datetime) -> int:
    here = Region.objects.get()
    first = next_number()
    dice = Random(first)  # noqa: S311  (samples)
    people: list[Person] = []
    itineraries: list[Itinerary] = []
    appointments: list[Appointment] = []
    references = set(Itinerary.objects.values_list("reference", flat=True))
    towns = list(Municipality.objects.order_by("ags").values_list("ags", flat=True)) or [""]
    for number, visit in enumerate(visits, first):
        person = sample_person(here, number, visit.town or dice.choice(towns), dice, now)
        itinerary = _itinerary(here, person, visit, _reference(dice, references), now)
        people.append(person)
        itineraries.append(itinerary)
        appointments += [_appointment(person, itinerary, slot) for slot in visit.slots]
    _copy(people)
    _copy(itineraries)
    _copy(appointments)
    return len(appointments)


def _copy(rows: Sequence[Model]) -> None:
    """PostgreSQL's COPY: half the time of INSERT for thousands of rows. By way of a table of our own, since COPY into a
    table under row-level security is refused to everybody whom that binds."""
    options = type(rows[0])._meta
    fields = [f for f in options.concrete_fields if not isinstance(f, (AutoField, GeneratedField))]
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    with transaction.atomic(), connection.cursor() as cursor:
        empty = f"SELECT {columns} FROM {options.db_table} WITH NO DATA"  # noqa: S608 - names of our own
        cursor.execute(f"CREATE TEMP TABLE sample ON COMMIT DROP AS {empty}")
        with cursor.copy(f"COPY sample ({columns}) FROM STDIN") as copy:
            for row in rows:
                values = [getattr(row, field.attname) for field in fields]
                copy.write_row([Jsonb(value) if isinstance(value, dict) else value for value in values])
        cursor.execute(f"INSERT INTO {options.db_table} ({columns}) SELECT {columns} FROM sample")  # noqa: S608
        cursor.execute("DROP TABLE sample")


def _reference(dice: Random, taken: set[str]) -> str:
    while True:
        reference = "".join(dice.choices(REFERENCE_ALPHABET, k=REFERENCE_LENGTH))
        if reference not in taken:
            taken.add(reference)
            return reference


def next_number() -> int:
    """Of the sample person to come."""
    return Person.objects.filter(name__startswith="Beispielperson ").count() + 1


def sample_person(here: Region, number: int, town: str, dice: Random, now: datetime) -> Person:
    name, email = f"Beispielperson {number}", f"beispiel{number}@mail.example"
    return Person(
        id=stable_uuid(here.key, "sample-person", str(number)),
        identity=identity_digest(name, email),
        name=name,
        email=email,
        language=dice.choice(SPEAK),
        municipality=town,
        created_at=now,
    )


def _itinerary(here: Region, person: Person, visit: Visit, reference: str, now: datetime) -> Itinerary:
    today = timezone.localdate(now, here.zone)
    keys = tuple(dict.fromkeys(slot.matter.key for slot in visit.slots))
    last = timezone.localdate(max(slot.end for slot in visit.slots), here.zone)
    row = Itinerary(
        id=stable_uuid(here.key, "sample-itinerary", person.name),
        reference=reference,
        person=person,
        language=person.language,
        wish=Wish(keys, today, last + timedelta(days=14), municipality=person.municipality).to_json(),
        created_at=now,
        booked_at=now,
    )
    row.token_digest = token_digest(manage_token(row))
    return row


def _appointment(person: Person, itinerary: Itinerary, slot: Slot) -> Appointment:
    return Appointment(
        itinerary=itinerary,
        person=person,
        matter=slot.matter,
        service_id=slot.service_id,
        calendar_id=slot.calendar_id,
        during=TimestamptzRange(slot.start, slot.end),
        language=slot.language,
        status=Appointment.Status.BOOKED,
    )
