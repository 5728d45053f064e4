"""Deadlines in words, for whoever told no day."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from eindach.planning.guidance import Due

from .questions import EVENTS


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
