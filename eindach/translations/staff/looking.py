"""Which texts somebody looks at, and how far a language is."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from eindach.guide.models import MunicipalityPage

from ..units import TARGETS, State, Unit

STATES: Final = (
    (State.MISSING, _("missing")),
    (State.OUTDATED, _("outdated")),
    (State.DRAFTED, _("machine draft")),
    (State.UP_TO_DATE, _("up to date")),
    (State.REVIEWED, _("reviewed")),
)
KINDS: Final = {"interface": _("Texts of the pages"), "region": _("Texts of the region")}

PARTS: Final[Mapping[str, object]] = {
    # of the program
    "accounts": _("Sign in"),
    "api": _("For programs"),
    "booking": _("Booking"),
    "casework": _("Cases"),
    "companies": _("Companies"),
    "consent": _("Consents"),
    "directory": _("Directory"),
    "frontdesk": _("Front desk"),
    "guide": _("Topics"),
    "notifications": _("Messages"),
    "questions": _("Questions"),
    "site": _("About this website"),
    "translations": _("Translations"),
    # of the region
    "accessibilitystatement": _("Accessibility statement"),
    "barrier": _("Barrier on a page"),
    "eventseries": _("Event days"),
    "location": _("Locations"),
    "matter": _("Matters"),
    "organization": _("Organizations"),
    "region": _("Region and help desk"),
    "requireddocument": _("Papers"),
    "scheduleexception": _("Opening hours"),
    "service": _("Services"),
    "step": _("My next steps"),
    "topic": _("Topics"),
    "video": _("Sign language"),
    # of a municipality, called as on its own pages
    "municipalitypage": _("Texts and contact person"),
    "municipalitypicture": _("A picture"),
    "municipalityevent": _("An exhibition or event"),
}
"""What translators know a part by."""


@dataclass(frozen=True)
class Look:
    """What was asked for; what is no language, state or part is not asked for. `page`: of the list, so that one comes
    back to it."""

    language: str
    state: str
    part: str
    q: str
    page: str = ""

    @property
    def query(self) -> str:
        return urlencode({name: said for name, said in vars(self).items() if said})

    @property
    def without_page(self) -> str:
        return replace(self, page="").query

    def shows(self, unit: Unit) -> bool:
        if self.state and unit.state != self.state:
            return False
        if self.part and self.part not in (unit.kind, f"{unit.kind}.{unit.part}"):
            return False
        words = self.q.casefold()
        return not words or any(words in text.casefold() for text in (*unit.german, *unit.english, *unit.said))


def look(said: QueryDict) -> Look:
    codes = [language.code for language in TARGETS]
    language = said.get("language", "")
    return Look(
        language if language in codes else codes[0],
        said.get("state", "") if said.get("state", "") in State._value2member_map_ else "",
        said.get("part", "")[:60],
        said.get("q", "").strip()[:100],
        number if (number := said.get("page", "")).isdecimal() and len(number) < 5 else "",
    )


def counts(units: Iterable[Unit]) -> Mapping[State, int]:
    return Counter(unit.state for unit in units)


def parts(units: Iterable[Unit]) -> list[tuple[str, object, list[tuple[str, object]]]]:
    """(kind, its name, (value, part)) for a choice in groups."""
    found = {(unit.kind, unit.part) for unit in units}
    return [
        (
            kind,
            name,
            sorted(((f"{kind}.{part}", PARTS.get(part, part)) for one, part in found if one == kind), key=_name),
        )
        for kind, name in KINDS.items()
    ]


def where(units: Iterable[Unit]) -> list[tuple[Unit, str, object]]:
    """Each with the name of the municipality whose own text it is, "" for the district's and of the pages, and the
    name of its part."""
    towns = dict(MunicipalityPage.objects.values_list("key", "municipality__name"))
    return [
        (one, towns.get(one.context, "") if one.kind == "region" else "", PARTS.get(one.part, one.part))
        for one in units
    ]


def _name(choice: tuple[str, object]) -> str:
    return str(choice[1]).casefold()
