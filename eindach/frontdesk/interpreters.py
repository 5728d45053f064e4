"""Somebody in the house who speaks what the visitor speaks, when whoever is at the desk does not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from .models import AT_A_DESK, Desk, Stop, Visit
from .places import Place, place

USUAL: Final = ("de",)
"""Of who has not said what they speak."""


@dataclass(frozen=True)
class Speaker:
    """A desk of the house where `language` is spoken; `is_free`: nobody sits there just now."""

    place: Place
    language: str
    is_free: bool


def speakers(desk: Desk, visit: Visit) -> Sequence[Speaker]:
    """Free ones first. Nobody where both speak one language already. As the program; no names, a place is enough."""
    spoken = visit.languages or [visit.language]
    if set(spoken) & set(desk.languages or USUAL):
        return []
    others = Desk._base_manager.filter(
        counter__location=desk.counter.location_id, closed_at=None, paused_at=None, languages__overlap=spoken
    ).exclude(pk=desk.pk)
    busy = set(Stop._base_manager.filter(desk__in=others, status__in=AT_A_DESK).values_list("desk", flat=True))
    found = [
        Speaker(place(one.counter.name), next(code for code in spoken if code in one.languages), one.pk not in busy)
        for one in others.select_related("counter").order_by("counter__key", "number")
    ]
    return sorted(found, key=lambda one: not one.is_free)
