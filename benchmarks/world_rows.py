"""Rows of the benchmark's region: the directory by the models, time and bookings by COPY (200,000 rows in seconds)."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from eindach.booking.models import Calendar
from eindach.booking.models import Counter as CounterRow
from eindach.directory.models import Location, Municipality, Organization, Region, Service, ServiceAtLocation
from eindach.guide.models import Matter as MatterRow
from eindach.guide.models import Topic
from eindach.kernel.identifiers import stable_uuid

LENGTHS = (15, 20, 25, 30, 35, 40, 45)


@dataclass(frozen=True)
class Place:
    key: str
    town: str
    town_hall: bool
    latitude: float
    longitude: float
    step_free: bool


@dataclass(frozen=True)
class Matter:
    """`places`: numbers of the houses · `own_of_town`: each town's own service, for its residents only."""

    key: str
    minutes: int
    places: tuple[int, ...]
    after: tuple[str, ...]
    own_of_town: bool


@dataclass(frozen=True)
class Counter:
    """`matters`: numbers of the matters it settles, the first is its main one."""

    key: str
    place: int
    matters: tuple[int, ...]
    languages: tuple[str, ...]
    pattern: int


def text(words: str) -> dict[str, str]:
    return {"de": words, "en": words, "ar": words, "uk": words}


def write_directory(places: Sequence[Place], matters: Sequence[Matter], counters: Sequence[Counter]) -> None:
    """Region, towns, houses, organizations, services, matters, counters."""
    with transaction.atomic():
        _write_places(places)
        _write_services(places, matters)
        _write_counters(places, matters, counters)


def _id(kind: str, key: str) -> UUID:
    return stable_uuid("benchmark", kind, key)


def _service_key(matter: Matter, place: Place) -> str:
    return f"{matter.key}-{place.town}" if matter.own_of_town else matter.key


def _organization_key(number: int, matter: Matter, place: Place) -> str:
    return f"town-{place.town}" if matter.own_of_town else f"body-{number % 18}"


def _write_places(places: Sequence[Place]) -> None:
    towns = {place.town: place for place in reversed(places)}
    Municipality.objects.bulk_create(
        Municipality(ags=ags, name=f"Town {ags}", latitude=one.latitude, longitude=one.longitude, source="sample")
        for ags, one in towns.items()
    )
    Location.objects.bulk_create(
        Location(
            id=_id("location", place.key),
            key=place.key,
            name=text(f"House {place.key}"),
            short_name=text(place.key),
            street="Musterstraße 1",
            postal_code="52349",
            city=f"Town {place.town}",
            municipality_id=place.town,
            latitude=place.latitude,
            longitude=place.longitude,
            step_free=place.step_free,
        )
        for place in places
    )
    Region.objects.create(
        key="benchmark",
        name=text("Musterkreis"),
        languages=["de", "en", "ar", "uk"],
        help_name=text("Welcome Center"),
        help_phone="02421 000 100",
        help_email="hilfe@muster.example",
        help_location_id=_id("location", places[0].key),
    )


def _write_services(places: Sequence[Place], matters: Sequence[Matter]) -> None:
    organizations: dict[str, Organization] = {}
    services: dict[str, Service] = {}
    there: list[ServiceAtLocation] = []
    topic = Topic.objects.create(key="home", name=text("Home"), icon="home")
    for number, matter in enumerate(matters):
        for place in (places[n] for n in matter.places):
            owner, key = _organization_key(number, matter, place), _service_key(matter, place)
            kind = Organization.Kind.MUNICIPALITY if matter.own_of_town else Organization.Kind.AUTHORITY
            organizations[owner] = Organization(
                id=_id("organization", owner), key=owner, name=text(owner), short_name=text(owner), kind=kind
            )
            services[key] = Service(
                id=_id("service", key), key=key, organization_id=_id("organization", owner), name=text(key)
            )
            there.append(
                ServiceAtLocation(
                    service_id=_id("service", key), location_id=_id("location", place.key), languages=["de", "en", "ar"]
                )
            )
    Organization.objects.bulk_create(organizations.values())
    Service.objects.bulk_create(services.values())
    ServiceAtLocation.objects.bulk_create(there)
    for number, matter in enumerate(matters):
        row = MatterRow.objects.create(
            key=matter.key,
            topic=topic,
            name=text(matter.key),
            short_name=text(matter.key),
            official_term=matter.key,
            icon="home",
            position=number,
            minutes=matter.minutes,
            minutes_each_further=5,
        )
        row.services.set({_id("service", _service_key(matter, places[n])) for n in matter.places})
        row.after.set(MatterRow.objects.filter(key__in=matter.after))


def _write_counters(places: Sequence[Place], matters: Sequence[Matter], counters: Sequence[Counter]) -> None:
    rows = CounterRow.objects.bulk_create(
        CounterRow(
            key=one.key,
            organization_id=_id(
                "organization", _organization_key(one.matters[0], matters[one.matters[0]], places[one.place])
            ),
            location_id=_id("location", places[one.place].key),
            name=text(one.key),
        )
        for one in counters
    )
    calendars = Calendar.objects.bulk_create(Calendar(counter=row) for row in rows)
    ever = Calendar.services.through
    ever.objects.bulk_create(
        ever(calendar_id=calendar.pk, service_id=_id("service", _service_key(matters[n], places[one.place])))
        for calendar, one in zip(calendars, counters, strict=True)
        for n in one.matters
    )


def write_time(
    counters: Sequence[Counter],
    matters: Sequence[Matter],
    shifts: Sequence[tuple[int, datetime, datetime]],
    random: Random,
    booked: float,
) -> tuple[int, int, float]:
    """Openings, and so many appointments that this part of their time is booked; how many of each, and the part."""
    calendars = dict(Calendar.objects.values_list("counter__key", "pk"))
    numbers = dict(MatterRow.objects.values_list("key", "pk"))
    served = _served()
    with transaction.atomic(), connection.cursor() as cursor:
        openings = _copy(
            cursor,
            "booking_opening (calendar_id, during, services, languages)",
            (
                (calendar, f"[{opens.isoformat()},{closes.isoformat()})", served[calendar], list(counters[n].languages))
                for n, opens, closes in shifts
                for calendar in (calendars[counters[n].key],)
            ),
        )
        taken = _bookings(counters, matters, shifts, random, booked)
        appointments = _write_bookings(cursor, taken, calendars, counters, matters, numbers, served)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    open_minutes = sum((closes - opens).total_seconds() / 60 for _n, opens, closes in shifts)
    return openings, appointments, sum(length for _n, _matter, _start, length in taken) / open_minutes


def _served() -> dict[int, list[UUID]]:
    found: dict[int, list[UUID]] = {}
    for calendar, service in Calendar.services.through.objects.order_by("pk").values_list("calendar_id", "service_id"):
        found.setdefault(calendar, []).append(service)
    return found


def _bookings(
    counters: Sequence[Counter],
    matters: Sequence[Matter],
    shifts: Sequence[tuple[int, datetime, datetime]],
    random: Random,
    booked: float,
) -> list[tuple[int, int, datetime, int]]:
    """(counter, matter, start, minutes): each shift is filled from left to right, gaps and appointments in turn."""
    found = []
    for n, opens, closes in shifts:
        minutes = int((closes - opens).total_seconds()) // 60
        at = 0
        while True:
            length = random.choice(LENGTHS)
            # Gaps and appointments in turn, of which the appointments make the wanted part; every shift ends with
            # some rest that is too short, so the gaps between are drawn a quarter shorter.
            gap = 5 * round(random.expovariate(1 / (0.75 * 30 * (1 - booked) / booked)) / 5)
            if at + gap + length > minutes:
                break
            found.append((n, random.choice(counters[n].matters), opens + timedelta(minutes=at + gap), length))
            at += gap + length
    return found


def _write_bookings(
    cursor: Any,
    taken: list[tuple[int, int, datetime, int]],
    calendars: dict[str, int],
    counters: Sequence[Counter],
    matters: Sequence[Matter],
    numbers: dict[str, int],
    served: dict[int, list[UUID]],
) -> int:
    plans = _plans(taken)
    now = datetime.now(tz=taken[0][2].tzinfo)
    people = [(_id("person", str(n)), _id("itinerary", str(n))) for n in range(len(plans))]
    _copy(
        cursor,
        "accounts_person (id, identity, name, email, phone, language, municipality, created_at)",
        (
            (person, _digest(f"p{n}"), "Sample Person", f"p{n}@mail.example", "", "en", "", now)
            for n, (person, _i) in enumerate(people)
        ),
    )
    _copy(
        cursor,
        "booking_itinerary (id, reference, token_digest, person_id, phone, language, wish, wants_earlier,"
        " created_at, booked_at, sequence)",
        (
            (itinerary, f"B{n}", _digest(f"i{n}"), person, "", "en", "{}", False, now, now, 0)
            for n, (person, itinerary) in enumerate(people)
        ),
    )
    return _copy(
        cursor,
        "booking_appointment (uid, itinerary_id, person_id, matter_id, service_id, calendar_id, during, language,"
        " status, reason)",
        (
            (
                _id("appointment", f"{n}-{m}"),
                people[n][1],
                people[n][0],
                numbers[matters[matter].key],
                served[calendar][counters[counter].matters.index(matter)],
                calendar,
                f"[{start.isoformat()},{(start + timedelta(minutes=length)).isoformat()})",
                "de",
                "booked",
                "",
            )
            for n, plan in enumerate(plans)
            for m, (counter, matter, start, length) in enumerate(plan)
            for calendar in (calendars[counters[counter].key],)
        ),
    )


def _plans(taken: list[tuple[int, int, datetime, int]]) -> list[list[tuple[int, int, datetime, int]]]:
    """Three appointments a person where they are of three matters on three days, else one."""
    shuffled = list(taken)
    Random(7).shuffle(shuffled)
    plans = []
    for three in (shuffled[n : n + 3] for n in range(0, len(shuffled), 3)):
        apart = len({one[1] for one in three}) == len({one[2].date() for one in three}) == len(three)
        plans += [three] if apart else [[one] for one in three]
    return plans


def _copy(cursor: Any, table: str, rows: Iterator[tuple[Any, ...]]) -> int:
    count = 0
    with cursor.copy(f"COPY {table} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
            count += 1
    return count


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
