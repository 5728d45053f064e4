"""Everything a person asks about one service, under the headings of FIM's Leistungen."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch
from django.utils import timezone

from eindach.directory import queries
from eindach.directory.freshness import freshness
from eindach.directory.hours import Day, OpenState
from eindach.directory.models import Municipality, Region, Service, ServiceAtLocation
from eindach.directory.queries import EventDay
from eindach.guide.models import Matter


@dataclass(frozen=True)
class Where:
    """The service at one place: open now?, seven days from today, the next day of an event there."""

    at: ServiceAtLocation
    state: OpenState
    days: list[Day]
    event: EventDay | None

    @property
    def has_hours(self) -> bool:
        return any(day.spans or day.by_appointment for day in self.days)


@dataclass(frozen=True)
class ServicePage:
    """`residents`: municipalities whose residents alone are served; empty: the whole region · `freshness`: "assured",
    "stale" (assured long ago) or "never"."""

    service: Service
    matters: list[Matter]
    places: list[Where]
    residents: list[Municipality]
    freshness: str

    @property
    def minutes(self) -> int:
        """Of the longest matter; 0 where no matter tells."""
        return max((matter.minutes for matter in self.matters), default=0)

    @property
    def first(self) -> list[Matter]:
        """What comes first, each once."""
        return list(dict.fromkeys(before for matter in self.matters for before in matter.after.all()))


def service_page(key: str, here: Region, now: datetime) -> ServicePage:
    """Service.DoesNotExist for an unknown key. Nine queries, however many places."""
    at = ServiceAtLocation.objects.select_related("location").order_by("location__key")
    at = at.prefetch_related("location__schedules", "location__schedule_exceptions", "location__event_series")
    brief = Matter.objects.only("key", "name", "official_term", "icon", "minutes")
    service = (
        Service.objects.select_related("organization")
        .prefetch_related(
            "required_documents",
            Prefetch("at_locations", queryset=at),
            Prefetch("matters", queryset=brief.prefetch_related(Prefetch("after", queryset=brief))),
        )
        .get(key=key)
    )
    limited = queries.residents_only([service]).get(service.pk, frozenset())
    today = timezone.localdate(now, here.zone)
    return ServicePage(
        service,
        list(service.matters.all()),
        [_where(one, here, now) for one in service.at_locations.all()],
        list(Municipality.objects.filter(ags__in=limited)) if limited else [],
        freshness(service, today),
    )


def _where(at: ServiceAtLocation, here: Region, now: datetime) -> Where:
    days = queries.coming_days(at, timezone.localdate(now, here.zone), here)
    coming = (queries.next_event(series, now, here) for series in at.location.event_series.all())
    event = min(filter(None, coming), key=lambda one: one.opens, default=None)
    return Where(at, queries.open_at(at, now, here), days, event)
