"""Which matters are settled in which languages in a week, and where nobody speaks one of the region's."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from eindach.directory.queries import region
from eindach.guide.models import Matter
from eindach.kernel.languages import SPOKEN_CODES

if TYPE_CHECKING:
    from .week import Row


@dataclass(frozen=True)
class Spoken:
    """A matter: `hours` at its counters in each language of the region (0: a gap), and codes of other languages."""

    matter: Matter
    hours: tuple[tuple[str, float], ...]
    others: tuple[str, ...]

    @property
    def gaps(self) -> int:
        return sum(not hours for _code, hours in self.hours)


def spoken(rows: Sequence["Row"]) -> tuple[Spoken, ...]:
    """Of every matter these counters ever settle; those with most gaps first. Three statements."""
    counters = [row.calendar.pk for row in rows]
    matters = Matter.objects.filter(services__calendars__in=counters).distinct().order_by("topic__position", "position")
    services = Matter.services.through.objects.filter(matter__in=matters).values_list("matter", "service")
    settling: dict[int, set[UUID]] = {}
    for matter, service in services:
        settling.setdefault(matter, set()).add(service)
    here = [code for code in region().languages if code in SPOKEN_CODES]
    found = (_spoken(one, _minutes(rows, settling[one.pk]), here) for one in matters)
    return tuple(sorted(found, key=lambda one: -one.gaps))


def _minutes(rows: Iterable["Row"], services: set[UUID]) -> Mapping[str, int]:
    found: Counter[str] = Counter()
    for row in rows:
        for block in (one for cell in row.cells for one in cell.blocks):
            if not services.isdisjoint(block.services):
                found.update(dict.fromkeys(block.languages, block.minutes))
    return found


def _spoken(matter: Matter, minutes: Mapping[str, int], here: Sequence[str]) -> Spoken:
    hours = tuple((code, round(minutes.get(code, 0) / 60, 1)) for code in here)
    return Spoken(matter, hours, tuple(sorted(set(minutes) - {*here})))
