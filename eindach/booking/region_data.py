"""The booking's section of a region's data: counters, with the hours their openings are made of."""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from uuid import UUID

from pydantic import Field, model_validator

from eindach.booking.models import Calendar, Counter, CounterSchedule
from eindach.directory.models import Location, Organization, ScheduleException, Service
from eindach.directory.region_data import FIRST_DAY, ServiceEntry, Sourced
from eindach.directory.region_format import Entry, HoursEntry, Languages, Text
from eindach.directory.region_rows import replace, upsert
from eindach.directory.region_source import RegionSource

SIGN = re.compile(r"(?P<kind>[a-z-]+) (?P<number>\S+)")


class SignEntry(Entry):
    """The words of a sign with `{n}` for its number: {de: "Schalter {n}", …}."""

    words: Text


class ShiftEntry(HoursEntry):
    """Hours in which a counter serves these services in these languages (its own of the entry when left out)."""

    services: list[str] = []
    languages: Languages | None = None


class CounterEntry(Sourced):
    """`sign`: kind and number, as in "counter 3"; or a `name` of its own. `by_phone`: its appointments are calls."""

    organization: str
    location: str
    sign: str = ""
    name: Text | None = None
    services: list[str] = []
    languages: Languages | None = None
    by_phone: bool = False
    hours: list[ShiftEntry] = Field(min_length=1)

    @model_validator(mode="after")
    def _complete(self) -> "CounterEntry":
        if bool(self.sign) == bool(self.name):
            raise ValueError("needs either a sign ('counter 3') or a name")
        if self.sign and not SIGN.fullmatch(self.sign):
            raise ValueError(f"sign {self.sign!r}: allowed: a kind and a number, as in 'counter 3'")
        for shift in self.hours:
            if shift.hours.opens is None:
                raise ValueError(f"{shift.when!r}: a counter needs hours from–until")
            if not (shift.services or self.services) or not (shift.languages or self.languages):
                raise ValueError(f"{shift.when!r}: which services, in which languages?")
        return self

    def services_of(self, shift: ShiftEntry) -> list[str]:
        return shift.services or self.services

    def languages_of(self, shift: ShiftEntry) -> list[str]:
        return shift.languages or self.languages or []


@dataclass(frozen=True)
class BookingData:
    signs: dict[str, SignEntry]
    counters: dict[str, CounterEntry]


def read(source: RegionSource, services: dict[str, ServiceEntry]) -> BookingData:
    """Parse and check; faults are noted in `source`."""
    data = BookingData(source.parse("signs", SignEntry), source.parse("counters", CounterEntry))
    for key, counter in data.counters.items():
        source.refer("counters", key, "organization", "organizations", [counter.organization])
        source.refer("counters", key, "location", "locations", [counter.location])
        if found := SIGN.fullmatch(counter.sign):
            source.refer("counters", key, "sign", "signs", [found["kind"]])
        _check_shifts(key, counter, services, source)
    return data


def _check_shifts(key: str, counter: CounterEntry, services: dict[str, ServiceEntry], source: RegionSource) -> None:
    for shift in counter.hours:
        source.refer("counters", key, "hours", "services", counter.services_of(shift))
        for name in counter.services_of(shift):
            if name in services and counter.location not in services[name].at:
                places = ", ".join(services[name].at)
                source.fault("counters", key, f"{name} is not at {counter.location}; it is at: {places}", "services")
    for one, other in combinations(counter.hours, 2):
        if may_clash(one, other):
            source.fault("counters", key, f"{one.when!r} and {other.when!r} overlap", "hours")


def may_clash(one: ShiftEntry, other: ShiftEntry) -> bool:
    a, b = one.hours, other.hours
    if not (a.opens and a.closes and b.opens and b.closes) or not (a.opens < b.closes and b.opens < a.closes):
        return False
    first = max(one.valid_from or FIRST_DAY, other.valid_from or FIRST_DAY)
    last = min(one.valid_until or date.max, other.valid_until or date.max)
    return first <= last and _same_days(a.rrule, b.rrule)


def _same_days(one: str, other: str) -> bool:
    # Exact for the lines of hours: a monthly first Friday is a Friday too, a second Friday is never a first one.
    if "FREQ=MONTHLY" in one and "FREQ=MONTHLY" in other:
        return bool(_by_day(one) & _by_day(other))
    return bool({day[-2:] for day in _by_day(one)} & {day[-2:] for day in _by_day(other)})


def _by_day(rrule: str) -> set[str]:
    found = re.search(r"BYDAY=([^;]+)", rrule)
    return set(found[1].split(",")) if found else set()


def load(data: BookingData) -> None:
    """Write counters, calendars and their rules; inside a transaction of the caller, after the directory."""
    organizations = dict(Organization.objects.values_list("key", "pk"))
    locations = dict(Location.objects.values_list("key", "pk"))
    rows = [
        Counter(
            key=key,
            organization_id=organizations[one.organization],
            location_id=locations[one.location],
            name=one.name or sign_words(one.sign, data.signs),
            by_phone=one.by_phone,
            sample=one.sample,
        )
        for key, one in data.counters.items()
    ]
    counters = upsert(Counter, rows, by="key")
    Calendar.objects.bulk_create([Calendar(counter=row) for row in counters.values()], ignore_conflicts=True)
    calendars = dict(Calendar.objects.values_list("counter__key", "pk"))
    _load_rules(data, calendars)


def rules_as_they_are() -> dict[int, object]:
    """Calendar id -> all that its openings are made of; to be compared before and after loading."""
    exceptions: dict[UUID, list[object]] = defaultdict(list)
    for one in ScheduleException.objects.order_by("date"):
        exceptions[one.location_id].append((one.date, one.opens, one.closes))
    rules: dict[int, set[object]] = defaultdict(set)
    for rule in CounterSchedule.objects.prefetch_related("services"):
        offers = frozenset(service.pk for service in rule.services.all()), tuple(rule.languages)
        dates = rule.rrule, rule.valid_from, rule.valid_until, rule.open_on_holidays
        rules[rule.calendar_id].add((*dates, rule.opens, rule.closes, *offers))
    places = Calendar.objects.values_list("pk", "counter__location_id")
    return {pk: (frozenset(rules[pk]), tuple(exceptions[place])) for pk, place in places}


def renew_changed(before: dict[int, object]) -> None:
    """Calendars whose rules are not what they were get their openings anew; the others keep every change by hand."""
    now = rules_as_they_are()
    changed = [pk for pk, rules in now.items() if before.get(pk) != rules]
    Calendar.objects.filter(pk__in=changed).update(made_until=None)


def sign_words(sign: str, signs: dict[str, SignEntry]) -> dict[str, str]:
    """In every language; KeyError for a kind of sign there is not."""
    kind, number = sign.split(" ", 1)
    return {code: words.replace("{n}", number) for code, words in signs[kind].words.items()}


def _rule(calendar: int, one: CounterEntry, shift: ShiftEntry) -> CounterSchedule:
    opens, closes = shift.span
    return CounterSchedule(
        calendar_id=calendar,
        rrule=shift.hours.rrule,
        valid_from=shift.valid_from or FIRST_DAY,
        valid_until=shift.valid_until,
        opens=opens,
        closes=closes,
        languages=one.languages_of(shift),
        open_on_holidays=shift.open_on_holidays,
    )


def _load_rules(data: BookingData, calendars: dict[str, int]) -> None:
    """All rules anew: a counter that is gone from the files but still has appointments gets no further openings."""
    services: dict[str, UUID] = dict(Service.objects.values_list("key", "pk"))
    shifts = [(key, one, shift) for key, one in data.counters.items() for shift in one.hours]
    rules = [_rule(calendars[key], one, shift) for key, one, shift in shifts]
    replace(CounterSchedule, rules)
    offered, ever = CounterSchedule.services.through, Calendar.services.through
    pairs = [
        (rule, services[name])
        for rule, (_key, one, shift) in zip(rules, shifts, strict=True)
        for name in one.services_of(shift)
    ]
    offered.objects.bulk_create(offered(counterschedule=rule, service_id=service) for rule, service in pairs)
    ever.objects.filter(calendar__in=calendars.values()).delete()
    served = dict.fromkeys((rule.calendar_id, service) for rule, service in pairs)
    ever.objects.bulk_create(ever(calendar_id=calendar, service_id=service) for calendar, service in served)
