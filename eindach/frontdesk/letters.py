"""A message to whoever a visit is of: a mail, or a text message where there is only a phone. Written in the language
that is active; subjects say neither office nor matter."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from eindach.booking.documents.letter_words import Words
from eindach.consent import trail
from eindach.directory.queries import region
from eindach.notifications import operations, texting
from eindach.notifications.models import Message
from eindach.notifications.operations import File

from .models import Visit


def phone_of(visit: Visit) -> str:
    """As the booking said it, else as it is known; empty: none."""
    said = visit.itinerary.phone if visit.itinerary else None
    return str(said or (visit.person.phone if visit.person else "") or "")


def how_to_reach(visit: Visit) -> str:
    """mail | text | call | nobody."""
    if visit.person is None:
        return "nobody"
    if visit.person.email:
        return "mail"
    if not phone_of(visit):
        return "nobody"
    return "text" if texting.are_offered() else "call"


def write_to(
    visit: Visit, said: Words, *, url: str, kind: str, key: str, now: datetime, files: Sequence[File] = ()
) -> Message | None:
    """None: nobody to write to. A mail with the same `key` is written once."""
    way = how_to_reach(visit)
    if way not in ("mail", "text"):
        return None
    with transaction.atomic():
        if way == "text":
            text = " ".join([said.headline + ".", said.lines[0], url])
            message = operations.write_text(to=phone_of(visit), language=visit.language, text=text, kind=kind, now=now)
        else:
            message = _mail(visit, said, url=url, kind=kind, key=key, now=now, files=files)
        if message.written_at == now:
            trail.record(
                act="write", kind="letter", person=visit.person_id, object=message.pk, basis=f"visit:{visit.pk}",
                fields=("identity", "contact", "appointments"), now=now,
            )  # fmt: skip
    return message


def _mail(visit: Visit, said: Words, *, url: str, kind: str, key: str, now: datetime, files: Sequence[File]) -> Message:
    assert visit.person  # noqa: S101 - whoever calls has looked
    here = region()
    context = {
        "said": said,
        "here": here,
        "language": visit.language,
        "rtl": translation.get_language_bidi(),
        "url": url,
        "own_url": settings.PUBLIC_URL + reverse("casework:own"),
    }
    return operations.write(
        to=str(visit.person.email),
        language=visit.language,
        kind=kind,
        now=now,
        attachments=list(files),
        reply_to=here.help_email,
        key=key,
        subject=said.subject,
        text=render_to_string("letters/letter.txt", context).strip() + "\n",
        html=render_to_string("letters/letter.html", context),
    )
