"""Reasons for a look, as people say them."""

from django.utils.translation import gettext

from eindach.consent.models import LegalBasis


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
        "break-glass": gettext("Emergency look"),
        "self": gettext("The person themselves"),
        "role": gettext("It is part of their work"),
        "link": gettext("Whoever holds the secret link"),
    }
    return words.get(kind, basis)
