"""What somebody asks for, and what is wrong with it: every fault at once."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from eindach.kernel.languages import SPOKEN_CODES
from eindach.kernel.spans import Span

MOST_MATTERS, MOST_PEOPLE, MOST_DAYS = 10, 12, 3
HORIZON = timedelta(days=366)
MOST_WINDOWS = 400
NEEDS = ("step-free",)


@dataclass(frozen=True)
class Wish:
    """Matters by key, first and last day (inclusive), windows (empty: any time), people, languages, visits, needs,
    where they live (AGS; empty: not said, then the offices of every municipality are offered), and whether it is a
    call instead of a visit."""

    matters: tuple[str, ...]
    start: date
    until: date
    windows: tuple[Span, ...] = ()
    people: int = 1
    languages: tuple[str, ...] = ()
    max_days: int = 2
    needs: tuple[str, ...] = ()
    municipality: str = ""
    by_phone: bool = False

    def to_json(self) -> dict[str, Any]:
        windows = [[int(w.start.timestamp()) // 60, int(w.end.timestamp()) // 60] for w in self.windows]
        return {
            "matters": list(self.matters),
            "from": self.start.isoformat(),
            "until": self.until.isoformat(),
            "windows": windows,
            "people": self.people,
            "languages": list(self.languages),
            "max_days": self.max_days,
            "needs": list(self.needs),
            "municipality": self.municipality,
            **({"by_phone": True} if self.by_phone else {}),
        }

    @classmethod
    def from_json(cls, said: dict[str, Any], zone: ZoneInfo) -> "Wish":
        """The inverse of `to_json`; for what we wrote ourselves (offers, the database)."""
        moments = [[datetime.fromtimestamp(minute * 60, zone) for minute in pair] for pair in said["windows"]]
        return cls(
            matters=tuple(said["matters"]),
            start=date.fromisoformat(said["from"]),
            until=date.fromisoformat(said["until"]),
            windows=tuple(Span(*pair) for pair in moments),
            people=said["people"],
            languages=tuple(said["languages"]),
            max_days=said["max_days"],
            needs=tuple(said["needs"]),
            municipality=said["municipality"],
            by_phone=said.get("by_phone", False),
        )


class WishFaults(ValueError):
    """What is wrong with a wish: field of `Wish` -> a translated sentence that says what to do."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__("; ".join(f"{field}: {said}" for field, said in faults.items()))
        self.faults = faults


def check_wish(wish: Wish, *, known_matters: Set[str], known_municipalities: Set[str], today: date) -> None:
    """Raise WishFaults with every fault at once."""
    faults: dict[str, str] = {}
    if wish.municipality and wish.municipality not in known_municipalities:
        faults["municipality"] = _("Unknown municipality: %(unknown)s. Allowed: %(allowed)s.") % {
            "unknown": wish.municipality,
            "allowed": ", ".join(sorted(known_municipalities)),
        }
    _check_matters(wish, known_matters, faults)
    _check_dates(wish, today, faults)
    if not 1 <= wish.people <= MOST_PEOPLE:
        faults["people"] = _("Enter a number of people from 1 to %(most)d.") % {"most": MOST_PEOPLE}
    if not 1 <= wish.max_days <= MOST_DAYS:
        faults["max_days"] = _("Choose 1 to %(most)d visits.") % {"most": MOST_DAYS}
    if unknown := [code for code in wish.languages if code not in SPOKEN_CODES]:
        faults["languages"] = _("Unknown language: %(unknown)s. Allowed: %(allowed)s.") % {
            "unknown": ", ".join(unknown),
            "allowed": ", ".join(SPOKEN_CODES),
        }
    if unknown := [need for need in wish.needs if need not in NEEDS]:
        faults["needs"] = _("Unknown need: %(unknown)s. Allowed: %(allowed)s.") % {
            "unknown": ", ".join(unknown),
            "allowed": ", ".join(NEEDS),
        }
    if len(wish.windows) > MOST_WINDOWS:
        faults["windows"] = _("Choose fewer times: at most %(most)d.") % {"most": MOST_WINDOWS}
    if faults:
        raise WishFaults(faults)


def _check_matters(wish: Wish, known: Set[str], faults: dict[str, str]) -> None:
    if not wish.matters:
        faults["matters"] = _("Choose at least one matter.")
    elif len(wish.matters) > MOST_MATTERS:
        faults["matters"] = _("Choose at most %(most)d matters. You can book the others afterwards.") % {
            "most": MOST_MATTERS
        }
    elif len(set(wish.matters)) < len(wish.matters):
        faults["matters"] = _("Each matter can be chosen once.")
    elif unknown := [key for key in wish.matters if key not in known]:
        faults["matters"] = _("Unknown matter: %(unknown)s. Allowed: %(allowed)s.") % {
            "unknown": ", ".join(unknown),
            "allowed": ", ".join(sorted(known)),
        }


def _check_dates(wish: Wish, today: date, faults: dict[str, str]) -> None:
    if wish.until < wish.start:
        faults["until"] = _("The last day must not be before the first day.")
    if wish.until < today:
        faults.setdefault("until", _("The last day is in the past. Choose a later day."))
    if wish.start > today + HORIZON:
        faults["start"] = _("Choose a first day within one year.")
    if wish.until > today + HORIZON:
        faults.setdefault("until", _("Choose a last day within one year."))
