"""A person's file as it is drawn and said: the days of their visits, the lines of their consents, what is kept back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from phonenumber_field.phonenumber import to_python

from eindach.accounts.models import Category
from eindach.accounts.policy import Area, may
from eindach.booking.drawing import Drawing, draw
from eindach.booking.queries import drawn
from eindach.consent.labels import CATEGORIES, STATES, category_names
from eindach.consent.models import Consent
from eindach.consent.telling import task_of
from eindach.consent.words import purposes
from eindach.kernel.actor import must_be_present

from .access import PersonFile, may_break_glass
from .words import reason

LINE: Final = 100
"""Width of a consent's line, in its own units."""


@dataclass(frozen=True)
class Line:
    """A consent from the question to its end. Points of the drawing in units of LINE: `asked`, `since` and `until`
    (while it was good; None: never), `end` (when it ends by itself), `today`."""

    consent: Consent
    purpose: str
    categories: str
    state: str
    state_word: str
    asked: float
    since: float | None
    until: float | None
    end: float
    today: float

    @property
    def good(self) -> float:
        """How long it was good, as drawn; never so short that it is not seen."""
        return max(1.5, round((self.until or 0) - (self.since or 0), 1))


def shown(file: PersonFile) -> dict[str, Any]:
    """The context of casework/person.html but the form."""
    acting = must_be_present()
    return {
        "file": file,
        "reason": reason(file.decision.basis),
        "phones": [(one, _international(one)) for one in file.phones],
        "drawing": _days(file),
        "facts": [(CATEGORIES[Category(one.category)], one) for one in file.facts],
        "consents": lines(file.consents, acting.now),
        "may_ask": may(acting.actor, "manage", Area("consents"), now=acting.now).allowed,
        "breaks_glass": may_break_glass(),
        "refers": may(acting.actor, "open", Area("referrals"), now=acting.now).allowed,
        "helps": may(acting.actor, "open", Area("cases"), now=acting.now).allowed,
        "kept_back": _kept_back(file),
        "sees_all_appointments": Category.APPOINTMENTS in file.decision.fields,
    }


def _international(number: str) -> str:
    known = to_python(number)
    return str(known.as_international) if known and known.is_valid() else number


def _days(file: PersonFile) -> Drawing | None:
    plan = drawn(file.appointments)
    return draw([plan]) if plan else None


@dataclass(frozen=True)
class KeptBack:
    """Kinds of data that are not shown, in words: those a consent (or a law) could open for the acting role at its
    office, and those no consent ever opens there."""

    askable: Sequence[str]
    never: Sequence[str]

    def __bool__(self) -> bool:
        return bool(self.askable or self.never)


def _kept_back(file: PersonFile) -> KeptBack:
    """What is shown is in neither. One's own appointments are shown; without a grant those elsewhere are kept back."""
    task = task_of(must_be_present().actor)
    words = CATEGORIES | {Category.APPOINTMENTS: _("Appointments elsewhere")}
    hidden = [(category, str(name)) for category, name in words.items() if category not in file.decision.fields]
    return KeptBack(
        askable=[name for category, name in hidden if category in task],
        never=[name for category, name in hidden if category not in task],
    )


def lines(consents: Sequence[Consent], now: datetime) -> list[Line]:
    """All to one scale: from the first question to the last end, today in it."""
    if not consents:
        return []
    first = min(one.asked_at for one in consents)
    last = max([now, *(one.expires_at for one in consents)])
    whole = (last - first).total_seconds() or 1.0

    def at(moment: datetime) -> float:
        return round(LINE * (moment - first).total_seconds() / whole, 1)

    return [_line(one, now, at) for one in consents]


def _line(one: Consent, now: datetime, at: Any) -> Line:
    state = one.state(now)
    events = list(one.events.all())
    given = next((event.at for event in events if event.kind == Consent.State.GIVEN), None)
    taken = next((event.at for event in events if event.kind == Consent.State.WITHDRAWN), one.expires_at)
    purpose = purposes().get(one.purpose)
    return Line(
        consent=one,
        purpose=purpose.title(get_language() or "de") if purpose else one.purpose,
        categories=category_names(one.categories),
        state=state,
        state_word=str(STATES[Consent.State(state)]),
        asked=at(one.asked_at),
        since=at(given) if given else None,
        until=at(min(taken, one.expires_at)) if given else None,
        end=at(one.expires_at),
        today=at(now),
    )
