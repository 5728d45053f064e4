"""The words somebody agrees to: loaded from data, hashed, filled in, and proved to be the ones that were loaded.

A purpose is one YAML file of `texts/`: what may be asked for it, and its words in each language. A version is written
once (the database refuses to change it); other words under an old version are an error, not an update.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Final

import yaml
from django.utils import formats, timezone, translation

from eindach.accounts.models import Category
from eindach.accounts.models.profile import SPECIAL
from eindach.directory.models import Organization
from eindach.kernel.languages import RTL

from .models import Consent, ConsentText

FOLDER: Final = Path(__file__).parent / "texts"
OFFICE_LANGUAGE: Final = "de"
COMMA: Final = {"ar": "، ", "fa": "، ", "ti": "፣ "}
"""Between the things of a list; elsewhere a comma as in German."""
BREAKS: Final = re.compile(r"[ \t\r\n]+")
"""Not the narrow spaces that do not break, which French has before some signs."""
BLANK: Final = re.compile(r"\{(controller|recipient|data|until)\}")


class TextChanged(ValueError):
    """Other words under a version that is in the database already: raise the version in the file."""


class TextBent(RuntimeError):
    """The words in the database are not those that were loaded: somebody changed them behind our back."""


@dataclass(frozen=True)
class Purpose:
    """What may be asked. `categories` at most; kinds: who may ask, who may know it (empty: any); `to_another`: nobody
    asks it for themselves; `lasts`: the longest consent."""

    key: str
    version: int
    lasts: timedelta
    categories: tuple[str, ...]
    controller_kinds: tuple[str, ...]
    recipient_kinds: tuple[str, ...]
    to_another: bool
    texts: tuple[ConsentText, ...]

    def title(self, language: str) -> str:
        """In this language, else in English."""
        by_language = {text.language: text.title for text in self.texts}
        return by_language.get(language) or by_language["en"]


@dataclass(frozen=True)
class Words:
    """A text as one person reads it, filled in."""

    language: str
    title: str
    paragraphs: tuple[str, ...]
    drafted_by_machine: bool

    @property
    def rtl(self) -> bool:
        return self.language in RTL


@cache
def purposes(folder: Path = FOLDER) -> dict[str, Purpose]:
    """All purposes, by key; read once a process. A consent is never asked for any other."""
    found = (_purpose(yaml.safe_load(file.read_text())) for file in sorted(folder.glob("*.yaml")))
    return {one.key: one for one in found}


def _purpose(said: dict[str, object]) -> Purpose:
    key, version = str(said["purpose"]), int(str(said["version"]))
    texts = tuple(
        _text(key, version, language, **words)
        for language, words in said["texts"].items()  # type: ignore[attr-defined]
    )
    return Purpose(
        key,
        version,
        lasts=timedelta(days=int(str(said["lasts_days"]))),
        categories=tuple(Category(one) for one in said["categories"]),  # type: ignore[attr-defined]
        controller_kinds=tuple(Organization.Kind(one) for one in said.get("controller_kinds", ())),  # type: ignore[attr-defined]
        recipient_kinds=tuple(Organization.Kind(one) for one in said["recipient_kinds"]),  # type: ignore[attr-defined]
        to_another=bool(said.get("to_another", False)),
        texts=texts,
    )


def _text(
    purpose: str, version: int, language: str, *, title: str, body: str, drafted_by_machine: bool = False
) -> ConsentText:
    # Lines of the file are for those who edit it; a paragraph is one line.
    text = "\n\n".join(BREAKS.sub(" ", paragraph.strip()) for paragraph in body.split("\n\n") if paragraph.strip())
    return ConsentText(
        purpose=purpose, version=version, language=language, title=title, body=text,
        sha256=sha256_of(purpose, version, language, title, text), drafted_by_machine=drafted_by_machine,
    )  # fmt: skip


def sha256_of(purpose: str, version: int, language: str, title: str, body: str) -> str:
    """64 hexadecimal characters over all that makes a text, in Unicode's form C."""
    line = "\n".join((purpose, str(version), language, title, body))
    return hashlib.sha256(unicodedata.normalize("NFC", line).encode()).hexdigest()


def proved(text: ConsentText) -> ConsentText:
    """The text, if its words are those of its hash. TextBent."""
    if text.sha256 != sha256_of(text.purpose, text.version, text.language, text.title, text.body):
        raise TextBent(f"the words of {text} are not those of their hash")
    return text


def bent() -> list[ConsentText]:
    """Texts of the database whose words are not those of their hash."""
    found = []
    for text in ConsentText.objects.all():
        try:
            proved(text)
        except TextBent:
            found.append(text)
    return found


def text_of(purpose: str, language: str, *, version: int | None = None) -> ConsentText:
    """The words of a purpose (now, or of this version) in this language; in English where nobody wrote them in it."""
    wanted = ConsentText.objects.filter(purpose=purpose, version=version or purposes()[purpose].version)
    return proved(wanted.filter(language=language).first() or wanted.get(language="en"))


def filled(consent: Consent, language: str = "") -> Words:
    """The words of a consent in the language they were shown in, or the same version in another. TextBent."""
    text = proved(consent.text)
    if language and language != text.language:
        text = text_of(text.purpose, language, version=text.version)
    return fill(
        text, controller=consent.controller, recipient=consent.recipient, categories=consent.categories,
        until=timezone.localdate(consent.expires_at),
    )  # fmt: skip


def fill(
    text: ConsentText, *, controller: Organization, recipient: Organization, categories: Iterable[str], until: date
) -> Words:
    with translation.override(text.language):
        values = {
            "controller": str(controller.name),
            "recipient": str(recipient.name),
            "data": data_words(categories, text.language),
            "until": formats.date_format(until, "j.n.Y"),
        }
    body = BLANK.sub(lambda found: values[found[1]], text.body)  # in one go: a name may look like a blank
    return Words(text.language, text.title, tuple(body.split("\n\n")), text.drafted_by_machine)


@cache
def _data() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = yaml.safe_load((Path(__file__).parent / "data_words.yaml").read_text())
    return found


def data_words(categories: Iterable[str], language: str) -> str:
    """ "your name, your appointments", in the order of Category."""
    said = {str(one) for one in categories}
    words = (_data()[one].get(language) or _data()[one]["en"] for one in Category if one in said)
    return COMMA.get(language, ", ").join(words)


@cache
def _grounds() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = yaml.safe_load((Path(__file__).parent / "grounds.yaml").read_text())
    return found


def grounds(categories: Iterable[str], language: str) -> str:
    """The law by which somebody may agree to this, as it is cited in the language (else in English)."""
    kinds = ["consent", "special"] if set(categories) & set(SPECIAL) else ["consent"]
    return "; ".join(_grounds()[kind].get(language) or _grounds()[kind]["en"] for kind in kinds)
