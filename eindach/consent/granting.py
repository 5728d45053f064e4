"""Granting by law: what a norm lets one office tell another, without asking the person (who can see that it did), for a
time; and ending it before."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from eindach.accounts.models import Person
from eindach.accounts.models.profile import SPECIAL
from eindach.accounts.policy import Area, Refused, may
from eindach.directory.models import Organization
from eindach.kernel.actor import must_be_present

from . import telling, trail
from .asking import Unfit, known
from .facts import law
from .models import Grant, LegalBasis
from .models.legal_basis import OF_AN_OFFICE_ITSELF

LONGEST: Final = timedelta(days=366)
"""Afterwards somebody has to look again whether the law still needs it."""


def grant_by_law(
    *,
    person: Person,
    recipient: Organization,
    basis: str,
    categories: Iterable[str],
    until: datetime,
    now: datetime,
) -> Grant:
    """Our office, which knows these things, lets another know them, for LONGEST at most. `basis`: key of a legal basis
    in force, whose direction and categories bind. Raises Refused (we do not know them ourselves), Unfit."""
    actor = must_be_present(now).actor
    decision = known(actor, person, now, act="grant-by-law")
    wanted = sorted(set(categories))
    if not set(wanted) <= decision.fields:
        raise Refused("grant-by-law", "person", person=person.pk)
    norm = _fitting(basis, actor.organization_kind, recipient, wanted, now)
    if recipient.pk == actor.organization:
        raise Unfit("recipient", _("An office grants nothing to itself."))
    if not now < until <= now + LONGEST:
        raise Unfit("until", _("Choose a day in the future, within a year."))
    grant = Grant.objects.create(
        person=person, organization=recipient, purpose=norm.purpose, categories=wanted, legal_basis=norm,
        granted_by_id=actor.organization, valid_from=now, valid_until=until,
    )  # fmt: skip
    telling.changed()
    trail.record(
        act="grant-by-law", kind="grant", person=person.pk, object=grant.pk, basis=f"law:{norm.key}", fields=wanted,
        now=now,
    )  # fmt: skip
    return grant


def standing_by_law(person: UUID, *, now: datetime) -> list[Grant]:
    """What our office lets others know of the person just now, by law. Without an event: the caller has left it."""
    ours = Grant.objects.filter(person=person, granted_by=must_be_present(now).actor.organization)
    live = ours.filter(valid_until__gt=now, ended_at=None)
    return list(live.select_related("organization", "legal_basis"))


def end_grant(*, grant_id: UUID, now: datetime) -> Grant:
    """The office that granted it ends it: from now on the other one is told nothing. Twice changes nothing. Raises
    Refused for any other office, and for what stands on a consent (that is taken back by the person)."""
    actor = must_be_present(now).actor
    grant = Grant.objects.filter(pk=grant_id, consent=None, granted_by=actor.organization).first()
    if grant is None or not may(actor, "manage", Area("consents"), now=now).allowed:
        raise Refused("end-grant", "grant", object=grant_id)
    if Grant.objects.filter(pk=grant.pk, ended_at=None).update(ended_at=now):
        telling.changed()
        trail.record(
            act="end-grant", kind="grant", person=grant.person_id, object=grant.pk, basis="role",
            fields=grant.categories, now=now,
        )  # fmt: skip
    return grant


def _fitting(key: str, from_kind: str, recipient: Organization, categories: list[str], now: datetime) -> LegalBasis:
    norm = law(key, now)
    if norm is None or norm.purpose in OF_AN_OFFICE_ITSELF:
        raise Unfit("basis", _("There is no such legal basis in force."))
    if norm.from_kind not in ("", from_kind) or norm.to_kind not in ("", recipient.kind):
        raise Unfit("recipient", _("The law does not name this direction."))
    if not categories or not set(categories) <= set(norm.categories) - set(SPECIAL):
        raise Unfit("categories", _("The law does not name all of these data."))
    return norm
