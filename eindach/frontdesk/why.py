"""Why somebody is next, in a sentence: the classes of queue.py, in words."""

from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from eindach.directory.queries import region

from .models import Stop
from .queue import DUE, DUE_MINUTES, LATER, URGENT, WAITING

URGENT_WORDS: Final = {
    Stop.Urgent.BABY: gettext_lazy("with a baby"),
    Stop.Urgent.HEALTH: gettext_lazy("for their health"),
    Stop.Urgent.DEADLINE: gettext_lazy("a deadline ends"),
    Stop.Urgent.ONWARD: gettext_lazy("they have to go on"),
}


def rank_of(planned_at: datetime | None, urgent: str, moment: datetime) -> int:
    """The class of the queue somebody in the house was in at a moment; `planned_at`: as promised."""
    if planned_at and planned_at <= moment + timedelta(minutes=DUE_MINUTES):
        return DUE
    if urgent:
        return URGENT
    return LATER if planned_at else WAITING


def why(rank: int, *, planned_at: datetime | None, since: datetime | None, urgent: str, now: datetime) -> str:
    """ "Appointment at 10:15, here since 10:02." `since`: when they began to wait."""
    here = _("here since %(time)s") % {"time": clock(since or now)}
    if rank == DUE:
        return _("Appointment at %(time)s, %(here)s.") % {"time": clock(planned_at or now), "here": here}
    if rank == URGENT:
        return _("Urgent: %(reason)s; %(here)s.") % {"reason": URGENT_WORDS[Stop.Urgent(urgent)], "here": here}
    if rank == LATER:
        said = _("Appointment only at %(time)s, but nobody is due before; %(here)s.")
        return said % {"time": clock(planned_at or now), "here": here}
    minutes = waited(since, now)
    said = ngettext(
        "Without an appointment; has waited longest, %(minutes)d minute, since %(time)s.",
        "Without an appointment; has waited longest, %(minutes)d minutes, since %(time)s.",
        minutes,
    )
    return said % {"minutes": minutes, "time": clock(since or now)}


def clock(moment: datetime) -> str:
    """ "10:15" on the wall of the region."""
    return time_format(timezone.localtime(moment, region().zone), "G:i")


def waited(since: datetime | None, now: datetime) -> int:
    """Whole minutes."""
    return max(0, int((now - since).total_seconds() // 60)) if since else 0
