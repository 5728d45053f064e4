"""What the registration office gives to everybody who registers: a sheet (A4), or cards (A6, four on a sheet).

A square code and a short address lead to the municipality's page, in the reader's own language; one sentence says so in
every language there is. Nobody's name is on it: all copies are the same, and can lie on a counter.
"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import segno
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from eindach.directory.models import Region
from eindach.guide.models import MunicipalityPage
from eindach.kernel.languages import NATIVE, RTL, SHIPPED
from eindach.notifications.paper import pdf

from .offices import offices_of
from .page import Advisor, advisor_of

FOLDER: Final = Path(__file__).parent
FORMS: Final[Mapping[str, Path]] = {"sheet": FOLDER / "sheet.typ", "cards": FOLDER / "cards.typ"}
OFFICE_LANGUAGE: Final = "de"


def hand_out(form: str, row: MunicipalityPage, here: Region, *, now: datetime) -> bytes:
    """PDF/UA-1. `form`: a key of FORMS."""
    return pdf(FORMS[form], given(row, here), made_at=now)


def given(row: MunicipalityPage, here: Region) -> dict[str, Any]:
    """Plain data for the templates."""
    advisor = advisor_of(row, offices_of([row.municipality_id])[row.municipality_id])
    address = short_address(row.key)
    with translation.override(OFFICE_LANGUAGE):
        return {
            "town": row.municipality.name,
            "region": str(here.name),
            "sample": row.sample,
            "sentences": sentences(),
            "address": address,
            "shown": address.partition("://")[2],
            "qr": segno.make(address, error="m", micro=False).svg_inline(border=2, omitsize=True),
            "contact": _contact(advisor, here),
            "words": _words(),
        }


def short_address(key: str) -> str:
    """Without a language: whoever opens it is asked by their own device (LocaleMiddleware)."""
    with translation.override(OFFICE_LANGUAGE):
        path = reverse("guide:municipality-short", args=[key])
    return settings.PUBLIC_URL + path.removeprefix(f"/{OFFICE_LANGUAGE}")


def sentences() -> list[dict[str, Any]]:
    """One in each shipped language, each in its own script."""
    said = []
    for one in SHIPPED:
        with translation.override(one.code):
            text = _("You are new here? Here you find your contact person and your next steps.")
        said.append({"language": one.code, "native": one.native, "rtl": one.code in RTL, "text": text})
    return said


def _words() -> dict[str, str]:
    """Of the office's language."""
    return {
        "title": _("Welcome"),
        "code": _("Code of the page"),
        "write": _("Or type in:"),
        "person": _("Your contact person"),
        "free": _("Help costs nothing."),
        "sample": _("Sample data for demonstration"),
    }


def _contact(advisor: Advisor | None, here: Region) -> dict[str, Any]:
    """The welcome advisor, else the help of the region."""
    if advisor is None:
        place = here.help_location
        where = f"{place.name}, {place.address}" if place else ""
        return {"name": str(here.help_name), "phone": here.help_phone, "email": here.help_email,
                "where": where, "languages": []}  # fmt: skip
    place = advisor.at.location if advisor.at else None
    return {
        "name": str(advisor.name),
        "phone": advisor.phone,
        "email": advisor.email,
        "where": f"{place.name}, {place.address}" if place else "",
        "languages": [NATIVE.get(code, code) for code in advisor.at.languages] if advisor.at else [],
    }
