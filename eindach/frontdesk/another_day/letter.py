"""The message that offers another day. Only the mail names the matters; the link is the secret one of the visit."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from eindach.booking.documents.letter_words import Words
from eindach.booking.documents.sheet import day_text
from eindach.notifications.models import Message

from ..letters import write_to
from ..models import Stop, Visit
from ..visits import visit_token
from .left_open import left_open

KIND = "another-day"


@app.task(retry=RetryStrategy(max_attempts=6, exponential_wait=6))
def write_another_day(visit_id: str, stamp: str) -> None:
    """Render and write one; running it twice writes one mail."""
    visits = Visit._base_manager.select_related("person", "location", "itinerary")
    visit = visits.filter(pk=UUID(visit_id)).first()
    if visit is not None:
        another_day_letter(visit, stamp=stamp, now=timezone.now())


def another_day_letter(visit: Visit, *, stamp: str = "", now: datetime) -> Message | None:
    """None: nobody to write to, or everything was arranged meanwhile."""
    stops = left_open(visit, now=now)
    if not stops:
        return None
    with translation.override(visit.language):
        key = f"{KIND} {visit.pk} {stamp}".strip()
        return write_to(visit, _words(visit, stops), url=link(visit), kind=KIND, key=key, now=now)


def link(visit: Visit) -> str:
    """Absolute, in the active language."""
    return settings.PUBLIC_URL + reverse("frontdesk:another-day", args=[visit_token(visit.pk)])


def _words(visit: Visit, stops: Sequence[Stop]) -> Words:
    lines = [
        _("%(day)s: not everything could be settled.") % {"day": day_text(visit.day)},
        *(f"– {one.matter.name}" for one in stops),
        _("We are sorry. Choose another time that suits you."),
    ]
    later = [_("You do not need it any more? Then there is nothing to do.")]
    return Words(_("Another time for you"), _("Another time for you"), lines, _("Find another time"), later)
