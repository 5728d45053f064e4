"""The word of an office: all of this is right, or this is different. Its word counts at once; what is different waits
for a coordinator."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from eindach.directory.models import Proposal, Service, ServiceAtLocation
from eindach.directory.queries import region

from .changes import Change, change, texts
from .tables import TABLES, Column

ASKED = {
    "organizations": ("phone", "email", "website"),
    "services": ("description.de", "fees.de", "status", "for_women", "with_children"),
    "locations": ("hours", "step_free"),
    "places": ("languages", "hours"),
}
"""What an office is shown, and may say is different. Everything else is the coordinator's."""


@dataclass(frozen=True)
class Fact:
    """A cell an office answers for. `place`: the location it is about, "" for the service as a whole."""

    table: str
    row: str
    column: Column
    text: str
    place: str = ""

    @property
    def name(self) -> str:
        """Of the field of a form."""
        return f"{self.table}:{self.row}:{self.column.name}"

    @property
    def shown(self) -> str:
        return self.column.cell.shown(self.text)


@dataclass(frozen=True)
class Waiting:
    """A proposal as the coordinator sees it. `now`: what the cell says by now · `label`: of the column."""

    proposal: Proposal
    label: str
    now: str
    old: str
    new: str

    @property
    def overtaken(self) -> bool:
        return bool(self.proposal.column) and self.now != self.proposal.old


def facts(service: Service) -> list[Fact]:
    """Everything an office is asked about one service, in the order of a page: the whole, then place by place."""
    return facts_of([service])[service.pk]


def facts_of(services: Sequence[Service]) -> dict[UUID, list[Fact]]:
    """The same of several, by service; as many queries as of one."""
    rows = {one.pk: [("services", one.key, ""), ("organizations", one.organization.key, "")] for one in services}
    places = ServiceAtLocation.objects.filter(service__in=services).select_related("service", "location")
    for at in places.order_by("location__key"):
        key, name = at.location.key, str(at.location.name)
        rows[at.service_id] += [("locations", key, name), ("places", f"{at.service.key}/{key}", name)]
    keys = {name: {row for found in rows.values() for table, row, _ in found if table == name} for name in ASKED}
    said = {name: texts(TABLES[name], keys[name]) for name in ASKED}
    columns = {name: TABLES[name].by_name() for name in ASKED}
    return {
        service: [
            Fact(table, row, columns[table][name], said[table][row][name], place)
            for table, row, place in found
            for name in ASKED[table]
            if name in columns[table]
        ]
        for service, found in rows.items()
    }


def confirm(service: Service, *, now: datetime) -> None:
    """The office says that all of it is right, today."""
    _assure(service, timezone.localdate(now, region().zone), now)


def _assure(service: Service, day: date, now: datetime) -> None:
    old = str(service.assured_date or "")
    if old != str(day):
        change([Change("services", service.key, "assured_date", old, str(day))], now=now)


@transaction.atomic
def propose(service: Service, said: Mapping[str, str], remark: str, *, email: str, now: datetime) -> list[Proposal]:
    """`said`: name of a fact -> exact text. What differs waits, in place of what was said of it before. Returns it."""
    asked = {fact.name: fact for fact in facts(service)}
    kept = []
    for name, text in said.items():
        fact = asked[name]
        cell = {"service": service, "table": fact.table, "row": fact.row, "column": fact.column.name, "outcome": ""}
        Proposal.objects.filter(**cell).delete()
        if text != fact.text:
            kept.append(Proposal(**cell, old=fact.text, new=text, email=email, at=now))
    if remark:
        kept.append(Proposal(service=service, new=remark, email=email, at=now))
    return Proposal.objects.bulk_create(kept)


def waiting() -> list[Waiting]:
    """What a coordinator has to decide, the oldest first, of one service together."""
    rows = list(Proposal.objects.filter(outcome="").select_related("service__organization"))
    current = {
        name: texts(table, {row.row for row in rows if row.table == name})
        for name, table in TABLES.items()
        if any(row.table == name for row in rows)
    }
    columns = {name: TABLES[name].by_name() for name in current}
    return [_waiting(row, current, columns) for row in rows]


def _waiting(
    row: Proposal, current: Mapping[str, Mapping[str, Mapping[str, str]]], columns: Mapping[str, Mapping[str, Column]]
) -> Waiting:
    column = columns.get(row.table, {}).get(row.column)
    if column is None:
        return Waiting(row, "", "", "", row.new)
    now = current[row.table].get(row.row, {}).get(row.column, "")
    return Waiting(row, str(column), now, column.cell.shown(now), column.cell.shown(row.new))


@transaction.atomic
def decide(proposals: Sequence[Proposal], *, accept: bool, now: datetime) -> list[Change]:
    """Accepted ones are written at once; when nothing of a service waits any more, the office's word counts from the
    day it said so. Overtaken if a cell says by now what the coordinator did not see. Returns what was written."""
    made = [Change(one.table, one.row, one.column, one.old, one.new) for one in proposals if accept and one.column]
    change(made, now=now)
    outcome = Proposal.Outcome.ACCEPTED if accept else Proposal.Outcome.REJECTED
    Proposal.objects.filter(pk__in=[one.pk for one in proposals]).update(outcome=outcome, decided_at=now)
    if accept:
        zone = region().zone
        for service in {one.service for one in proposals}:
            said_on = max(timezone.localdate(one.at, zone) for one in proposals if one.service_id == service.pk)
            fresh = Service.objects.get(pk=service.pk)
            newer = fresh.assured_date is None or fresh.assured_date < said_on
            if newer and not service.proposals.filter(outcome="").exists():
                _assure(fresh, said_on, now)
    return made
