"""What who asks can do: ask, and say more. Nobody needs an account; the program acts for anybody."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from eindach.consent import trail
from eindach.directory.models import Municipality
from eindach.directory.queries import region
from eindach.guide.models import Matter
from eindach.kernel.languages import NATIVE
from eindach.notifications import operations as notifications
from eindach.notifications.deferring import defer

from .models import Enquiry, Entry
from .words import BEST_TIMES

ONE_WISH: Final = timedelta(hours=1)
LONGEST: Final = 8_000
"""Letters of one text; more is cut, and says so by an ellipsis."""
BASIS: Final = "own-wish"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What somebody asks: the words, how they are called and reached, in which language, what about."""

    concern: str
    language: str
    name: str = ""
    phone: str = ""
    email: str = ""
    answer_by: str = Enquiry.AnswerBy.LINK
    came_by: str = Enquiry.CameBy.FORM
    best_time: str = ""
    matter: Matter | None = None
    municipality: Municipality | None = None
    mail_id: str | None = None
    left_out: int = 0


@transaction.atomic
def ask(asked: Asked, *, now: datetime) -> Enquiry:
    """Keep the question (a form has checked it) and tell the people who help. Again within an hour: one question."""
    if same := _same(asked, now):
        return same
    values = vars(asked) | {"concern": cut(asked.concern)}
    enquiry = Enquiry.objects.create(**values, created_at=now)
    _tell_the_team(enquiry, now=now)
    if asked.came_by in (Enquiry.CameBy.FORM, Enquiry.CameBy.MAIL):
        _say_that_we_have_it(enquiry)
    told = ("name", "phone", "email", "language", "concern")
    trail.record(act="ask", kind="enquiry", object=enquiry.pk, basis=BASIS, fields=told, now=now)
    return enquiry


@transaction.atomic
def say_more(
    enquiry: Enquiry, *, text: str, now: datetime, mail_id: str | None = None, left_out: int = 0
) -> Entry | None:
    """Their next words; what is closed is open again. None: the very same was just said."""
    row = Enquiry.objects.select_for_update().get(pk=enquiry.pk)
    said = cut(text)
    latest = Entry.objects.filter(enquiry=row, kind=Entry.Kind.SAID).order_by("-at", "-pk").first()
    if latest and latest.text == said and now - latest.at < ONE_WISH and not mail_id:
        trail.record(act="read", kind="enquiry", object=row.pk, basis=BASIS, fields=["text"], now=now)
        return None
    entry = Entry.objects.create(
        enquiry=row, kind=Entry.Kind.SAID, text=said, language=row.language, at=now, mail_id=mail_id, left_out=left_out
    )
    Enquiry.objects.filter(pk=row.pk).update(said_again_at=now, closed_at=None, outcome="", asks_back=False)
    trail.record(act="write", kind="enquiry", object=row.pk, basis=BASIS, fields=["text"], now=now)
    return entry


@transaction.atomic
def enough(enquiry: Enquiry, *, now: datetime) -> None:
    """They say that their question is answered."""
    rows = Enquiry.objects.filter(pk=enquiry.pk, closed_at=None, told_at__isnull=False)
    act = "close" if rows.update(closed_at=now, outcome=Enquiry.Outcome.ANSWERED) else "read"
    trail.record(act=act, kind="enquiry", object=enquiry.pk, basis=BASIS, fields=["outcome"], now=now)


def cut(text: str) -> str:
    """At most LONGEST letters, line ends as \\n, no control characters."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    plain = "".join(one for one in lines if one in "\n\t" or ord(one) >= 32).strip()
    return plain if len(plain) <= LONGEST else plain[: LONGEST - 1] + "…"


def _same(asked: Asked, now: datetime) -> Enquiry | None:
    """What this very person asked a moment ago and nobody has answered. Who left neither number nor address may be
    anybody: the same words of two strangers are two threads, or one would read the other's."""
    if not (asked.phone or asked.email):
        return None
    alike = Enquiry.objects.filter(
        name=asked.name, phone=asked.phone, email=asked.email, concern=cut(asked.concern), answered_at=None
    )
    return alike.filter(created_at__gt=now - ONE_WISH).order_by("-created_at").first()


def _say_that_we_have_it(enquiry: Enquiry) -> None:
    from .jobs import write_receipt

    if enquiry.answer_by in (Enquiry.AnswerBy.MAIL, Enquiry.AnswerBy.TEXT):
        defer(write_receipt, enquiry_id=enquiry.pk)


def _tell_the_team(enquiry: Enquiry, *, now: datetime) -> None:
    """A mail in German to the region's help desk, where it has an address; the row is kept either way. Whoever is to be
    called is named in it; a question waits behind the door of the staff area."""
    to = region().help_email
    if not to or enquiry.came_by == Enquiry.CameBy.PHONE:
        return
    calls = enquiry.answer_by == Enquiry.AnswerBy.PHONE
    with translation.override("de"):
        content = {
            "enquiry": enquiry,
            "calls": calls,
            "spoken": NATIVE.get(enquiry.language, enquiry.language),
            "when": dict(BEST_TIMES).get(enquiry.best_time, enquiry.best_time),
        }
        text = render_to_string("questions/letters/team.txt", content).strip() + "\n"
        subject = _("Somebody asks to be called back") if calls else _("Somebody has a question")
    notifications.write(
        to=to, language="de", subject=subject, text=text, html="", kind="call-me-back" if calls else "question",
        now=now, key=f"enquiry {enquiry.pk} team",
    )  # fmt: skip
