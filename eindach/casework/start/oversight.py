"""What data protection looks at first: emergency looks to be reviewed, refused reads, the seal of the trail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Count, Max, Q
from django.utils import timezone

from eindach.consent import trail
from eindach.consent.models import AuditEvent, AuditSeal
from eindach.consent.queries import Look, looks
from eindach.consent.sealing import as_keeper, of_row, public_key, seals_file
from eindach.directory.models import Organization
from eindach.kernel.actor import Acting

LATELY: Final = timedelta(days=7)
SEALED_EVERY: Final = timedelta(hours=26)
"""A seal a night, and two hours for a job that waits."""
MOST_SHOWN: Final = 10


@dataclass(frozen=True)
class Refusals:
    """So often somebody in this role at this office was refused, and when for the last time."""

    office: str
    role: str
    times: int
    last: datetime


@dataclass(frozen=True)
class Lately:
    """Refused reads since a day; `total` of all, the most frequent by office and role."""

    since: date
    total: int
    by_office: Sequence[Refusals]


@dataclass(frozen=True)
class SealState:
    """The last seal (`at` None: never sealed). `is_signed`: with our key; `holds`: the rows it names are still the
    same; `is_late`: the nightly job did not run. Whether any other row was bent says `eindach verify-audit`."""

    at: datetime | None
    is_signed: bool
    holds: bool
    is_late: bool

    @property
    def is_well(self) -> bool:
        return self.at is not None and self.is_signed and self.holds and not self.is_late


def reviews(acting: Acting) -> list[Look]:
    """Looks nobody has reviewed, the next due first."""
    open_ones = [one for one in looks(acting.now, timezone.localdate(acting.now)) if one.glass.reviewed_at is None]
    return sorted(open_ones, key=lambda one: one.glass.review_due)


def refused(acting: Acting) -> Lately:
    """Of the last days; to look at them is an event."""
    since = timezone.localdate(acting.now - LATELY)
    rows = AuditEvent.objects.filter(outcome=AuditEvent.Outcome.REFUSED, at__gte=acting.now - LATELY).order_by()
    by_office = rows.values_list("organization", "role").annotate(times=Count("pk"), last=Max("at"))
    counted = list(by_office.order_by("-times"))
    names = _names({office for office, *_rest in counted if office})
    trail.record(act="read", kind="trail", basis="role")
    shown = [
        Refusals(names.get(office, "") if office else "", role, times, last)
        for office, role, times, last in counted[:MOST_SHOWN]
    ]
    return Lately(since, sum(times for _office, _role, times, _last in counted), shown)


def seal(acting: Acting) -> SealState:
    """Sixteen rows and a signature: what a page can afford to check."""
    with as_keeper():
        row = AuditSeal.objects.order_by("at").last()
    if row is None:
        return SealState(None, is_signed=False, holds=False, is_late=True)
    key = public_key(seals_file())
    made = of_row(row)
    heads = {chain: head for chain, head in made.heads.items() if head.number}
    places = Q(pk=None)
    for chain, head in heads.items():
        places |= Q(chain=chain, number=head.number)
    rows = AuditEvent.objects.filter(places).values_list("chain", "digest")
    digests = {chain: bytes(digest) for chain, digest in rows}
    return SealState(
        at=row.at,
        is_signed=key is not None and made.is_signed_by(key),
        holds=all(digests.get(chain) == head.digest for chain, head in heads.items()),
        is_late=acting.now - row.at > SEALED_EVERY,
    )


def _names(offices: set[UUID]) -> dict[UUID, str]:
    return {one.pk: str(one.short_name) for one in Organization.objects.filter(pk__in=offices)}
