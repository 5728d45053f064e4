"""Three newcomers on the terminal: what they need, and the visits that settle it, drawn as houses."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import zip_longest

from django.utils import timezone
from django.utils.translation import override

from eindach.booking.drawing import House, Stop, draw
from eindach.booking.drawing_words import duration, visits
from eindach.booking.plans import Plan
from eindach.booking.search import search
from eindach.booking.wish import Wish
from eindach.directory.models import Region
from eindach.directory.queries import region
from eindach.guide.models import Matter

LANGUAGE = "en"
WIDTH = 40
"""Columns of a house, from wall to wall; two stand beside each other in 90."""
APART = "   "
DAYS_AHEAD = 45


@dataclass(frozen=True)
class Newcomer:
    """An invented person. Matters by key."""

    who: str
    matters: tuple[str, ...]
    languages: tuple[str, ...]
    people: int = 1


NEWCOMERS = (
    Newcomer("A student, alone, speaks English", ("registration", "insurance", "bank", "german-course"), ("en",)),
    Newcomer("A family of three, speaks Ukrainian or German", ("registration", "school", "jobcenter"), ("uk", "de"), 3),
    Newcomer("A nurse, speaks Arabic or English", ("residence", "bank", "recognition"), ("ar", "en")),
)


def print_sample_itineraries(*, now: datetime | None = None) -> None:
    """Search for three typical newcomers and print their best plans; writes nothing."""
    now = now or timezone.now()
    here = region()
    known = {matter.key: matter for matter in Matter.objects.all()}
    with override(LANGUAGE):
        for newcomer in NEWCOMERS:
            wish = _wish(newcomer, here, known, timezone.localdate(now, here.zone))
            found = search(wish, now=now)
            print(f"\n{newcomer.who} needs: {', '.join(str(known[key].name) for key in wish.matters)}")
            for line in _lines(sorted(found.plans, key=_effort)) or [f"  {one.message}" for one in found.impossible]:
                print(line.rstrip())
    print(flush=True)


def _wish(newcomer: Newcomer, here: Region, known: Collection[str], today: date) -> Wish:
    """They live where the region's help desk is."""
    place = here.help_location
    return Wish(
        matters=tuple(key for key in newcomer.matters if key in known),
        start=today + timedelta(days=1),
        until=today + timedelta(days=DAYS_AHEAD),
        people=newcomer.people,
        languages=newcomer.languages,
        municipality=str(place.municipality_id or "") if place else "",
    )


def _effort(plan: Plan) -> float:
    """Which of the best plans to draw: a visit weighs like three hours, a day of waiting like ten minutes."""
    return 180 * plan.days + plan.minutes_on_site + 10 * plan.completed_on.toordinal()


def _lines(plans: Sequence[Plan]) -> list[str]:
    """The first plan drawn, the soonest of the others and the shortest of the others in a line each."""
    if not plans:
        return []
    first, *others = plans
    soonest = sorted(others, key=lambda plan: (plan.completed_on, plan.days))[:1]
    shortest = sorted(others, key=lambda plan: (plan.minutes_on_site, plan.days))[:1]
    return [
        f"  {_headline(first)}",
        *(f"  {line}" for line in _side_by_side([_house(house) for house in draw([first]).houses[0]])),
        *dict.fromkeys(f"  or: {_headline(plan)}" for plan in [*soonest, *shortest]),
    ]


def _headline(plan: Plan) -> str:
    done = f"{plan.completed_on:%a} {plan.completed_on.day} {plan.completed_on:%b}"
    return f"{visits(plan.days)}, all done on {done}, {duration(plan.minutes_on_site)} on site"


def _house(house: House) -> list[str]:
    """Roof, floors, ground; every line as wide as the house."""
    start, end = house.start, house.end
    title = f"{start:%a} {start.day} {start:%b}, {start:%H:%M}–{end:%H:%M}"
    roof = [title.center(WIDTH), "▁▂▄▆█▆▄▂▁".center(WIDTH), "▄" + "█" * (WIDTH - 2) + "▄"]
    return roof + [line for stop in house.stops for line in _floor(stop)] + ["▀" * WIDTH]


def _floor(stop: Stop) -> list[str]:
    if stop.appointment is None:
        words = {"wait": f"  ·  {stop.minutes} min wait", "foot": f"  ⋮  {stop.minutes} min on foot"}
        text = words.get(stop.kind, f"  ╪  {stop.minutes} min by bus")
        return [_row(text, wall="║" if stop.inside else " ")]
    planned = stop.appointment
    return [
        _row(f" {stop.start:%H:%M}–{stop.end:%H:%M} {planned.matter.short_name}"),
        _row(f"     {planned.location.short_name}, {planned.counter.name}"),
    ]


def _row(text: str, wall: str = "║") -> str:
    inner = WIDTH - 2
    return wall + (text if len(text) <= inner else text[: inner - 1] + "…").ljust(inner) + wall


def _side_by_side(houses: list[list[str]]) -> list[str]:
    """On one ground line: shorter houses begin lower."""
    tallest = max(len(house) for house in houses)
    raised = [[" " * WIDTH] * (tallest - len(house)) + house for house in houses]
    return [APART.join(row) for row in zip_longest(*raised, fillvalue="")]
