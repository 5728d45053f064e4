"""A Message as a MIME mail."""

from email.utils import format_datetime, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from .models import Attachment, Message

INVITATION = "text/calendar; method="


def mail_of(message: Message) -> EmailMultiAlternatives:
    """Text, HTML and files. A calendar file that is an invitation or a withdrawal (RFC 6047) is an alternative too:
    so a mail program offers "accept" or strikes the appointment out; the attached copy is for all others."""
    files = list(message.attachments.all())
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[message.to],
        reply_to=[message.reply_to] if message.reply_to else None,
        headers=_headers(message),
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    for file in files:
        if _is_itip(file):
            mail.attach_alternative(bytes(file.content).decode(), file.media_type)
    for file in files:
        mail.attach(file.name, _content(file), file.media_type)
    return mail


def _headers(message: Message) -> dict[str, str]:
    return {
        # Made of the row's id: a second delivery (see sending.py) is the same mail to every mail program.
        "Message-ID": f"<{message.pk}@{sender_domain()}>",
        "Date": format_datetime(message.written_at),
        "Content-Language": message.language,
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }


def sender_domain() -> str:
    """The domain our mails come from."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"


def _is_itip(file: Attachment) -> bool:
    return file.media_type.startswith((INVITATION + "REQUEST", INVITATION + "CANCEL"))


def _content(file: Attachment) -> str | bytes:
    content = bytes(file.content)
    return content.decode() if file.media_type.startswith("text/") else content
