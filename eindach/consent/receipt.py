"""The receipt of a consent as PDF: the words as they were agreed to, in the person's language and in German, with
version, both hashes, who asked and heard it, when and how, until when, and how to take it back (ISO/IEC TS 27560)."""

from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from eindach.directory.models import Region
from eindach.kernel.languages import NATIVE, RTL
from eindach.notifications.paper import pdf

from .models import Consent, ConsentEvent
from .reaching import contact_of
from .words import OFFICE_LANGUAGE, Words, data_words, filled, grounds, text_of

TEMPLATE: Final = Path(__file__).parent / "receipt.typ"
State = Consent.State


@dataclass(frozen=True)
class Side:
    """The receipt in one language. `facts`: pairs of a label and what stands beside it; `own_name`: of the language,
    where there are two."""

    language: str
    own_name: str
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
        "hashes": [f"{language}: SHA-256 {digest}" for language, digest in hashes(consent).items()],
        "sample": _sample(own.language),
    }
    return pdf(TEMPLATE, given, made_at=now)


def receipt_name(consent: Consent) -> str:
    """A file name that says neither what nor for whom."""
    return f"Eindach-{str(consent.pk)[:8]}.pdf"


def hashes(consent: Consent) -> dict[str, str]:
    """Language -> SHA-256 of the words: as they were shown, and the German ones beside them. TextBent."""
    german = text_of(consent.purpose, OFFICE_LANGUAGE, version=consent.text.version)
    return {consent.text.language: consent.text.sha256, OFFICE_LANGUAGE: german.sha256}


def heading(state: str) -> str:
    """What the paper is, in the active language."""
    return {
        State.ASKED: _("A question to you: nothing is agreed yet"),
        State.GIVEN: _("Receipt: your consent"),
        State.REFUSED: _("Receipt: you said no"),
        State.WITHDRAWN: _("Receipt: you took your consent back"),
        State.EXPIRED: _("Receipt: your consent is over"),
    }[State(state)]


def _side(consent: Consent, words: Words, person: str, now: datetime) -> Side:
    with translation.override(words.language):
        return Side(
            language=words.language,
            own_name="" if consent.text.language == OFFICE_LANGUAGE else NATIVE[words.language],
            rtl=words.language in RTL,
            heading=heading(consent.state(now)),
            title=words.title,
            paragraphs=words.paragraphs,
            facts=_facts(consent, words.language, person, now),
            back=_(
                "You can take it back at any time: in your account, at a counter or by phone. You need no reason, and"
                " nothing changes in what you are entitled to."
            ),
            machine=_machine(consent) if words.drafted_by_machine else "",
            said=" · ".join(_said(event) for event in consent.events.all()),
        )


def _machine(consent: Consent) -> str:
    said = _("These words were drafted by a machine and are here to help you.")
    last = _answer(consent)
    if last and last.interpreter:
        return f"{said} " + _("Interpreted from the German words by: %(who)s.") % {"who": last.interpreter}
    return f"{said} " + _("Before you say yes, somebody reads the German words to you in your language.")


def _answer(consent: Consent) -> ConsentEvent | None:
    """The last word that somebody said, else the question; a time that ran out is nobody's word."""
    said = [event for event in consent.events.all() if event.channel != ConsentEvent.Channel.PROGRAM]
    return said[-1] if said else None


def _facts(consent: Consent, language: str, person: str, now: datetime) -> tuple[tuple[str, str], ...]:
    controller = consent.controller
    facts = [
        (_("Person"), person),
        (_("Who asks"), str(controller.name)),
        (_("Who may know it"), str(consent.recipient.name)),
        (_("Which data"), data_words(consent.categories, language)),
        (_("Legal ground"), grounds(consent.categories, language)),
        (_("Until"), _day(consent.expires_at)),
        (_("State"), f"{_state(consent.state(now))} ({_day(now)})"),
        *_how(_answer(consent)),
        (_("Contact"), contact_of(controller)),
        (_("Data protection"), _("Data protection officer of %(office)s") % {"office": controller.name}),
        (_("Words"), f"{consent.purpose}, {consent.text.version}, {consent.text.language}"),
    ]
    return tuple((label, value) for label, value in facts if value)


def _how(word: ConsentEvent | None) -> list[tuple[str, str]]:
    """When and how the last word was said; empty values are left out."""
    if word is None:
        return []
    return [
        (_("When"), _clock(word.at)),
        (_("How"), _channel(word.channel)),
        (_("Explained in"), NATIVE.get(word.language, word.language)),
        (_("Interpreted by"), word.interpreter),
        (_("Heard by"), str(word.heard_by.name) if word.heard_by else ""),
    ]


def _channel(channel: str) -> str:
    return {
        ConsentEvent.Channel.PERSON: _("by yourself, in your account"),
        ConsentEvent.Channel.COUNTER: _("at a counter"),
        ConsentEvent.Channel.PROGRAM: _("by itself"),
    }[ConsentEvent.Channel(channel)]


def _said(event: ConsentEvent) -> str:
    said = f"{_state(event.kind)}: {_clock(event.at)}"
    return f"{said} ({_('interpreted by %(who)s') % {'who': event.interpreter}})" if event.interpreter else said


def _state(state: str) -> str:
    return {
        State.ASKED: _("asked"),
        State.GIVEN: _("given"),
        State.REFUSED: _("refused"),
        State.WITHDRAWN: _("taken back"),
        State.EXPIRED: _("over"),
    }[State(state)]


def _day(moment: datetime) -> str:
    return str(formats.date_format(timezone.localtime(moment).date(), "j.n.Y"))


def _clock(moment: datetime) -> str:
    return f"{_day(moment)}, {timezone.localtime(moment):%H:%M}"


def _sample(language: str) -> str:
    here = Region.objects.first()
    with translation.override(language):
        return "" if here and here.official else _("Sample data, not an official website.")
