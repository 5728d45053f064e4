"""What consent writes to people: the receipt of a yes at a counter, if they want it, and that they took one back.

To the address they gave, which staff need not know, in the language of their messages; the receipt is in that of its
words.
"""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from eindach.accounts.acting import as_program
from eindach.accounts.models import Person
from eindach.directory.models import Region
from eindach.notifications.operations import File, write

from . import trail
from .models import Consent
from .receipt import receipt_name, receipt_pdf


def has_mail(consent: Consent, *, now: datetime) -> bool:
    """Whether there is an address to write to; not which."""
    with as_program(now=now):
        return Person.objects.filter(pk=consent.person_id).exclude(email="").exists()


def send_receipt(consent: Consent, *, now: datetime) -> bool:
    """The receipt as it is now, once a state. False: the person has no address."""
    with as_program(now=now):
        person = Person.objects.get(pk=consent.person_id)
    if not person.email:
        return False
    file = File(receipt_name(consent), "application/pdf", receipt_pdf(consent, person=person.name, now=now))
    with override(person.language):
        words = _(
            "Hello,\n\nyou agreed that an office may know something about you. The receipt is attached: what, for whom,"
            " until when.\n\nYou can take it back at any time, without a reason:\n%(link)s"
        )
        _write(consent, person, _("Receipt: your consent"), words, "given", now, file)
    return True


def confirm_withdrawal(consent: Consent, *, now: datetime) -> bool:
    """Access has ended. False: the person has no address."""
    with as_program(now=now):
        person = Person.objects.get(pk=consent.person_id)
    if not person.email:
        return False
    with override(person.language):
        words = _(
            "Hello,\n\nyou took a consent back. From now on the office can no longer see what you had agreed to."
            " Nothing changes in what you are entitled to.\n\nAll your consents:\n%(link)s"
        )
        _write(consent, person, _("You took a consent back"), words, "withdrawn", now)
    return True


def _write(consent: Consent, person: Person, subject: str, words: str, state: str, now: datetime, *files: File) -> None:
    """The mail itself says neither which office nor which data: others may read that mailbox."""
    link = settings.PUBLIC_URL + reverse("accounts:code")
    with as_program(now=now):
        region = Region.objects.first()
        write(
            to=person.email, language=person.language, subject=subject, text=words % {"link": link} + "\n", html="",
            kind="consent", now=now, attachments=files, reply_to=region.help_email if region else "",
            key=f"consent {consent.pk} {state}",
        )  # fmt: skip
    trail.record(
        act="send", kind="letter", person=consent.person_id, object=consent.pk, basis=f"consent:{consent.pk}",
        fields=["contact"], now=now,
    )  # fmt: skip
