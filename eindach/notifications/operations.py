"""Writing a message (in the transaction of the act that causes it), and purging what was sent long ago."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet
from phonenumber_field.phonenumber import to_python

from .deferring import defer
from .models import Attachment, Message


class File(NamedTuple):
    """What is attached: `media_type` with its parameters, e.g. "text/calendar; method=REQUEST"."""

    name: str
    media_type: str
    content: bytes


class MessageRefused(ValueError):
    """This must not be sent: a line break in a header, an address or a number that is none."""


def write(
    *,
    to: str,
    language: str,
    subject: str,
    text: str,
    html: str,
    kind: str,
    now: datetime,
    attachments: Sequence[File] = (),
    reply_to: str = "",
    key: str | None = None,
) -> Message:
    """Write a message and defer the job that sends it, both in the caller's transaction.

    With `key` it is written once: the second call gives the first message back and sends nothing.
    Raises MessageRefused.
    """
    _refuse_forged(to, subject, reply_to, attachments)
    with transaction.atomic():
        written = {
            "to": to, "reply_to": reply_to, "language": language, "subject": subject, "text": text, "html": html,
            "kind": kind, "written_at": now,
        }  # fmt: skip
        message, new = _once(key, written)
        if new:
            Attachment.objects.bulk_create(Attachment(message=message, **file._asdict()) for file in attachments)
            post(message)
    return message


def _once(key: str | None, written: dict[str, Any]) -> tuple[Message, bool]:
    """The message, and whether it is new."""
    if key is None:
        return Message.objects.create(**written), True
    return Message.objects.get_or_create(key=key, defaults=written)


def write_text(*, to: str, language: str, text: str, kind: str, now: datetime, key: str | None = None) -> Message:
    """Write a text message to a phone (`to` in E.164) and defer the job that sends it, as `write` does with a mail; so
    does `key`. Raises MessageRefused."""
    number = to_python(to)
    if not number or not number.is_valid() or number.as_e164 != to:
        raise MessageRefused("that is no phone number in E.164")
    with transaction.atomic():
        written = {"channel": Message.Channel.TEXT, "to": to, "language": language, "text": text, "kind": kind}
        message, new = _once(key, written | {"written_at": now})
        if new:
            post(message)
    return message


def post(message: Message) -> None:
    """Defer the job that sends this message; AlreadyEnqueued when one waits."""
    from .jobs import send_message

    defer(send_message, queueing_lock=f"send {message.pk}", message_id=str(message.pk))


Spared = Callable[[datetime], Collection[str]]
_spared: list[Spared] = []


def spared(contacts: Spared) -> Spared:
    """Declare addresses and numbers whose messages stay for now, such as those of somebody under a legal hold."""
    _spared.append(contacts)
    return contacts


def purge(*, now: datetime, kept: timedelta) -> int:
    """Empty the messages older than `kept`, but the spared. The row stays, for counting: kind and dates. Returns how
    many.

    A message nobody could send in all that time is emptied too: what it says is no longer true.
    """
    late = Message.objects.filter(written_at__lt=now - kept, emptied_at=None)
    return _empty(late.exclude(to__in=[one for source in _spared for one in source(now)]), now)


def forget(contacts: Sequence[str], *, now: datetime) -> int:
    """Empty all messages to these addresses and numbers: their owner wants it. Returns how many."""
    return _empty(Message.objects.filter(to__in=contacts, emptied_at=None), now)


def _empty(messages: QuerySet[Message], now: datetime) -> int:
    with transaction.atomic():
        Attachment.objects.filter(message__in=messages).delete()
        return messages.update(to="", reply_to="", subject="", text="", html="", fault="", emptied_at=now)


def _refuse_forged(to: str, subject: str, reply_to: str, attachments: Sequence[File]) -> None:
    headers = [to, subject, reply_to, *(part for file in attachments for part in (file.name, file.media_type))]
    # A C0 control, not only CR and LF: some servers take NUL, VT or FF for the end of a line.
    if any(ord(letter) < 32 or ord(letter) == 127 for header in headers for letter in header):
        raise MessageRefused("a header of a message must be one line")
    if not subject.strip():
        raise MessageRefused("a message needs a subject")
    for address in (to, reply_to):
        try:
            validate_email(address) if address or address is to else None
        except ValidationError as fault:
            raise MessageRefused("that is no e-mail address") from fault
