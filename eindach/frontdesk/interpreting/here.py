"""Who in the house speaks a language just now: by the desks that are open, never by names."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from eindach.booking.models import Opening

from ..models import AT_A_DESK, Desk, Station, Stop, Visit
from ..places import Place, place

USUAL: Final = ("de",)
"""Where neither who works there nor the counter says anything."""


@dataclass(frozen=True)
class Speaker:
    """A desk of the house where `language` is spoken, and the user there; `is_free`: nobody sits there just now."""

    place: Place
    language: str
    is_free: bool
    user: UUID


def spoken_with(visit: Visit) -> list[str]:
    """What the visitor speaks, best first."""
    return list(dict.fromkeys(visit.languages or [visit.language]))


def spoken_at(desks: Iterable[Desk], *, now: datetime) -> Mapping[UUID, Sequence[str]]:
    """Desk -> languages: what whoever opened it said they speak today; else what its counter offers now (openings of
    the calendar, or the station of the event day)."""
    silent = {one.counter_id for one in desks if not one.languages}
    offered: dict[int, list[str]] = {}
    if silent:
        stations = Station.objects.filter(counter__in=silent).values_list("counter", "languages")
        openings = Opening.objects.filter(calendar__counter__in=silent, during__contains=now)
        for counter, codes in (*stations, *openings.values_list("calendar__counter", "languages")):
            offered.setdefault(counter, []).extend(codes)
    return {one.pk: one.languages or offered.get(one.counter_id) or USUAL for one in desks}


def speakers(desk: Desk, visit: Visit, *, now: datetime) -> Sequence[Speaker]:
    """At other open desks of the house, free ones first. As the program."""
    wanted = spoken_with(visit)
    desks = Desk._base_manager.filter(counter__location=desk.counter.location_id, closed_at=None, paused_at=None)
    others = list(desks.exclude(pk=desk.pk).select_related("counter").order_by("counter__key", "number"))
    busy = set(Stop._base_manager.filter(desk__in=others, status__in=AT_A_DESK).values_list("desk", flat=True))
    spoken = spoken_at(others, now=now)
    found = [
        Speaker(place(one.counter.name), language, one.pk not in busy, one.user)
        for one in others
        if (language := next((code for code in wanted if code in spoken[one.pk]), None))
    ]
    return sorted(found, key=lambda one: not one.is_free)


def share_a_language(desk: Desk, visit: Visit, *, now: datetime) -> bool:
    """Whoever works at the desk and the visitor."""
    return bool({*spoken_at([desk], now=now)[desk.pk]} & {*spoken_with(visit)})
