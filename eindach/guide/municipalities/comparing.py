"""All municipalities side by side: a table, and a map of tiles that shows one of its columns."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from eindach.directory.models import Region
from eindach.guide.models import MunicipalityEvent, MunicipalityFact, MunicipalityPage
from eindach.guide.places.town_map import Tile, TownMap, town_map

from .facts import KINDS, OFFICE_HOURS, TO_HOUSE, TOLD, Figure, figure
from .offices import first_doors, hours_figure, offices_of, way_figure, ways_to_house


@dataclass(frozen=True)
class Line:
    """A municipality with all its figures, in the order of KINDS."""

    row: MunicipalityPage
    figures: dict[str, Figure]

    @property
    def name(self) -> str:
        return self.row.municipality.name


@dataclass(frozen=True)
class Placed:
    """A tile with the figure it shows, and the page it leads to."""

    tile: Tile
    key: str
    figure: Figure


@dataclass(frozen=True)
class Comparison:
    """`by`: the kind the map shows and the table is sorted by; "" where the table goes by name."""

    lines: list[Line]
    by: str
    shown: str
    map: TownMap | None
    tiles: list[Placed]
    sources: list["Source"]
    events: list[MunicipalityEvent]

    @property
    def has_samples(self) -> bool:
        return any(one.sample for line in self.lines for one in line.figures.values())


@dataclass(frozen=True)
class Source:
    """Where the figures of one kind come from, each source with its day once."""

    kind: str
    name: Any
    said: list[tuple[Any, date | None, bool]]


def comparison(here: Region, now: datetime, by: str = "") -> Comparison:
    """`by`: of KINDS, or "". Seven queries, however many municipalities."""
    today = timezone.localdate(now, here.zone)
    rows = list(MunicipalityPage.objects.select_related("municipality").prefetch_related("municipalityfacts"))
    offices = offices_of()
    ways = ways_to_house(first_doors(offices), here)
    lines = []
    for row in rows:
        told = {fact.kind: figure(fact) for fact in _facts(row)}
        figures = {kind: told.get(kind, Figure(kind)) for kind in TOLD}
        figures[TO_HOUSE] = way_figure(ways.get(row.municipality_id))
        figures[OFFICE_HOURS] = hours_figure(offices[row.municipality_id].doors, here, today)
        lines.append(Line(row, figures))
    drawn, tiles = _map(lines, by or TO_HOUSE)
    events = MunicipalityEvent.objects.filter(shown=True, last_day__gte=today)
    return Comparison(
        lines=sorted(lines, key=lambda line: _rank(line, by)) if by else lines,
        by=by,
        shown=by or TO_HOUSE,
        map=drawn,
        tiles=tiles,
        sources=_sources(lines),
        events=list(events.select_related("page__municipality", "location")),
    )


def _facts(row: MunicipalityPage) -> Iterable[MunicipalityFact]:
    return row.municipalityfacts.all()


def _rank(line: Line, by: str) -> tuple[bool, Any, str]:
    """The largest first; ways: the shortest. Who has no figure is last."""
    value = line.figures[by].value
    if value is None:
        return True, 0, line.name
    return False, value if by in (TO_HOUSE, "rent") else -value, line.name


def _map(lines: list[Line], shown: str) -> tuple[TownMap | None, list[Placed]]:
    """Shades go by the figure; tiles in the order of `lines`."""
    counts = {
        line.row.municipality_id: (int(value), int(value))
        for line in lines
        if (value := line.figures[shown].value) is not None
    }
    drawn = town_map([line.row.municipality for line in lines], counts)
    if drawn is None:
        return None, []
    of = {line.row.municipality_id: line for line in lines}
    return drawn, [Placed(tile, of[tile.town.ags].row.key, of[tile.town.ags].figures[shown]) for tile in drawn.tiles]


def _sources(lines: list[Line]) -> list[Source]:
    found = []
    for kind, words in KINDS.items():
        figures = [line.figures[kind] for line in lines if line.figures[kind].value is not None]
        said = dict.fromkeys((str(one.source), one.as_of, one.sample) for one in figures)
        found.append(Source(kind, words.name, list(said)))
    return [one for one in found if one.said]
