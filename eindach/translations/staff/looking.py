"""Which texts somebody looks at, and how far a language is."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from ..units import TARGETS, State, Unit

STATES: Final = (
    (State.MISSING, _("missing")),
    (State.OUTDATED, _("outdated")),
    (State.DRAFTED, _("machine draft")),
    (State.UP_TO_DATE, _("up to date")),
    (State.REVIEWED, _("reviewed")),
)
KINDS: Final = {"interface": _("Texts of the pages"), "region": _("Texts of the region")}


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


def parts(units: Iterable[Unit]) -> list[tuple[str, object, list[tuple[str, str]]]]:
    """(kind, its name, (value, part)) for a choice in groups."""
    found = {(unit.kind, unit.part) for unit in units}
    return [
        (kind, name, [(f"{kind}.{part}", part) for one, part in sorted(found) if one == kind])
        for kind, name in KINDS.items()
    ]
