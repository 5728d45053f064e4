"""The facts the policy decides on: to whom a person is known, why and until when. The database says nothing here about
whether somebody may see them; that is the policy's to answer."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.utils import timezone

from eindach.accounts.models import Category, Person
from eindach.accounts.policy import File, Relation
from eindach.accounts.rules import BREAKS_GLASS

from .models import BrokenGlass, Consent, Grant, LegalBasis

Relations = Callable[[Person, datetime], Iterable[Relation]]
_others: list[Relations] = []


def relations(of_a_part: Relations) -> Relations:
    """Declare a source of relations that other parts know of, such as appointments."""
    _others.append(of_a_part)
    return of_a_part


def file_of(person: Person, now: datetime) -> File:
    """Everything the policy needs about a person; five statements. Runs with the rights of whoever asks: what they may
    not see of the facts cannot count for them."""
    found = [*_granted(person, now), *_behind_glass(person)]
    for source in _others:
        found += source(person, now)
    return File(person.pk, person.municipality, tuple(found))


def _granted(person: Person, now: datetime) -> list[Relation]:
    day = timezone.localdate(now)
    in_force = {one.pk for one in LegalBasis.objects.in_force(day)}
    grants = (
        Grant._base_manager.filter(person=person)
        .select_related("legal_basis", "consent")
        .prefetch_related("consent__events")
    )
    return [_of_grant(grant, in_force, now) for grant in grants]


def _of_grant(grant: Grant, in_force: set[int], now: datetime) -> Relation:
    ends = [one for one in (grant.valid_until, grant.ended_at) if one]
    until = min(ends, default=None)
    if grant.consent:
        consent = grant.consent
        return Relation(
            organization=grant.organization_id,
            categories=frozenset(grant.categories) & frozenset(consent.categories),
            basis=f"consent:{consent.pk}",
            since=grant.valid_from,
            until=until,
            holds=consent.recipient_id == grant.organization_id and consent.state(now) == Consent.State.GIVEN,
            by_consent=True,
        )
    law = grant.legal_basis
    assert law is not None  # noqa: S101 - a grant has one reason, the database says
    return Relation(
        organization=grant.organization_id,
        categories=frozenset(grant.categories) & frozenset(law.categories),
        basis=f"law:{law.key}",
        since=grant.valid_from,
        until=until,
        holds=law.pk in in_force,
    )


def _behind_glass(person: Person) -> list[Relation]:
    return [
        Relation(
            organization=one.organization_id,
            categories=frozenset(Category),
            basis=f"broken-glass:{one.pk}",
            since=one.broken_at,
            until=one.until,
            user=one.user_id,
            roles=frozenset({one.role}),
            only_reading=True,
        )
        for one in BrokenGlass.objects.filter(person=person, role__in=BREAKS_GLASS)
    ]


def law(key: str, now: datetime) -> LegalBasis | None:
    """A legal basis in force now."""
    return LegalBasis.objects.in_force(timezone.localdate(now)).filter(key=key).first()
