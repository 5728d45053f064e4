"""Whose word is how old, and whom to ask before it is too old. One mail an office, one reminder, never more."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from eindach.directory.models import Asking, Proposal, Region, Service

STALE_AFTER: Final = timedelta(days=183)
"""So long a word of the office counts; then readers are told that nobody has confirmed it since."""
ASKED_BEFORE: Final = timedelta(days=30)
"""So long before it is too old the office is asked."""
ASKED_ALONG: Final = timedelta(days=90)
"""Who is asked about one service is asked about all whose word is older than this: one mail instead of many."""
REMINDED_AFTER: Final = timedelta(days=14)
ASKED_AGAIN_AFTER: Final = STALE_AFTER
"""An office that does not answer is asked twice a year."""
AT_MOST: Final = timedelta(days=1)
"""By hand, too, an office is written to once a day at most."""
LINK_LASTS: Final = timedelta(days=60)


class AskedToday(Exception):
    """This office got a mail within the last day."""


@dataclass(frozen=True)
class Letter:
    """A mail to write. `reminds`: it is the second one of this asking."""

    asking: Asking
    services: Sequence[Service]
    reminds: bool


def freshness(service: Service, today: date) -> str:
    """assured | stale (assured long ago) | never."""
    if service.assured_date is None:
        return "never"
    return "stale" if today - service.assured_date > STALE_AFTER else "assured"


def open_for(asking: Asking) -> QuerySet[Service]:
    """Of what was asked about, the services this office still answers for."""
    rows = Service.objects.filter(askings=asking, assurer_email=asking.email)
    return rows.select_related("organization").order_by("key")


@transaction.atomic
def due(here: Region, *, now: datetime) -> list[Letter]:
    """Whom to write to tonight; noted at once, so the next run finds nobody. Services that are invented have nobody to
    ask, and what is no longer offered needs no word."""
    reminders = _reminders(now)
    reminded = {letter.asking.email for letter in reminders}
    today = timezone.localdate(now, here.zone)
    needing = _answerable().filter(_older_than(STALE_AFTER - ASKED_BEFORE, today)).exclude(sample=True)
    needing = needing.exclude(Exists(_unanswered_lately(now)))
    emails = set(needing.values_list("assurer_email", flat=True)) - reminded - _written_to_lately(now, REMINDED_AFTER)
    along = _answerable().filter(assurer_email__in=emails, sample=False).filter(_older_than(ASKED_ALONG, today))
    by_email: dict[str, list[Service]] = defaultdict(list)
    for service in along:
        by_email[service.assurer_email].append(service)
    return reminders + [_asked(email, services, now) for email, services in sorted(by_email.items())]


@transaction.atomic
def ask_now(services: Collection[UUID], *, now: datetime) -> list[Letter]:
    """A coordinator asks the offices of these services, for all that is theirs among them. AskedToday."""
    by_email: dict[str, list[Service]] = defaultdict(list)
    for service in _answerable().filter(pk__in=services):
        by_email[service.assurer_email].append(service)
    if set(by_email) & _written_to_lately(now, AT_MOST):
        raise AskedToday
    return [_asked(email, found, now) for email, found in sorted(by_email.items())]


def _reminders(now: datetime) -> list[Letter]:
    waiting = Asking.objects.select_for_update().filter(reminded_at=None, asked_at__lte=now - REMINDED_AFTER)
    letters = []
    for asking in waiting.filter(asked_at__gt=now - LINK_LASTS):
        services = _unanswered(asking)
        if services:
            asking.reminded_at = now
            asking.save(update_fields=["reminded_at"])
            letters.append(Letter(asking, services, reminds=True))
    return letters


def _unanswered(asking: Asking) -> list[Service]:
    """Neither confirmed nor corrected since."""
    said = Proposal.objects.filter(email=asking.email, at__gte=asking.asked_at).values("service")
    asked_on = timezone.localdate(asking.asked_at)
    rows = open_for(asking).exclude(pk__in=said).exclude(assured_date__gte=asked_on)
    return list(rows.exclude(status=Service.Status.DEFUNCT))


def _answerable() -> QuerySet[Service]:
    rows = Service.objects.exclude(assurer_email="").exclude(status=Service.Status.DEFUNCT)
    return rows.select_related("organization").order_by("key")


def _older_than(age: timedelta, today: date) -> Q:
    return Q(assured_date=None) | Q(assured_date__lte=today - age)


def _unanswered_lately(now: datetime) -> QuerySet[Asking]:
    """Of a service: who has said since that all is right is asked again when that word gets old."""
    lately = Asking.objects.filter(services=OuterRef("pk"), asked_at__gt=now - ASKED_AGAIN_AFTER)
    return lately.filter(asked_at__date__gt=Coalesce(OuterRef("assured_date"), date.min))


def _written_to_lately(now: datetime, within: timedelta) -> set[str]:
    lately = Asking.objects.filter(Q(asked_at__gt=now - within) | Q(reminded_at__gt=now - within))
    return set(lately.values_list("email", flat=True))


def _asked(email: str, services: Sequence[Service], now: datetime) -> Letter:
    asking = Asking.objects.create(email=email, asked_at=now)
    asking.services.set(services)
    return Letter(asking, services, reminds=False)
