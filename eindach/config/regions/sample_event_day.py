"""Sample registrations for the next event day, with times at the stations: a morning to play in a demonstration.

Openly invented people, real constraints: each goes to an hour with room, and the routes are those the timetable
proposes. Nobody is written to. A day for which anybody has registered is left alone.
"""

from collections.abc import Iterator
from datetime import datetime
from random import Random
from typing import Final

from django.db import transaction
from django.utils import timezone

from eindach.accounts.demo import join_cast
from eindach.accounts.models import Role
from eindach.directory.models import Municipality
from eindach.directory.queries import region
from eindach.frontdesk.events import routes
from eindach.frontdesk.events.capacity import Party, Window, windows
from eindach.frontdesk.events.days import event_days
from eindach.frontdesk.events.registering import Wanted, enter, matters_of
from eindach.frontdesk.models import EventDay, RouteDraft, Visit

from .sample_bookings import SPEAK, next_number, sample_person

ASKING: Final = 40
MOST_WAITING: Final = 2
MATTERS: Final = (1, 1, 2, 2, 3)
PEOPLE: Final = (1, 1, 1, 2, 4)
NEEDS: Final = ((), (), (), (), ("step-free",))
EARLY: Final = (4, 3, 2, 1)
"""How much each hour is liked: everybody who could be done before noon comes early."""
EXPERTS: Final = {
    "bank": "Bianca Bank",
    "housing": "Wilma Wohnen",
    "job": "Jana Arbeit",
    "insurance": "Vera Versicherung",
    "integration-management": "Ina Integration",
    "leisure": "Frieda Freizeit",
}
"""Who sits at the station of a matter."""
ANY_EXPERT: Final = "Stina Station"
SEARCH_SECONDS: Final = 2.0
TOLD: Final = 2
"""Both reminders count as sent: whoever is invented gets no letters."""


@transaction.atomic
def fill_event_day(*, now: datetime) -> int:
    """Sample visitors with their routes for the next event day; returns how many. 0: there is no day, its registration
    is still to begin, or somebody has registered."""
    day = event_days(now=now).first()
    if day is None or now < day.registration_from or Visit._base_manager.filter(event_day=day).exists():
        return 0
    last = min(now, day.registration_until)
    for number, (wanted, window) in enumerate(_parties(day, now=now)):
        registered = day.registration_from + (last - day.registration_from) * (number + 1) / (ASKING + 1)
        _register(day, wanted, window, now=registered)
    Visit._base_manager.filter(event_day=day).update(reminded=TOLD)
    _promise_routes(day, now=last)
    _seat_experts(day, now=now)
    return Visit._base_manager.filter(event_day=day).count()


def _parties(day: EventDay, *, now: datetime) -> Iterator[tuple[Wanted, Window]]:
    """One after the other; of those who find no hour with room the first wait for one, the others stay away."""
    dice = Random(f"{day}")  # noqa: S311  (samples)
    matters, waiting = matters_of(day), 0
    for _number in range(ASKING):
        chosen = {one.pk for one in dice.sample(matters, min(dice.choice(MATTERS), len(matters)))}
        party = Party(tuple(one for one in matters if one.pk in chosen), dice.choice(PEOPLE))
        spoken, needs = tuple(dice.sample(SPEAK, dice.choice((1, 1, 2)))), dice.choice(NEEDS)
        hours = [(one, liked) for one, liked in zip(windows(day, party, now=now), EARLY, strict=False) if not one.short]
        room = [(one, liked) for one, liked in hours if one.places]
        waiting += not room
        if room or waiting <= MOST_WAITING:
            open_hours, liking = zip(*(room or hours), strict=True)
            window = dice.choices(open_hours, liking)[0]
            wanted = Wanted(party=party, start=window.start, languages=spoken, needs=needs, waits=not room)
            yield wanted, window


def _register(day: EventDay, wanted: Wanted, window: Window, *, now: datetime) -> None:
    here, number = region(), next_number()
    dice = Random(number)  # noqa: S311  (samples)
    town = dice.choice(list(Municipality.objects.order_by("ags").values_list("ags", flat=True)) or [""])
    person = sample_person(here, number, town, dice, now)
    person.language = wanted.languages[0]
    person.save(force_insert=True)
    enter(day, wanted, window, person=person, language=person.language, now=now)


def _promise_routes(day: EventDay, *, now: datetime) -> None:
    """As the coordinator's button does, without the letters."""
    draft = routes.solve(RouteDraft.objects.create(event_day=day, asked_at=now), now=now, seconds=SEARCH_SECONDS)
    for change in routes.changes(draft):
        routes.promise(change, now=now, is_running=False)
    RouteDraft.objects.filter(pk=draft.pk).update(published_at=timezone.now())
    EventDay.objects.filter(pk=day.pk).update(planned_at=now)


def _seat_experts(day: EventDay, *, now: datetime) -> None:
    for station in day.stations.select_related("counter__organization").prefetch_related("matters"):
        first = next((EXPERTS[one.key] for one in station.matters.all() if one.key in EXPERTS), ANY_EXPERT)
        join_cast(Role.EXPERT, first, station.counter.organization, now=now)
