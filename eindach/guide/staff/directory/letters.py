"""The mails to offices: in German, one for all services of an address, with a link that only shows."""

from collections.abc import Iterable
from datetime import datetime

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from eindach.directory.freshness import LINK_LASTS, STALE_AFTER, Letter
from eindach.directory.models import Region
from eindach.notifications import operations as notifications

from .links import link_of


def write(letters: Iterable[Letter], here: Region, *, now: datetime) -> int:
    """In the caller's transaction, where the askings were noted. Returns how many."""
    with translation.override("de"):
        return sum(_write(letter, here, now) for letter in letters)


def _write(letter: Letter, here: Region, now: datetime) -> int:
    many = len(letter.services)
    subject = ngettext("Is your entry still right?", "Are your %(count)d entries still right?", many) % {"count": many}
    if letter.reminds:
        subject = _("Reminder: %(subject)s") % {"subject": subject}
    said = {
        "letter": letter,
        "region": here,
        "link": link_of(letter.asking, now=now),
        "until": timezone.localdate(now + LINK_LASTS, here.zone),
        "months": STALE_AFTER.days // 30,
    }
    text = render_to_string("guide/staff/directory/asking.txt", said).strip() + "\n"
    kind, step = "directory-asking", "again" if letter.reminds else "first"
    notifications.write(
        to=letter.asking.email, language="de", subject=subject, text=text, html="", kind=kind, now=now,
        reply_to=here.help_email, key=f"{kind} {letter.asking.pk} {step}",
    )  # fmt: skip
    return 1
