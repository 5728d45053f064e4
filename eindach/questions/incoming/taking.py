"""One message in: a new question, the next words of a thread, or nothing.

A thread is found by the tag of the address or by the number of a mail of ours that they reply to: both were only ever
sent to who asked. The sender's address alone finds none, since anybody can write any address there.
"""

from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Final, Literal
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from eindach.kernel.identifiers import small
from eindach.notifications.models import Message

from .. import letters
from ..asking import Asked, ask, say_more
from ..links import tagged
from ..models import Enquiry, Entry
from .reading import Mail, read
from .speaking import language_of

Fate = Literal["asked", "added", "known", "dropped", "too-many", "too-large"]
MOST_BYTES: Final = 10_000_000
MOST_AN_HOUR: Final = 20
"""Of one sender, and in one thread, whoever writes; a loop that says nothing of itself ends here."""
AN_HOUR: Final = timedelta(hours=1)
OURS: Final = "enquiry "


def take_mail(raw: bytes, *, now: datetime) -> Fate:
    """What became of it. At most MOST_BYTES and one more are ever needed of a message."""
    is_whole = len(raw) <= MOST_BYTES
    mail = read(raw if is_whole else raw[:100_000])
    if mail.by_program or not mail.sender or _is_ours(mail.sender):
        return "dropped"
    if _came_before(mail):
        return "known"
    if _lately(mail.sender, now) >= MOST_AN_HOUR:
        return "too-many"
    if not is_whole:
        letters.too_large(mail.sender, now=now)
        return "too-large"
    try:
        with transaction.atomic():
            return _keep(mail, now)
    except IntegrityError:  # the very same mail, delivered twice at once
        return "known"


def _keep(mail: Mail, now: datetime) -> Fate:
    """A mail without a word, with files alone, is a question too: somebody answers what to do with them."""
    number = _thread(mail)
    enquiry = Enquiry.objects.filter(pk=number).first() if number else None
    mail_id = mail.mail_id or None
    if enquiry is None:
        enquiry = ask(_asked(mail), now=now)
        fate: Fate = "asked"
    elif _said_lately(enquiry, now) >= MOST_AN_HOUR:
        return "too-many"
    else:
        say_more(enquiry, text=mail.text, now=now, mail_id=mail_id, left_out=mail.files)
        fate = "added"
    if mail.files:
        letters.files_left_out(enquiry, mail_id=mail.mail_id, now=now)
    return fate


def _asked(mail: Mail) -> Asked:
    concern = "\n\n".join(one for one in (mail.subject, mail.text) if one)
    return Asked(
        concern=concern,
        language=language_of(concern, mail.language),
        name=mail.name,
        email=mail.sender,
        answer_by=Enquiry.AnswerBy.MAIL,
        came_by=Enquiry.CameBy.MAIL,
        mail_id=mail.mail_id or None,
        left_out=mail.files,
    )


def _thread(mail: Mail) -> int | None:
    """The id of the enquiry it goes on with."""
    if found := next((number for one in mail.to if (number := tagged(one))), None):
        return found
    return next((number for one in mail.ids if (number := _of_a_mail_of_ours(one))), None)


def _of_a_mail_of_ours(mail_id: str) -> int | None:
    """Our Message-IDs are made of the id of the message, which is random and was only sent to who asked."""
    try:
        message = Message.objects.filter(pk=UUID(mail_id.strip("<>").partition("@")[0])).first()
    except ValueError:
        return None
    key = message.key if message else None
    return int(key.split()[1]) if key and key.startswith(OURS) and not key.endswith("team") else None


def _came_before(mail: Mail) -> bool:
    """A mail server that was not sure delivers twice."""
    if not mail.mail_id:
        return False
    same = {"mail_id": mail.mail_id}
    return Enquiry.objects.filter(**same).exists() or Entry.objects.filter(**same).exists()


def _lately(sender: str, now: datetime) -> int:
    asked = Enquiry.objects.filter(email=sender, created_at__gt=now - AN_HOUR, came_by=Enquiry.CameBy.MAIL).count()
    said = {"enquiry__email": sender, "kind": Entry.Kind.SAID, "at__gt": now - AN_HOUR}
    return asked + Entry.objects.filter(**said).count()


def _said_lately(enquiry: Enquiry, now: datetime) -> int:
    """Answering machines often write from another address than the one that was written to."""
    return Entry.objects.filter(enquiry=enquiry, kind=Entry.Kind.SAID, at__gt=now - AN_HOUR).count()


def _is_ours(sender: str) -> bool:
    """What we send ourselves comes back in a loop only."""
    own = small(parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
    local, _at, domain = small(settings.QUESTIONS_MAIL).partition("@")
    name, _other, theirs = sender.partition("@")
    return sender == own or (bool(domain) and (name.partition("+")[0], theirs) == (local, domain))
