"""Threads in which everything has been said are closed by themselves; a reply opens them again."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q

from .models import WAITS_FOR_US, Enquiry

ANSWERED: Final = timedelta(days=14)
ASKED_BACK: Final = timedelta(days=28)
"""Whoever has to find a paper first is given longer."""


def close_what_rests(*, now: datetime) -> int:
    """How many. Their period of retention begins to run."""
    rests = Q(asks_back=False, told_at__lte=now - ANSWERED) | Q(asks_back=True, told_at__lte=now - ASKED_BACK)
    over = Enquiry.objects.filter(rests, closed_at=None).exclude(WAITS_FOR_US)
    return over.update(closed_at=now, outcome=Enquiry.Outcome.SILENT)
