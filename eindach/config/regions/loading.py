"""`check` and `load`: a region's folder into the database, in one transaction, again and again."""

from collections import Counter as Tally
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from eindach.booking import region_data as booking_data
from eindach.booking.models import Calendar, Counter
from eindach.booking.openings import extend_openings
from eindach.config.cli.faults import CommandError
from eindach.config.region_files.reading import known_regions, read_folder, regions_folder
from eindach.config.regions.sample_bookings import fill_openings
from eindach.directory import region_data as directory_data
from eindach.directory import region_loading
from eindach.directory.models import EventSeries, Location, Municipality, Organization, Region, Service
from eindach.directory.region_rows import prune
from eindach.directory.region_source import Fault, Outdated
from eindach.directory.staff.changes import added_keys
from eindach.frontdesk import signs
from eindach.frontdesk.events import region_data as event_data
from eindach.frontdesk.events.days import make_event_days
from eindach.frontdesk.interpreting import region_data as interpreter_data
from eindach.guide import region_data as guide_data
from eindach.guide.models import Matter, Topic
from eindach.site import region_data as site_data
from eindach.translations import rows as translated
from eindach.translations import storing as translations


class RegionFaults(CommandError):
    """The files of a region are wrong; `faults` has all of them."""

    def __init__(self, name: str, faults: list[Fault]) -> None:
        listed = "\n".join(f"  {fault}" for fault in faults)
        super().__init__(f"The data of region {name} has {len(faults)} faults; nothing was loaded:\n{listed}", status=2)
        self.faults = faults


@dataclass(frozen=True)
class RegionData:
    """Checked data of all parts."""

    key: str
    directory: directory_data.DirectoryData
    guide: guide_data.GuideData
    booking: booking_data.BookingData
    events: event_data.EventData
    interpreters: Mapping[str, interpreter_data.InterpreterEntry]
    site: site_data.SiteData
    outdated: Mapping[str, Mapping[str, Outdated]]
    of_today: Mapping[str, set[str]]


@dataclass(frozen=True)
class Loaded:
    """How many there are of what, and what stays although it is gone from the files."""

    counts: dict[str, int]
    remarks: tuple[str, ...]
    openings: int
    sample_appointments: int
    displaced: int = 0
    """People whose appointments the files no longer cover: a job makes them new plans."""


def check(name: str, *, folder: Path | None = None) -> RegionData:
    """Read and check a region's files; needs no database. RegionFaults with everything that is wrong at once."""
    folder = folder or regions_folder()
    if name not in known_regions(folder):
        allowed = ", ".join(known_regions(folder)) or "none"
        raise CommandError(f"There is no region {name!r} in {folder}; allowed: {allowed}.", status=2)
    source = read_folder(name, folder)
    directory = directory_data.read(source)
    guide = guide_data.read(source)
    booking = booking_data.read(source, directory.services if directory else {})
    signs.check(source, booking)
    events = event_data.read(source, directory, guide, booking.signs)
    interpreters = interpreter_data.read(source)
    site = site_data.read(source)
    if source.faults or directory is None:
        raise RegionFaults(name, sorted(source.faults))
    return RegionData(name, directory, guide, booking, events, interpreters, site, source.outdated, source.of_today)


def load(
    name: str, *, days: int = 60, sample_share: float = 0.0, now: datetime | None = None, folder: Path | None = None
) -> Loaded:
    """Load or update a region; make the openings of the next `days` (0: none) and book this share (0 to 1) of them
    with samples.

    All or nothing. Rows that are gone from the files but in use stay, and a remark says so.
    """
    now = now or timezone.now()
    data = check(name, folder=folder)
    with transaction.atomic():
        _refuse_another_region(name)
        rules, texts = booking_data.rules_as_they_are(), dict(translated.texts())
        remarks = region_loading.load(data.directory, name)
        guide_data.load(data.guide)
        booking_data.load(data.booking)
        booking_data.renew_changed(rules)
        event_data.load(data.events)
        interpreter_data.load(data.interpreters)
        site_data.load(data.site)
        remarks += _prune(data)
        translations.after_loading(texts, data.outdated, data.of_today, now=now)
        make_event_days(now=now)
        made, booked, displaced = 0, 0, 0
        if days:
            until = timezone.localdate(now, Region.objects.get().zone) + timedelta(days=days)
            extended = extend_openings(None, until=until, now=now)
            made, displaced = extended.made, len(extended.displaced)
        if sample_share:
            booked = fill_openings(sample_share, now=now)
    _analyze()
    return Loaded(_counts(data), tuple(remarks), made, booked, displaced)


def _refuse_another_region(name: str) -> None:
    other = Region.objects.exclude(key=name).first()
    if other:
        raise CommandError(
            f"This database belongs to region {other.key}; {name} needs one of its own (EINDACH_DATA or DATABASE_URL)."
        )


def _prune(data: RegionData) -> list[str]:
    """From what hangs on others to what others hang on."""
    return [
        *prune(EventSeries, data.directory.events),
        *prune(Counter, [*data.booking.counters, *_stations()]),
        *prune(Matter, data.guide.matters),
        *prune(Topic, data.guide.topics),
        *prune(Service, [*data.directory.services, *added_keys("services")]),
        *prune(Location, [*data.directory.locations, *added_keys("locations")]),
        *prune(Organization, [*data.directory.organizations, *added_keys("organizations")]),
        *prune(Municipality, [one.ags for one in data.directory.municipalities.values()], by="ags"),
    ]


def _stations() -> list[str]:
    """Counters of event days: made of the rules, a new one every day (frontdesk/events/days.py)."""
    return list(Counter.objects.filter(station__isnull=False).values_list("key", flat=True))


def _counts(data: RegionData) -> dict[str, int]:
    found = Tally(
        municipalities=len(data.directory.municipalities),
        organizations=len(data.directory.organizations),
        locations=len(data.directory.locations),
        services=len(data.directory.services),
        topics=len(data.guide.topics),
        matters=len(data.guide.matters),
        counters=Calendar.objects.filter(counter__station=None).count(),
    )
    return dict(found)


def _analyze() -> None:
    # A region comes in one gulp: without fresh statistics the first searches choose bad plans.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE booking_opening, booking_appointment, booking_calendar, directory_service")
