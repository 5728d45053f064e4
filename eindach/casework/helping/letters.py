"""Letters of referrals: that somebody is asked for a yes, that there is news, that an office has something to answer.
None says what it is about; mails and text messages are read over shoulders."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from eindach.accounts.acting import as_program, keeping
from eindach.accounts.models import Person
from eindach.consent import trail
from eindach.consent.breaking import OFFICE_LANGUAGES
from eindach.consent.models import Consent
from eindach.directory.models import Region
from eindach.notifications.operations import write, write_text
from eindach.notifications.texting import are_offered

from ..models import Referral
from ..staff_words import office_letter
from .access import who_answer
from .ending import reminded


def ask(consent: Consent, *, now: datetime) -> bool:
    """May your question go to another office? False: there is no address, or it was answered meanwhile."""
    with keeping(now=now):
        row = Consent.objects.select_related("person", "controller").prefetch_related("events").get(pk=consent.pk)
        if row.state(now) != Consent.State.ASKED:
            return False
    with override(row.person.language):
        subject = _("May another office help you? Please answer")
        words = _(
            "Hello,\n\n%(office)s wants to ask another office to help you. For this we need your yes.\n\nRead the"
            " question and answer here:\n%(link)s\n\nYou may say no. Then nothing goes to the other office."
        ) % {"office": row.controller.name, "link": _own_door()}
        short = _("May another office help you? Please answer here: %(link)s") % {"link": _own_door()}
        return _tell(row.person, subject, words, short, key=f"referral asked {row.pk}", now=now)


def news(referral: Referral, *, news: str, now: datetime) -> bool:
    """Something has happened; what, they read behind their own door. False: there is no address."""
    with keeping(now=now):
        person = Person.objects.get(pk=referral.person_id)
    with override(person.language):
        subject = _("There is news for you")
        words = _("Hello,\n\nthere is news about the help you asked for. Read it here:\n%(link)s") % {
            "link": _own_door()
        }
        short = _("There is news about the help you asked for: %(link)s") % {"link": _own_door()}
        return _tell(person, subject, words, short, key=f"referral {news} {referral.pk}", now=now)


def office(referral: Referral, *, again: bool, now: datetime) -> int:
    """Somebody waits for an answer: to each who can give it. `again`: a reminder, whose days begin now. How many."""
    with keeping(now=now):
        row = Referral.objects.select_related("person").filter(pk=referral.pk, accepted_at=None, ended_at=None).first()
        people = who_answer(row, now) if row else []
    for user in people:
        language = user.language if user.language in OFFICE_LANGUAGES else "de"
        subject, text = office_letter(language, again=again)
        write(
            to=str(user.email), language=language, subject=subject, text=text, html="", kind="referral", now=now,
            key=f"referral {referral.pk} {user.pk} {'again' if again else 'first'}",
        )  # fmt: skip
    if row and again:
        reminded(row, now=now)
    return len(people)


def _tell(person: Person, subject: str, words: str, short: str, *, key: str, now: datetime) -> bool:
    if not person.email and not (person.phone and are_offered()):
        return False
    region = Region.objects.first()
    with as_program(now=now):
        if person.email:
            write(
                to=person.email, language=person.language, subject=subject, text=words + "\n", html="",
                kind="referral", now=now, key=key, reply_to=region.help_email if region else "",
            )  # fmt: skip
        else:
            write_text(to=str(person.phone), language=person.language, text=short, kind="referral", now=now, key=key)
    trail.record(act="send", kind="letter", person=person.pk, basis="program", fields=["contact"], now=now)
    return True


def _own_door() -> str:
    return settings.PUBLIC_URL + reverse("accounts:code")
