"""Consents and grants the acting office has to care for: nobody has answered, or they end soon."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q
from django.utils.translation import get_language

from eindach.consent import trail
from eindach.consent.models import Consent, Grant
from eindach.consent.queries import names_of
from eindach.consent.words import purposes
from eindach.directory.models import Organization
from eindach.kernel.actor import Acting

SOON: Final = timedelta(days=30)
MOST_SHOWN: Final = 50


@dataclass(frozen=True)
class Line:
    """One question or one access. `name` is empty where the office may not know who it is; `at`: when it was asked, or
    when it ends; `consent` is None where a law is the reason."""

    person: UUID
    name: str
    purpose: str
    recipient: str
    at: datetime
    consent: UUID | None


def unanswered(acting: Acting) -> list[Line]:
    """What our office asked and nobody has answered, the oldest first."""
    ours = Consent.objects.filter(controller=acting.actor.organization, expires_at__gt=acting.now)
    rows = _in_state(ours.order_by("asked_at"), Consent.State.ASKED, acting.now)
    return _named([_of_consent(one, one.asked_at) for one in rows])


def ending(acting: Acting) -> list[Line]:
    """What ends within SOON, the next first: consents that are given, and what a law allows our office to know."""
    now, until = acting.now, acting.now + SOON
    soon = Consent.objects.filter(expires_at__gt=now, expires_at__lte=until).order_by("expires_at")
    consents = [_of_consent(one, one.expires_at) for one in _in_state(soon, Consent.State.GIVEN, now)]
    by_law = Grant.objects.filter(
        Q(ended_at=None) | Q(ended_at__gt=now),
        organization=acting.actor.organization,
        consent=None,
        valid_from__lte=now,
        valid_until__gt=now,
        valid_until__lte=until,
    )
    grants = [_of_grant(one) for one in by_law.select_related("organization").order_by("valid_until")[:MOST_SHOWN]]
    return _named(sorted([*consents, *grants], key=lambda one: one.at))


def _in_state(rows: Iterable[Consent], state: str, now: datetime) -> list[Consent]:
    read = rows.select_related("recipient").prefetch_related("events")  # type: ignore[attr-defined]
    return [one for one in read if one.state(now) == state][:MOST_SHOWN]


def _of_consent(one: Consent, at: datetime) -> Line:
    return Line(one.person_id, "", _purpose(one.purpose), _short(one.recipient), at, one.pk)


def _of_grant(one: Grant) -> Line:
    assert one.valid_until is not None  # noqa: S101 - it was asked for
    return Line(one.person_id, "", _purpose(one.purpose), _short(one.organization), one.valid_until, None)


def _purpose(key: str) -> str:
    known = purposes().get(key)
    return known.title(get_language() or "de") if known else key


def _short(organization: Organization) -> str:
    return str(organization.short_name)


def _named(lines: Sequence[Line]) -> list[Line]:
    """With the names of those the actor may know; an event for each person, and one of nobody's where none is left."""
    if not lines:
        trail.record(act="list", kind="consent", basis="role")
    names = names_of(one.person for one in lines)
    for person in {one.person for one in lines}:
        fields = ["identity"] if person in names else []
        trail.record(act="list", kind="consent", person=person, basis="role", fields=fields)
    return [
        Line(one.person, names.get(one.person, ""), one.purpose, one.recipient, one.at, one.consent)
        for one in lines
        if one.consent or one.person in names
    ]
