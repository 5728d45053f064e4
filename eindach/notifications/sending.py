"""Sending one message, by mail or to a phone, at most once at a time."""

import smtplib
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from . import texting
from .mime import mail_of
from .models import Message

TRIED_FOR = {Message.Channel.MAIL: timedelta(days=1), Message.Channel.TEXT: timedelta(minutes=10)}
"""A text message says what is true for minutes, such as a code: who reads it a day later is only frightened."""
FINAL = 500
"""SMTP replies from here on are final (RFC 5321, 4.2.1)."""


class ServerAway(Exception):
    """The mail server or the gateway did not take the message now; later it may."""


def is_set_up(channel: str) -> bool:
    """Whether messages of this channel leave the house; without that they wait in the outbox."""
    return bool(settings.SMS_GATEWAY) if channel == Message.Channel.TEXT else bool(settings.SMTP_CONFIGURED)


def send(message_id: UUID, *, now: datetime) -> bool:
    """Send a message that still waits. True: it went out now. False: nothing to do (sent before, given up, purged, or
    nothing is set up to send it). Raises ServerAway when a later try may help; the fault is kept on the row.

    The row stays locked while the server is spoken to, and who finds it locked leaves it to the other: two workers
    cannot both send it. What remains: if this process dies after the server's "250" and before the commit, the mail
    goes out a second time, under the same Message-ID. SMTP has nothing better (RFC 1047), nor have gateways.
    """
    with transaction.atomic():
        message = Message.objects.select_for_update(skip_locked=True).filter(pk=message_id).first()
        if message is None or message.sent_at or message.given_up_at or message.emptied_at:
            return False
        if not is_set_up(message.channel):
            return False
        fault = _deliver(message)
        message.tries += 1
        message.fault = "" if fault is None else f"{type(fault).__name__}: {fault}"[:300]
        if fault is None:
            message.sent_at = now
        elif _is_final(fault) or now - message.written_at >= TRIED_FOR[Message.Channel(message.channel)]:
            message.given_up_at = now
        message.save(update_fields=["sent_at", "given_up_at", "tries", "fault"])
    if fault is not None and not message.given_up_at:
        raise ServerAway(message.fault) from fault
    return fault is None


def _deliver(message: Message) -> Exception | None:
    try:
        texting.deliver(message) if message.is_text else mail_of(message).send()
    except (smtplib.SMTPException, texting.GatewayFault, OSError) as fault:
        return fault
    return None


def _is_final(fault: Exception) -> bool:
    if isinstance(fault, texting.GatewayFault):
        return False  # gateways do not say whether another try helps; after minutes it is given up anyway
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        return all(code >= FINAL for code, _text in fault.recipients.values())
    # A refused login is the operator's mistake: it will be mended, and the mail should still arrive.
    if isinstance(fault, smtplib.SMTPAuthenticationError):
        return False
    return isinstance(fault, smtplib.SMTPResponseException) and fault.smtp_code >= FINAL
