"""Granting by law: what a norm lets one office tell another, without asking the person (who can see that it did)."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from eindach.accounts.models import Person
from eindach.accounts.models.profile import SPECIAL
from eindach.accounts.policy import Refused
from eindach.directory.models import Organization
from eindach.kernel.actor import must_be_present

from . import telling, trail
from .asking import Unfit, known
from .facts import law
from .models import Grant, LegalBasis


def grant_by_law(
    *,
    person: Person,
    recipient: Organization,
    basis: str,
    categories: Iterable[str],
    now: datetime,
    until: datetime | None = None,
) -> Grant:
    """Our office, which knows these things, lets another know them. `basis`: key of a legal basis in force, whose
    direction and categories bind. Raises Refused (we do not know them ourselves), Unfit."""
    actor = must_be_present(now).actor
    decision = known(actor, person, now, act="grant-by-law")
    wanted = sorted(set(categories))
    if not set(wanted) <= decision.fields:
        raise Refused("grant-by-law", "person", person=person.pk)
    norm = _fitting(basis, actor.organization_kind, recipient, wanted, now)
    if recipient.pk == actor.organization:
        raise Unfit("recipient", _("An office grants nothing to itself."))
    if until is not None and until <= now:
        raise Unfit("until", _("Choose an earlier day in the future."))
    grant = Grant.objects.create(
        person=person, organization=recipient, purpose=norm.purpose, categories=wanted, legal_basis=norm,
        valid_from=now, valid_until=until,
    )  # fmt: skip
    telling.changed()
    trail.record(
        act="grant-by-law", kind="grant", person=person.pk, object=grant.pk, basis=f"law:{norm.key}", fields=wanted,
        now=now,
    )  # fmt: skip
    return grant


def _fitting(key: str, from_kind: str, recipient: Organization, categories: list[str], now: datetime) -> LegalBasis:
    norm = law(key, now)
    if norm is None:
        raise Unfit("basis", _("There is no such legal basis in force."))
    if norm.from_kind not in ("", from_kind) or norm.to_kind not in ("", recipient.kind):
        raise Unfit("recipient", _("The law does not name this direction."))
    if not categories or not set(categories) <= set(norm.categories) - set(SPECIAL):
        raise Unfit("categories", _("The law does not name all of these data."))
    return norm
