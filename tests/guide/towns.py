"""Two municipalities with pages, for the tests of how they present themselves.

Musterstadt has the town hall, an advisor who sits there, figures with and without a source, a drawing and an exhibition
in the Forum. Beispielheim has nothing yet.
"""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any

from eindach.directory.models import Location, Municipality, Organization, Schedule, Service
from eindach.guide.models import MunicipalityEvent, MunicipalityFact, MunicipalityPage, MunicipalityPicture
from tests.cast import Cast, text

MUSTER, BEISPIEL = "05358008", "05358024"
YEARS = {"first_day": date(2026, 1, 1), "last_day": date(2099, 12, 31)}
"""On at any time a test may run."""


@dataclass(frozen=True)
class Towns:
    cast: Cast
    muster: MunicipalityPage
    beispiel: MunicipalityPage
    exhibition: MunicipalityEvent
    drawing: MunicipalityPicture


def set_towns(cast: Cast) -> Towns:
    for ags, name, north in ((MUSTER, "Musterstadt", 50.80), (BEISPIEL, "Beispielheim", 50.93)):
        Municipality.objects.update_or_create(
            ags=ags, defaults={"name": name, "latitude": north, "longitude": 6.48, "source": "test"}
        )
    Organization.objects.filter(key="stadt").update(kind=Organization.Kind.MUNICIPALITY)
    hall = Location.objects.get(key="rathaus")
    Location.objects.filter(pk=hall.pk).update(municipality=MUSTER)
    Schedule.objects.create(
        location=hall, rrule="FREQ=WEEKLY;BYDAY=MO,TU", valid_from=date(2026, 1, 1), opens=time(8), closes=time(12)
    )
    advisor = Service.objects.create(
        key="ankommen", organization=Organization.objects.get(key="bank"), name=text("Ankommen", "Arriving")
    )
    advisor.at_locations.create(location=hall, languages=["de", "ar"])
    cast.bank.services.add(advisor)
    muster = _page(
        MUSTER, "musterstadt", greeting=text("Willkommen!", "Welcome!"), about={"de": "So lebt man hier."},
        advisor=text("Beratung", "Advice"), advisor_phone="02421 000 9", advisor_service=advisor, sample=False,
    )  # fmt: skip
    beispiel = _page(BEISPIEL, "beispielheim")
    for kind, value, sample in (("inhabitants", 93440, False), ("childcare", 310, True)):
        MunicipalityFact.objects.create(
            page=muster, kind=kind, value=Decimal(value), source="Statistik", as_of=date(2026, 9, 30), sample=sample
        )
    drawing = MunicipalityPicture.objects.create(
        page=muster, drawing="market", width=800, height=500, credit="Eindach (CC0)"
    )
    exhibition = MunicipalityEvent.objects.create(
        page=muster, location=Location.objects.get(key="forum"), title=text("Bilder der Stadt", "Pictures"), **YEARS
    )
    return Towns(cast, muster, beispiel, exhibition, drawing)


def _page(ags: str, key: str, **said: Any) -> MunicipalityPage:
    return MunicipalityPage.objects.create(municipality_id=ags, key=key, **said)
