"""The receipt of a consent as PDF: the words as they were agreed to, in the person's language and in German, with
version, hash, who, what, until when, and how to take it back (ISO/IEC TS 27560)."""

from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from eindach.directory.models import Region
from eindach.kernel.languages import RTL
from eindach.notifications.paper import pdf

from .models import Consent, ConsentEvent
from .words import OFFICE_LANGUAGE, Words, data_words, filled

TEMPLATE: Final = Path(__file__).parent / "receipt.typ"


@dataclass(frozen=True)
class Side:
    """The receipt in one language. `facts`: pairs of a label and what stands beside it."""

    language: str
    rtl: bool
    heading: str
    title: str
    paragraphs: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    back: str
    machine: str
    said: str


def receipt_pdf(consent: Consent, *, person: str, now: datetime) -> bytes:
    """A4, PDF/UA-1. `person`: the name, as far as the reader may know it. The state is that of `now`. TextBent."""
    own = filled(consent)
    sides = [_side(consent, own, person, now)]
    if own.language != OFFICE_LANGUAGE:
        sides.append(_side(consent, filled(consent, OFFICE_LANGUAGE), person, now))
    given = {
        "sides": [asdict(side) for side in sides],
        "number": str(consent.pk),
        "hash": consent.text.sha256,
        "sample": _sample(own.language),
    }
    return pdf(TEMPLATE, given, made_at=now)


def receipt_name(consent: Consent) -> str:
    """A file name that says neither what nor for whom."""
    return f"Eindach-{str(consent.pk)[:8]}.pdf"


def _side(consent: Consent, words: Words, person: str, now: datetime) -> Side:
    with translation.override(words.language):
        return Side(
            language=words.language,
            rtl=words.language in RTL,
            heading=_("Receipt: your consent"),
            title=words.title,
            paragraphs=words.paragraphs,
            facts=_facts(consent, words.language, person, now),
            back=_(
                "You can take it back at any time: in your account, at a counter or by phone. You need no reason, and"
                " nothing changes in what you are entitled to."
            ),
            machine=_("These words were drafted by a machine. The German words count.")
            if words.drafted_by_machine
            else "",
            said=" · ".join(_said(event) for event in consent.events.all()),
        )


def _facts(consent: Consent, language: str, person: str, now: datetime) -> tuple[tuple[str, str], ...]:
    return (
        (_("Person"), person),
        (_("Who asks"), str(consent.controller.name)),
        (_("Who may know it"), str(consent.recipient.name)),
        (_("Which data"), data_words(consent.categories, language)),
        (_("Until"), _day(consent.expires_at)),
        (_("State"), f"{_state(consent.state(now))} ({_day(now)})"),
        (_("Words"), f"{consent.purpose}, {consent.text.version}, {consent.text.language}"),
    )


def _said(event: ConsentEvent) -> str:
    said = f"{_state(event.kind)}: {_day(event.at)}"
    return f"{said} ({_('interpreted by %(who)s') % {'who': event.interpreter}})" if event.interpreter else said


def _state(state: str) -> str:
    return {
        Consent.State.ASKED: _("asked"),
        Consent.State.GIVEN: _("given"),
        Consent.State.REFUSED: _("refused"),
        Consent.State.WITHDRAWN: _("taken back"),
        Consent.State.EXPIRED: _("over"),
    }[Consent.State(state)]


def _day(moment: datetime) -> str:
    return str(formats.date_format(timezone.localtime(moment).date(), "j.n.Y"))


def _sample(language: str) -> str:
    here = Region.objects.first()
    with translation.override(language):
        return "" if here and here.official else _("Sample data, not an official website.")
