"""The visitors of the crawls: in each house with a counter somebody has registered for today of whom no office knows
more than that they come. Their name is for the front desk of that house, on paper; their address is for nobody."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from django.utils import timezone

from eindach.accounts.models import person_of
from eindach.booking.models import Calendar
from eindach.directory.models import EventSeries
from eindach.frontdesk.models import EventDay, Station, Visit
from eindach.frontdesk.visits import Planned, new_visit
from tests.cast import text


@dataclass
class Visitors:
    """Kind of an office -> the visit at its counter, and the event day this is for."""

    visits: dict[str, Visit] = field(default_factory=dict)

    def ids(self, kind: str) -> dict[str, object]:
        """What stands in addresses of pages about this office's visitor; empty where nobody comes."""
        visit = self.visits.get(kind)
        return {"visit_id": visit.pk, "day_id": visit.event_day_id} if visit else {}


def set_visitors(counters: Mapping[str, Calendar], *, now: datetime) -> Visitors:
    return Visitors({kind: _visitor_at(calendar, kind, now) for kind, calendar in counters.items()})


def _visitor_at(calendar: Calendar, kind: str, now: datetime) -> Visit:
    counter, service = calendar.counter, calendar.services.first()
    assert service is not None
    matter = service.matters.get()
    day = _event_day_at(calendar, kind, now)
    Station.objects.create(event_day=day, number=1, counter=counter, desks=1, languages=["de"]).matters.add(matter)
    person, _new = person_of(
        name=f"canary{kind}xguest", email=f"canary{kind}xguestmail@mail.example", phone="", language="de", now=now
    )
    stop = Planned(matter=matter, service=service, organization=counter.organization, counter=counter, minutes=20)
    return new_visit(
        location=counter.location, day=timezone.localdate(now), came=Visit.Came.REGISTRATION, stops=[stop], now=now,
        event_day=day, person=person, language="de", languages=["de"], window_start=now + timedelta(hours=1),
    )  # fmt: skip


def _event_day_at(calendar: Calendar, kind: str, now: datetime) -> EventDay:
    series = EventSeries.objects.create(
        key=f"together-{kind}", name=text("Alle an einem Ort", "All in one place"), location=calendar.counter.location,
        rrule="FREQ=WEEKLY;BYDAY=MO", valid_from=now.date(), opens=time(9), closes=time(13), languages=["de"],
    )  # fmt: skip
    return EventDay.objects.create(
        series=series, during=(now, now + timedelta(hours=4)), registration_from=now - timedelta(days=7),
        registration_until=now - timedelta(days=1),
    )  # fmt: skip
