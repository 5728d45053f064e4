"""Words of a person's own door: what was done, what is kept and why, how a request stands."""

from datetime import date
from typing import Final

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from eindach.casework.models import DeletionRequest
from eindach.casework.own.paper_words import period as period_words

register = template.Library()

KEPT: Final = {
    "booking": gettext_lazy("Your appointments"),
    "person": gettext_lazy("Your name and your contact"),
    "account": gettext_lazy("Your access to this page"),
    "mail": gettext_lazy("Our messages to you"),
    "enquiry": gettext_lazy("Your questions and wishes to be called back"),
    "file": gettext_lazy("What offices wrote down, and who may know it"),
    "consent": gettext_lazy("What you agreed to or refused"),
    "emergency": gettext_lazy("Looks in an emergency"),
    "trail": gettext_lazy("Who looked at your data"),
    "visit": gettext_lazy("Your visits"),
}
WHY: Final = {
    "person": gettext_lazy("Needed as long as anything else is there."),
    "account": gettext_lazy("So that you can see how your request stands."),
    "consent": gettext_lazy("The office must be able to prove it. It is not used for anything else."),
    "trail": gettext_lazy("So that nobody can hide that they looked. Without your name once you are deleted."),
    "emergency": gettext_lazy("So that nobody can hide that they looked."),
}
LOOKS: Final = {
    "looked": gettext_lazy("Looked at your data"),
    "found": gettext_lazy("Your name came up in a search or a list"),
    "wrote": gettext_lazy("Wrote something down about you"),
    "consent": gettext_lazy("Asked you for a consent, or wrote down your answer"),
    "emergency": gettext_lazy("Looked at your data in an emergency"),
    "checked": gettext_lazy("Data protection checked what was done"),
    "sent": gettext_lazy("Had a message sent to you"),
    "booked": gettext_lazy("Booked or cancelled appointments for you"),
    "refused": gettext_lazy("Tried to see your data, and was refused"),
}


@register.filter
def look_word(sort: str) -> str:
    """What an office, or their employer, did."""
    return str(LOOKS[sort])


@register.filter
def kept_word(key: str) -> str:
    """A class of retention as people say it."""
    return str(KEPT.get(key, key))


@register.filter
def kept_why(key: str) -> str:
    return str(WHY.get(key, ""))


@register.filter
def period(text: str) -> str:
    return period_words(text)


@register.filter
def state_of(today: date, request: DeletionRequest) -> str:
    return request.state(today)


@register.filter
def request_state(state: str) -> str:
    words = {
        "open": _("we are looking at it"),
        "overdue": _("late: please call us"),
        "done": _("done"),
        "refused": _("refused"),
    }
    return words[state]
