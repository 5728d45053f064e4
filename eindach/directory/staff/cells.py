"""Kinds of cells: which texts may stand there, and what they mean. Pure functions. A text is exact: two cells are the
same if their texts are."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from eindach.directory.models import Organization, Service
from eindach.kernel.languages import NATIVE, SPOKEN_CODES
from eindach.notifications.addresses import NoAddress, address_of

from . import hours_text
from .faults import CellFault

PHONE: Final = re.compile(r"\+?[\d\s()/.-]{3,40}")
STAFF_LANGUAGES: Final = ("de", "en")
"""Words of cells are read in both."""


@dataclass(frozen=True)
class Cell:
    """Any text of one line up to `longest` letters. `name`: of the kind."""

    name: str = "text"
    longest: int = 2000

    def check(self, typed: str) -> str:
        """The exact text; CellFault says what may stand here."""
        said = " ".join(typed.split())
        if len(said) > self.longest:
            raise CellFault(_("Write at most %(count)d letters.") % {"count": self.longest})
        return self._checked(said) if said else ""

    def value(self, text: str) -> Any:
        """What an exact text means."""
        return text

    def text(self, value: Any) -> str:
        """The exact text of a value."""
        return str(value or "")

    def shown(self, text: str) -> str:
        """For people to read."""
        return text

    def _checked(self, said: str) -> str:
        return said


class Mail(Cell):
    def _checked(self, said: str) -> str:
        try:
            return address_of(said)
        except NoAddress as fault:
            raise CellFault(_("Enter an e-mail address like name@example.org.")) from fault


class Phone(Cell):
    def _checked(self, said: str) -> str:
        if not PHONE.fullmatch(said):
            raise CellFault(_("Enter a phone number like 02421 22-0: digits, spaces and the signs + ( ) / - only."))
        return said


class Website(Cell):
    def _checked(self, said: str) -> str:
        try:
            URLValidator(schemes=["https", "http"])(said)
        except ValidationError as fault:
            raise CellFault(_("Enter a web address that begins with https://.")) from fault
        return said


class Number(Cell):
    """Degrees; a comma is as good as a point."""

    def _checked(self, said: str) -> str:
        try:
            number = float(said.replace(",", "."))
        except ValueError as fault:
            raise CellFault(_("Enter a number like 50.8031.")) from fault
        if not -180 <= number <= 180:
            raise CellFault(_("Enter a number like 50.8031."))
        return str(number)

    def value(self, text: str) -> float:
        return float(text)


class Day(Cell):
    """2026-11-23 or 23.11.2026."""

    def _checked(self, said: str) -> str:
        found = hours_text.DATE.match(said)
        try:
            if found:
                return str(date(*map(int, found.group(1, 2, 3) if found[1] else found.group(6, 5, 4))))
        except ValueError:
            pass
        raise CellFault(_("Enter a day like 2026-11-23."))

    def value(self, text: str) -> date | None:
        return date.fromisoformat(text) if text else None


class PostalCode(Cell):
    def _checked(self, said: str) -> str:
        if not re.fullmatch(r"\d{5}", said):
            raise CellFault(_("Enter a postal code of five digits."))
        return said


@dataclass(frozen=True)
class Choice(Cell):
    """One of some words; `words`: exact text -> what people read. Both are understood, in German and English."""

    name: str = "choice"
    words: Mapping[str, Any] = field(default_factory=dict)
    meanings: Mapping[str, Any] | None = None

    def _checked(self, said: str) -> str:
        known = {word.lower(): word for word in self.words}
        for language in STAFF_LANGUAGES:
            with override(language):
                known |= {str(words).lower(): word for word, words in self.words.items()}
        if said.lower() not in known:
            allowed = ", ".join(str(words) for words in self.words.values())
            raise CellFault(_("Choose one of: %(allowed)s.") % {"allowed": allowed})
        return known[said.lower()]

    def check(self, typed: str) -> str:
        return self._checked(said) if (said := " ".join(typed.split())) or "" not in self.words else ""

    def value(self, text: str) -> Any:
        return self.meanings[text] if self.meanings is not None else text

    def text(self, value: Any) -> str:
        if self.meanings is None:
            return str(value)
        return next(word for word, meaning in self.meanings.items() if meaning is value)

    def shown(self, text: str) -> str:
        return str(self.words.get(text, text))


class Languages(Cell):
    """Codes of spoken languages in the order of the language row; names of languages in themselves are understood."""

    def check(self, typed: str) -> str:
        names = {NATIVE[code].lower(): code for code in SPOKEN_CODES} | {code: code for code in SPOKEN_CODES}
        said = [part.strip().lower() for part in re.split(r"[,;\n]", typed) if part.strip()]
        if unknown := [one for one in said if one not in names]:
            raise CellFault(
                _("%(unknown)s: no known language. Allowed: %(allowed)s.")
                % {"unknown": ", ".join(unknown), "allowed": ", ".join(SPOKEN_CODES)}
            )
        if not said:
            raise CellFault(_("Name at least one language."))
        spoken = {names[one] for one in said}
        return ", ".join(code for code in SPOKEN_CODES if code in spoken)

    def value(self, text: str) -> list[str]:
        return text.split(", ")

    def text(self, value: Any) -> str:
        return ", ".join(code for code in SPOKEN_CODES if code in value)

    def shown(self, text: str) -> str:
        return ", ".join(NATIVE.get(code, code) for code in text.split(", "))


class HoursCell(Cell):
    """Lines of hours (hours_text.py)."""

    def check(self, typed: str) -> str:
        return hours_text.canonical(typed)

    def value(self, text: str) -> list[hours_text.Line]:
        return hours_text.read(text)

    def text(self, value: Any) -> str:
        return hours_text.text_of(value)

    def shown(self, text: str) -> str:
        return hours_text.shown(text)


YES, NO = gettext_lazy("yes"), gettext_lazy("no")
TEXT = Cell()
NAME = Cell(longest=200)
MAIL, WEBSITE, PHONE_CELL = Mail("mail", 254), Website("website", 200), Phone("phone", 40)
NUMBER, POSTAL_CODE, DAY = Number("number", 20), PostalCode("postal code", 5), Day("day", 10)
LANGUAGES, HOURS = Languages("languages"), HoursCell("hours")
YES_NO = Choice(words={"yes": YES, "no": NO}, meanings={"yes": True, "no": False})
KNOWN_OR_NOT = Choice(
    words={"": gettext_lazy("not known"), "yes": YES, "no": NO}, meanings={"": None, "yes": True, "no": False}
)
STATUS = Choice(
    words={
        Service.Status.ACTIVE.value: gettext_lazy("offered"),
        Service.Status.PAUSED.value: gettext_lazy("paused for now"),
        Service.Status.DEFUNCT.value: gettext_lazy("no longer offered"),
    }
)
KIND = Choice(words={kind.value: kind.value for kind in Organization.Kind})
