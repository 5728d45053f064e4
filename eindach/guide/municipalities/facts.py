"""Figures by which municipalities are compared. What nobody has told yet is "to be confirmed", never guessed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final, NamedTuple

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from eindach.guide.models import MunicipalityFact


class Kind(NamedTuple):
    """`unit` has %(value)s where the number goes; `decimals` of the number as shown."""

    name: Any
    icon: str
    unit: Any = "%(value)s"
    decimals: int = 0


TO_HOUSE: Final = "to-house"
OFFICE_HOURS: Final = "office-hours"
TOLD: Final[Mapping[str, Kind]] = {
    "inhabitants": Kind(_("Inhabitants"), "people"),
    "childcare": Kind(_("Places in childcare"), "childcare"),
    "schools": Kind(_("Schools"), "school"),
    "bus-lines": Kind(_("Bus and train lines"), "bus"),
    "rent": Kind(_("Rent in € per square metre"), "apartment", "%(value)s €", 2),
    "clubs": Kind(_("Clubs"), "leisure"),
}
"""Told by the files or by the municipality itself."""
WORKED_OUT: Final[Mapping[str, Kind]] = {
    TO_HOUSE: Kind(_("Minutes to our house"), "walk"),
    OFFICE_HOURS: Kind(_("Hours a week the town hall is open"), "clock", decimals=1),
}
"""Worked out from the directory: ways and opening hours."""
KINDS: Final[Mapping[str, Kind]] = {**TOLD, **WORKED_OUT}


@dataclass(frozen=True)
class Figure:
    """One cell of the comparison. `value` None: to be confirmed by the district."""

    kind: str
    value: Decimal | None = None
    source: Any = ""
    as_of: date | None = None
    sample: bool = False

    @property
    def name(self) -> Any:
        return KINDS[self.kind].name

    @property
    def icon(self) -> str:
        return KINDS[self.kind].icon

    @property
    def number(self) -> str:
        """Without its unit; empty where there is none."""
        if self.value is None:
            return ""
        whole = self.value == self.value.to_integral_value()
        decimals = 0 if whole and self.kind != "rent" else KINDS[self.kind].decimals
        return number_format(self.value, decimals, use_l10n=True, force_grouping=True)

    @property
    def words(self) -> str:
        return str(KINDS[self.kind].unit) % {"value": self.number} if self.number else ""


def figure(fact: MunicipalityFact) -> Figure:
    return Figure(fact.kind, fact.value, fact.source, fact.as_of, fact.sample)
