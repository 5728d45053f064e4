"""Categories of data and reasons for a look, as people say them."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from eindach.accounts.models import Category
from eindach.consent.models import LegalBasis

CATEGORIES: Final[Mapping[str, object]] = {
    Category.IDENTITY: _("Name"),
    Category.CONTACT: _("E-mail and phone"),
    Category.APPOINTMENTS: _("Appointments"),
    Category.RESIDENCE: _("Residence status"),
    Category.BENEFITS: _("Benefits"),
    Category.FAMILY: _("Family"),
    Category.WORK: _("Work and education"),
    Category.HOUSING: _("Housing"),
    Category.NEEDS: _("What the person needs"),
    Category.NOTES: _("Advisors' notes"),
    Category.HEALTH: _("Health"),
}


def reason(basis: str) -> str:
    """Why somebody may look, from the basis of a decision ("law:appointment, consent:…")."""
    return "; ".join(dict.fromkeys(_one(part.strip()) for part in basis.split(",")))


def _one(basis: str) -> str:
    kind, _colon, key = basis.partition(":")
    if kind == "law":
        law = LegalBasis.objects.filter(key=key).first()
        return f"{law.name} ({law.norm})" if law else key
    words = {
        "consent": gettext("The person has agreed"),
        "broken-glass": gettext("Emergency look"),
        "self": gettext("The person themselves"),
        "role": gettext("Task of the role"),
        "link": gettext("Whoever holds the secret link"),
    }
    return words.get(kind, basis)
