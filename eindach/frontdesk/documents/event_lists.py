"""Lists of an event day to print: a page a station, then every visitor's way. Ticket, time, matter, language; no
name, so that a list left on a table tells nobody who was here."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from eindach.booking.documents.sheet import clock, day_text
from eindach.directory.queries import region
from eindach.kernel.languages import NATIVE, RTL
from eindach.notifications.paper import pdf

from ..events.capacity import spans
from ..events.overview import names, registered, stops_of
from ..models import EventDay, Stop
from ..places import place

TEMPLATE: Final = Path(__file__).parent / "event_lists.typ"


@dataclass(frozen=True)
class Page:
    """A table with its heading; `rows` have as many cells as `head`."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def lists_pdf(day: EventDay, *, language: str, now: datetime) -> bytes:
    """PDF/UA-1, A4: station after station, then all visitors."""
    with translation.override(language):
        stops, called = stops_of(day), names(registered(day))
        date = day_text(spans(day)[0][0].date())
        given = {
            "language": language,
            "rtl": language in RTL,
            "title": _("%(name)s, %(day)s") % {"name": str(day.series.name), "day": date},
            "nobody": _("Nobody is registered here."),
            "pages": [asdict(one) for one in (*_stations(day, stops, called), _visitors(stops, called))],
        }
    return pdf(TEMPLATE, given, made_at=now)


def _stations(day: EventDay, stops: Sequence[Stop], called: Mapping[UUID, str]) -> list[Page]:
    head = (_("Time"), _("Who"), _("Matter"), _("Minutes"), _("Language"))
    pages = []
    for station in day.stations.select_related("counter__organization"):
        rows = [
            (_time(one), called[one.visit_id], str(one.matter.short_name), str(one.minutes), _spoken(one))
            for one in stops
            if one.counter_id == station.counter_id
        ]
        title = f"{place(station.counter.name).name} · {station.counter.organization.short_name}"
        pages.append(Page(title, head, tuple(rows)))
    return pages


def _visitors(stops: Sequence[Stop], called: Mapping[UUID, str]) -> Page:
    ways: dict[UUID, list[Stop]] = {}
    for one in stops:
        ways.setdefault(one.visit_id, []).append(one)
    rows = []
    for visit, said in called.items():
        way = [
            f"{_time(one)} {place(one.counter.name).sign if one.counter else ''}: {one.matter.short_name}".strip()
            for one in ways.get(visit, [])
        ]
        rows.append((said, "; ".join(way)))
    return Page(_("All visitors"), (_("Who"), _("Way")), tuple(rows))


def _time(stop: Stop) -> str:
    if not (stop.promised and stop.planned_at):
        return "–"
    return clock(timezone.localtime(stop.planned_at, region().zone))


def _spoken(stop: Stop) -> str:
    return ", ".join(NATIVE.get(code, code) for code in stop.visit.languages)
