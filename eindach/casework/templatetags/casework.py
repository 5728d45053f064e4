"""Words for categories of data and states of a consent."""

from django import template
from django.utils.translation import gettext as _

from eindach.consent.labels import CATEGORIES
from eindach.consent.models import Consent

register = template.Library()


@register.filter
def category(key: str) -> str:
    """A category of data as people say it; other names of fields as they are."""
    return str(CATEGORIES.get(key, key))  # type: ignore[call-overload]


@register.filter
def consent_state(state: str) -> str:
    words = {
        Consent.State.ASKED: _("You have not answered yet."),
        Consent.State.GIVEN: _("You agreed."),
        Consent.State.REFUSED: _("You said no."),
        Consent.State.WITHDRAWN: _("You took it back."),
        Consent.State.EXPIRED: _("It has ended."),
    }
    return words.get(Consent.State(state), state)
