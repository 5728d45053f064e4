"""Every page anybody can open, with something on it: found in the URLconf, so that new ones are walked, too."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.urls import Resolver404, resolve
from django.utils import timezone, translation

from eindach.booking.models import Counter
from eindach.config.region_files.reading import read_folder, regions_folder
from eindach.directory.models import Asking, Location, Municipality, Organization, Schedule, Service
from eindach.frontdesk.models import EventDay
from eindach.guide.places.words import write_words
from eindach.guide.plan.answers import Answers
from eindach.guide.staff.directory.links import link_of
from eindach.questions import calls
from eindach.site import region_data
from tests.booking_pages.stage import Stage
from tests.cast import ZONE, text
from tests.frontdesk.event_day import set_series, station
from tests.guide.my_steps import make_steps
from tests.guide.towns import set_towns
from tests.permission.routes import names_in, of_audience

LANGUAGE = "de/"
TOWNS = ["Hürtgenwald", "Aldenhoven", "Langerwehe", *(f"Ort {number}" for number in range(10))]
"""With the two that have pages as many as a real district has: the narrowest tiles, the longest names."""
NO_PAGE = frozenset({
    "plan/plans/loosen/", "plan/contact/renew/", "plan/finish/", "next-steps/<str:sealed>/tick/",
    "directory-check/<str:sealed>/new-link/", "directory-check/<str:sealed>/right/<slug:key>/",
    "next-steps/<str:sealed>/deadlines.ics", "municipalities/<slug:key>/events.ics",
    "municipalities/<slug:key>/<slug:form>.pdf", "municipalities/pictures/<uuid:picture_id>/", "m/<slug:key>/",
    "screen/<slug:key>/",
})  # fmt: skip
"""Buttons, files, a short address that leads on; the display on the wall has its own journey (test_j8)."""
ON_THE_WAY = frozenset({
    "plan/", "plan/when/", "plan/plans/", "plan/contact/", "plan/check/", "plan/booked/",
})  # fmt: skip
"""Steps that need the ones before them."""
FURTHER = (
    "search/?q=konto",
    "search/?q=xyzzy",
    "places/?open=on&town=05000001&language=ti",
    "places/?q=xyzzy",
    "nowhere/",
)
"""The same pages with something else on them."""


@dataclass(frozen=True)
class World:
    """Where addresses have a part that is not the same on every site: route -> what to put in."""

    parts: Mapping[str, tuple[Mapping[str, object], ...]]


def of_language() -> set[str]:
    """All public routes in a language, as they are written in the URLconf."""
    return {where.removeprefix(LANGUAGE) for where, _ in of_audience("public") if where.startswith(LANGUAGE)}


def routes() -> list[str]:
    """Those of pages."""
    return sorted(of_language() - NO_PAGE)


def addresses(world: World) -> Iterator[str]:
    """Of all pages but those on the way. KeyError: a new page with a part nobody has an example of."""
    for where in routes():
        if where in ON_THE_WAY:
            continue
        for part in world.parts[where] if names_in(where) else ({},):
            yield fill(where, part)
    yield from FURTHER


def fill(where: str, part: Mapping[str, object]) -> str:
    for name, value in part.items():
        for kind in ("slug", "str", "uuid", "int"):
            where = where.replace(f"<{kind}:{name}>", str(value))
    return where


def set_world(stage: Stage) -> World:
    """A district with everything: towns and their pages, steps, an event day, calls, an office that is asked."""
    cast, now = stage.cast, timezone.now()
    set_towns(cast)
    Organization.objects.update(kind=Organization.Kind.AUTHORITY)  # anybody may come, wherever they live
    for number, name in enumerate(TOWNS):
        north, east = 50.6 + number / 40, 6.5 + number % 3
        Municipality.objects.create(
            ags=f"0500000{number:x}", name=name, latitude=north, longitude=east, source="sample"
        )
    make_steps(cast)
    forum = Location.objects.get(key="forum")
    Schedule.objects.create(
        location=forum, rrule="FREQ=WEEKLY;BYDAY=MO,TU", valid_from=date(2026, 1, 1), opens=time(9), closes=time(16)
    )
    _statement()
    Counter.objects.filter(key="amt-1").update(by_phone=True)
    write_words()
    day, asking = _event_day(stage, now), _asking(now)
    plan = Answers(place="05358008", dates={}, chosen={"reason": ("work",), "family": ("school-child",)}).sealed()
    return World({
        "topics/<slug:key>/": ({"key": "home"},),
        "matter/<slug:key>/": ({"key": "bank"},),
        "places/<slug:key>/": ({"key": "konto"},),
        "municipalities/<slug:key>/": ({"key": "musterstadt"}, {"key": "beispielheim"}),
        "events/<uuid:day_id>/": ({"day_id": day.pk},),
        "events/<uuid:day_id>/hour/": ({"day_id": f"{day.pk}", },),
        "talk/<str:time>/": ({"time": _free_call(now)},),
        "next-steps/ask/<slug:page>/": tuple({"page": one} for one in ("place", "reason", "since", "family", "have")),
        "next-steps/<str:sealed>/": ({"sealed": plan},),
        "next-steps/<str:sealed>/take-along/": ({"sealed": plan},),
        "directory-check/<str:sealed>/": ({"sealed": asking},),
        "directory-check/<str:sealed>/different/<slug:key>/": ({"sealed": asking, "key": "konto"},),
    })  # fmt: skip


def _statement() -> None:
    """As Nordrhein-Westfalen's files say, and a video on another server."""
    source = read_folder("dueren", regions_folder())
    title = text("Willkommen", "Welcome")
    source.sections["videos"] = {"hello": {
        "title": title, "link": "https://elsewhere.example/v", "seconds": 60, "transcript": title,
        "as_of": date(2026, 11, 22), "source": "Kreis",
    }}  # fmt: skip
    region_data.load(region_data.read(source))


def _event_day(stage: Stage, now: datetime) -> EventDay:
    day = stage.days[0]
    opens, closes = (datetime.combine(day, time(hour), ZONE) for hour in (9, 13))
    series = set_series(Location.objects.get(key="forum"))
    made = EventDay.objects.create(
        series=series, during=(opens, closes), registration_from=now - timedelta(days=1),
        registration_until=opens - timedelta(hours=1),
    )  # fmt: skip
    station(made, 1, stage.cast.forum_bank.counter, stage.cast.bank, 2)
    return made


def _asking(now: datetime) -> str:
    Service.objects.filter(key="konto").update(assurer_email="auskunft@bank.example")
    asking = Asking.objects.create(email="auskunft@bank.example", asked_at=now)
    asking.services.set(Service.objects.filter(key="konto"))
    return Path(link_of(asking, now=now)).name


def _free_call(now: datetime) -> str:
    return calls.times("de", now=now).days[0].slots[0].offer


def route_of(path: str) -> str:
    """Of an address in German; empty where there is no page."""
    try:
        with translation.override("de"):
            return str(resolve(path).route).removeprefix(LANGUAGE)
    except Resolver404:
        return ""
