"""Deadlines in words, for whoever told no day; what somebody told in words, for their copy."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from eindach.directory.models import Municipality
from eindach.guide.models import Step
from eindach.planning.guidance import Due

from .questions import EVENTS, QUESTIONS


def due_in_words(due: Due, step: str = "") -> str:
    """ "Within 14 days after the day you moved in." `step`: the name of the step the deadline counts from."""
    event = {"event": step or EVENTS.get(due.event, due.event)}
    if not due.days and not due.months:
        return _("At the latest: %(event)s.") % event
    if due.days < 0 or due.months < 0:
        return _("At the latest %(time)s before %(event)s.") % (event | {"time": _span(-due.months, -due.days)})
    return _("Within %(time)s after %(event)s.") % (event | {"time": _span(due.months, due.days)})


def _span(months: int, days: int) -> str:
    said = []
    if months:
        said.append(ngettext("%(count)d month", "%(count)d months", months) % {"count": months})
    if days:
        said.append(ngettext("%(count)d day", "%(count)d days", days) % {"count": days})
    return " ".join(said)


def place_in_words(place: str) -> str:
    """The name of the municipality."""
    return Municipality.objects.filter(ags=place).values_list("name", flat=True).first() or place


def chosen_in_words(chosen: Mapping[str, Sequence[str]]) -> str:
    """ "Why are you here? To work; …"."""
    said = [(one, chosen[key]) for key, one in QUESTIONS.items() if key in chosen]
    return "; ".join(f"{one.title} {', '.join(str(one.answers.get(key, key)) for key in keys)}" for one, keys in said)


def dates_in_words(dates: Mapping[str, str]) -> dict[str, str]:
    """Words of the event → its day."""
    return {str(EVENTS.get(event, event)): day for event, day in dates.items()}


def done_in_words(done: Mapping[str, str]) -> dict[str, str]:
    """Name of the step → the day it was ticked off."""
    names = {one.key: str(one) for one in Step.objects.filter(key__in=done.keys())}
    return {names.get(step, step): day for step, day in done.items()}
