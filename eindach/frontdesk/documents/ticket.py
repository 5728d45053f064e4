"""The ticket as PDF, as wide as the paper of a receipt printer (80 mm): the number, the way through the house today,
and a square code of the page that follows it; in the person's language, and in German for whoever helps. No name."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import UUID

import segno
from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from eindach.directory.queries import region
from eindach.kernel.languages import RTL, SHIPPED
from eindach.notifications.paper import pdf

from ..house import look
from ..models import Visit
from ..route import Floor, floors
from ..visits import visit_token

TEMPLATE: Final = Path(__file__).parent / "ticket.typ"
OFFICE_LANGUAGE: Final = "de"


@dataclass(frozen=True)
class Line:
    """A stop of the way: `at` as it was promised, else ""; `where`: the sign and the office."""

    at: str
    what: str
    where: str


@dataclass(frozen=True)
class Side:
    """The ticket in one language."""

    language: str
    rtl: bool
    place: str
    day: str
    label: str
    number: str
    way: str
    lines: tuple[Line, ...]
    follow: str
    code: str
    call: str


def ticket_pdf(visit: Visit, *, now: datetime) -> bytes:
    """PDF/UA-1. The visit has a number."""
    starts = look(visit.location_id, now=now).starts
    shipped = {one.code for one in SHIPPED}
    own = visit.language if visit.language in shipped else OFFICE_LANGUAGE
    sides = [_side(visit, code, starts) for code in dict.fromkeys((own, OFFICE_LANGUAGE))]
    address = address_of(visit, own)
    given = {
        "sides": [asdict(one) for one in sides],
        "address": address,
        "qr": segno.make(address, error="m", micro=False).svg_inline(border=2, omitsize=True),
    }
    return pdf(TEMPLATE, given, made_at=now)


def ticket_name(visit: Visit) -> str:
    """A file name: the number as it is called."""
    return f"Eindach-{visit.ticket.replace(' ', '')}.pdf"


def address_of(visit: Visit, language: str) -> str:
    """Of the visitor's own page, as the square code has it."""
    with translation.override(language):
        return f"{settings.PUBLIC_URL}{reverse('frontdesk:visitor', args=[visit_token(visit.pk)])}"


def _side(visit: Visit, language: str, starts: Mapping[UUID, int]) -> Side:
    local = timezone.localtime(visit.arrived_at, region().zone)
    with translation.override(language):
        date = date_format(local, pgettext("date format, Django's letters", "l, j F"))
        return Side(
            language=language,
            rtl=language in RTL,
            place=str(visit.location.name),
            day=pgettext("list", ", ").join((date, time_format(local, "G:i"))),
            label=_("Your number"),
            number=visit.ticket,
            way=_("Your way today"),
            lines=tuple(_line(one) for one in floors(visit, starts) if one.state in ("now", "next")),
            follow=_("Follow your turn on your phone: scan this code."),
            code=_("Code of your page"),
            call=_("We call this number on the screens. We never call your name."),
        )


def _line(one: Floor) -> Line:
    at = time_format(timezone.localtime(one.at, region().zone), "G:i") if one.at else ""
    where = filter(None, (one.place.sign if one.place else "", str(one.office)))
    return Line(at, str(one.matter.name), pgettext("list", ", ").join(where))
