"""What consent writes to people without being asked: that a yes or a withdrawal was written down at a counter (a clerk
could write down anything), and that they took one back at their own door.

To the address they gave, which staff need not know, in the language of their messages. Plain mail names no special
category (Art. 9 GDPR): of such a consent it says neither purpose nor data, and the receipt is not attached.
"""

from datetime import datetime
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from eindach.accounts.acting import as_program, keeping
from eindach.accounts.models.profile import SPECIAL
from eindach.directory.models import Region
from eindach.notifications.operations import File, write, write_text
from eindach.notifications.texting import are_offered

from . import trail
from .models import Consent
from .receipt import receipt_name, receipt_pdf
from .words import data_words

GIVEN: Final = "given"
WITHDRAWN: Final = "withdrawn"


def tell_of_yes(consent: Consent, *, now: datetime) -> bool:
    """A yes was written down: what, to whom, how to take it back, with the receipt. False: there is no address."""
    return _tell(consent, GIVEN, now)


def confirm_withdrawal(consent: Consent, *, now: datetime) -> bool:
    """Access has ended. False: there is no address."""
    return _tell(consent, WITHDRAWN, now)


def _tell(consent: Consent, state: str, now: datetime) -> bool:
    with keeping(now=now):  # whole, whatever the clerk may see: a withdrawal may have ended that just now
        rows = Consent.objects.select_related("person", "controller", "recipient", "text")
        whole = rows.prefetch_related("events__heard_by").get(pk=consent.pk)
        person = whole.person
        if not person.email and not (person.phone and are_offered()):
            return False
        is_special = bool(set(whole.categories) & set(SPECIAL))
        files = [_receipt(whole, now)] if person.email and not is_special else []
    with override(person.language), as_program(now=now):
        if person.email:
            _mail(whole, state, is_special, files, now)
        else:
            _text(whole, state, now)
    trail.record(
        act="send", kind="letter", person=consent.person_id, object=consent.pk, basis=f"consent:{consent.pk}",
        fields=["contact"], now=now,
    )  # fmt: skip
    return True


def _mail(consent: Consent, state: str, is_special: bool, files: list[File], now: datetime) -> None:
    subject = _("Your yes was written down") if state == GIVEN else _("You took a consent back")
    region = Region.objects.first()
    write(
        to=consent.person.email, language=consent.person.language, subject=subject,
        text=_words(consent, state, is_special), html="", kind="consent", now=now, attachments=files,
        reply_to=region.help_email if region else "", key=f"consent {consent.pk} {state}",
    )  # fmt: skip


def _words(consent: Consent, state: str, is_special: bool) -> str:
    said = {
        "asking": consent.controller.name,
        "recipient": consent.recipient.name,
        "data": _("the receipt says which data; ask for it at the counter") if is_special else _data(consent),
        "until": formats.date_format(timezone.localdate(consent.expires_at), "j.n.Y"),
        "phone": consent.controller.phone or consent.controller.email,
        "link": _own_door(),
    }
    if state == GIVEN:
        words = _(
            "Hello,\n\nat a counter of %(asking)s it was written down today that you agreed:\n%(recipient)s may know"
            " this about you until %(until)s: %(data)s.\n\nYou can take it back at any time, without a reason: at the"
            " counter, by phone (%(phone)s) or here:\n%(link)s\n\nYou did not say yes? Then tell us at once."
        )
    else:
        words = _(
            "Hello,\n\nyou took a consent back. From now on %(recipient)s can no longer see what you had agreed to."
            " Nothing changes in what you are entitled to.\n\nYou did not take it back? Then tell %(asking)s"
            " (%(phone)s).\n\nAll your consents:\n%(link)s"
        )
    return words % said + "\n"


def _text(consent: Consent, state: str, now: datetime) -> None:
    said = {"recipient": consent.recipient.short_name, "link": _own_door()}
    if state == GIVEN:
        words = _("You agreed that %(recipient)s may know something about you. Take it back at any time: %(link)s")
    else:
        words = _("You took back what %(recipient)s could know about you. All your consents: %(link)s")
    person = consent.person
    write_text(to=str(person.phone), language=person.language, text=words % said, kind="consent", now=now)


def _data(consent: Consent) -> str:
    return data_words(consent.categories, get_language() or consent.text.language)


def _receipt(consent: Consent, now: datetime) -> File:
    return File(receipt_name(consent), "application/pdf", receipt_pdf(consent, person=consent.person.name, now=now))


def _own_door() -> str:
    return settings.PUBLIC_URL + reverse("accounts:code")
