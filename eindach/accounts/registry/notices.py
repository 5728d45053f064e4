"""Telling somebody that something of theirs will be deleted, days before; and nothing else in that mail."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from eindach.accounts.models import RetentionNotice
from eindach.directory.models import Region
from eindach.notifications.operations import write

from .classes import Kept
from .declared import Ending
from .due import blocked, due, held


def tell(ending: Ending, kept: Kept, *, now: datetime) -> int:
    """Mail to everybody whose period is over in `kept.notice` days, once; how many. Who came back since is told anew
    when it is time again."""
    ahead = now + timedelta(days=kept.notice)
    soon = due(ending, kept, ahead).exclude(held(ending) | blocked(ending, ahead))
    notices = RetentionNotice.objects.filter(kept=kept.key)
    notices.exclude(object_id__in=soon.values("pk")).delete()
    told = 0
    for row in soon.filter(email__gt="").exclude(pk__in=notices.values("object_id")):
        _write(row.email, row.language, kept.key, ahead, now)
        RetentionNotice.objects.create(kept=kept.key, object_id=row.pk, told_at=now)
        told += 1
    return told


def _write(to: str, language: str, kept: str, ends_at: datetime, now: datetime) -> None:
    region = Region.objects.first()
    with override(language):
        day = date_format(timezone.localtime(ends_at), "DATE_FORMAT")
        paragraphs = [_("Hello,"), _what(kept) % {"day": day}]
        paragraphs.append(_("You need to do nothing. If you want a copy before, or have a question, please ask us."))
        if region:
            paragraphs.append("\n".join(part for part in (str(region.help_name), region.help_phone) if part))
        subject, text = _("We will delete your data soon"), "\n\n".join(paragraphs) + "\n"
        reply_to = region.help_email if region else ""
    write(to=to, language=language, subject=subject, text=text, html="", kind="retention", now=now, reply_to=reply_to)


def _what(kept: str) -> str:
    if kept in ("account", "signer"):
        return _("you have not signed in for a long time. We will delete your account on %(day)s. To keep it, sign in.")
    return _("we have not been in contact for a long time. We will delete what we wrote down about you after %(day)s.")
