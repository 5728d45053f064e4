"""Who registered for today, with names: for the front desk's eyes only, to find somebody who has no number at hand."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from eindach.booking.documents.sheet import clock, day_text
from eindach.directory.models import Location
from eindach.directory.queries import region
from eindach.kernel.languages import NATIVE, RTL
from eindach.notifications.paper import pdf

from ..models import Visit
from ..queue import today
from .event_lists import TEMPLATE, Page


def names_pdf(
    house: Location, visits: Sequence[Visit], names: Mapping[UUID, str], *, language: str, now: datetime
) -> bytes:
    """PDF/UA-1, A4, by hour of arrival. `names`: visit -> name; who gave none is a dash."""
    with translation.override(language):
        head = (_("Time"), _("Number"), _("Language"), _("People"), _("Name"))
        rows = tuple(_row(one, names[one.pk]) for one in visits)
        page = Page(_("Registered for today. For the front desk only; shred it in the evening."), head, rows)
        given = {
            "language": language,
            "rtl": language in RTL,
            "title": _("%(name)s, %(day)s") % {"name": house.name, "day": day_text(today(now))},
            "nobody": _("Nobody is registered here."),
            "pages": [asdict(page)],
        }
    return pdf(TEMPLATE, given, made_at=now)


def _row(visit: Visit, name: str) -> tuple[str, ...]:
    spoken = NATIVE.get(visit.language, visit.language)
    return _hour(visit), visit.ticket or "–", spoken, str(visit.people), name or "–"


def _hour(visit: Visit) -> str:
    return clock(timezone.localtime(visit.window_start, region().zone)) if visit.window_start else "–"
