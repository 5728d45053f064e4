"""What who asked is sent: that we have the question, the answer, why a file was not taken.

Subjects say neither office nor matter. A mail brings the words of the answer, in the language in which a human wrote
them; a text message brings the link alone, since a lock screen shows it.
"""

from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from eindach.consent import trail
from eindach.directory.queries import region
from eindach.kernel.identifiers import token_digest
from eindach.kernel.languages import RTL
from eindach.notifications import operations
from eindach.notifications.models import Message

from .links import address_of, page_language, reply_address
from .models import Enquiry, Entry

FIELDS: Final = ("email", "language", "text")


def receipt(enquiry: Enquiry, *, now: datetime) -> Message | None:
    """We have it, and where they see how it stands."""
    with translation.override(page_language(enquiry)):
        headline = _("We have your question")
        lines = [
            _("Thank you. A person reads your question and answers it, usually within two working days."),
            _("With this link you see the answer and can write more. Please keep it."),
        ]
        return _send(enquiry, headline, lines, key=f"enquiry {enquiry.pk} receipt", kind="question-receipt", now=now)


def answer(entry: Entry, *, now: datetime) -> Message | None:
    """The words themselves; `asks_back` is a subject of its own, so that nobody waits for each other."""
    enquiry = entry.enquiry
    with translation.override(page_language(enquiry)):
        headline = _("We have a question for you") if enquiry.asks_back else _("We have answered your question")
        key = f"enquiry {enquiry.pk} entry {entry.pk}"
        return _send(enquiry, headline, [], key=key, kind="question-answer", now=now, entry=entry)


def files_left_out(enquiry: Enquiry, *, mail_id: str, now: datetime) -> Message | None:
    """What was written was read; files are not taken by mail, because nobody could look at them safely."""
    with translation.override(page_language(enquiry)):
        headline = _("We could not take your files")
        lines = [
            _("We have read what you wrote. Files and pictures in your e-mail were deleted, nobody has opened them."),
            _("Please do not send papers by e-mail. Bring them to your appointment, or ask us what we need."),
        ]
        key = f"enquiry {enquiry.pk} files {mail_id}"[:120]
        return _send(enquiry, headline, lines, key=key, kind="question-files", now=now)


def too_large(address: str, *, now: datetime) -> Message:
    """To somebody whose mail nobody has read: which language they speak is not known, so German and English. Once a
    day: anybody can write any sender, and what answers by itself may send it all back."""
    lines, key = [], f"too large {token_digest(address)[:32]} {now:%F}"
    for code in ("de", "en"):
        with translation.override(code):
            lines += [
                _("Your e-mail was too large, so we could not take it. Nobody has read it."),
                _("Please write again without files and pictures, or call us."),
            ]
    with translation.override("de"):
        said = _context(None, _("Your e-mail was too large"), lines, None)
        return operations.write(
            to=address, language="de", subject=said["headline"], kind="question-too-large", now=now,
            text=_text(said), html=_html(said), reply_to=region().help_email, key=key,
        )  # fmt: skip


def _send(
    enquiry: Enquiry, headline: str, lines: list[str], *, key: str, kind: str, now: datetime, entry: Entry | None = None
) -> Message | None:
    """On the way they chose; None: nothing is sent that way, or it was sent before. The language is active."""
    said = _context(enquiry, headline, lines, entry)
    if enquiry.answer_by == Enquiry.AnswerBy.TEXT and enquiry.phone and kind != "question-files":
        text = f"{headline}. {said['url']}"
        message = operations.write_text(to=str(enquiry.phone), language=said["language"], text=text, kind=kind, now=now)
    elif enquiry.email:
        message = _mail(enquiry, said, key=key, kind=kind, now=now)
    else:
        return None
    if message.written_at == now:
        trail.record(act="send", kind="letter", object=message.pk, basis="own-wish", fields=FIELDS, now=now)
    return message


def _mail(enquiry: Enquiry, said: dict[str, Any], *, key: str, kind: str, now: datetime) -> Message:
    with transaction.atomic():
        return operations.write(
            to=enquiry.email,
            language=said["language"],
            subject=f"{said['headline']} ({enquiry.number})",
            text=_text(said),
            html=_html(said),
            kind=kind,
            now=now,
            reply_to=reply_address(enquiry) or region().help_email,
            key=key,
        )


def _context(enquiry: Enquiry | None, headline: str, lines: list[str], entry: Entry | None) -> dict[str, Any]:
    language = translation.get_language() or "de"
    return {
        "here": region(),
        "language": language,
        "rtl": language in RTL,
        "headline": headline,
        "lines": lines,
        "entry": entry,
        "entry_rtl": bool(entry) and entry.language in RTL,  # type: ignore[union-attr]
        "url": address_of(enquiry) if enquiry else "",
        "by_mail": bool(settings.QUESTIONS_MAIL) and enquiry is not None,
    }


def _text(said: dict[str, Any]) -> str:
    return render_to_string("questions/letters/letter.txt", said).strip() + "\n"


def _html(said: dict[str, Any]) -> str:
    return render_to_string("questions/letters/letter.html", said)
