"""What accounts writes to people: an invitation, a code, that a contact was changed. Plain text: nothing in it is worth
a picture."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from eindach.directory.models import Region
from eindach.notifications.operations import write, write_text

from .models import Invitation
from .names import role_name


def send_invitation(invitation: Invitation, *, token: str, language: str, now: datetime) -> None:
    """In German or English, as whoever invites chose."""
    with override(language):
        words = {
            "organization": str(invitation.organization),
            "role": role_name(invitation.role),
            "link": settings.PUBLIC_URL + reverse("accounts:invitation", args=[token]),
            "until": date_format(timezone.localtime(invitation.good_until), "DATE_FORMAT"),
        }
        text = _(
            "Good day,\n\nyou are invited to work with Eindach for %(organization)s, as: %(role)s.\n\n"
            "Open this page, enter your name and choose a password:\n%(link)s\n\n"
            "The link is good once, until %(until)s. If you do not expect this mail, please ignore it."
        )
        _send(invitation.email, language, _("Your access to Eindach"), text % words, "invitation", now)


def send_code(to: str, code: str, *, language: str, now: datetime) -> None:
    """To an address or a number."""
    with override(language):
        if is_number(to):
            short = _("Your code for Eindach: %(code)s. It is good for 10 minutes. Never tell it to anybody.")
            write_text(to=to, language=language, text=short % {"code": code}, kind="code", now=now)
            return
        text = _(
            "Your code: %(code)s\n\nEnter it on the page you have open. It is good for 10 minutes.\n\n"
            "You did not ask for a code? Then you need do nothing. Never tell the code to anybody."
        )
        _send(to, language, _("Your code for Eindach"), text % {"code": code}, "code", now)


def send_hint_to_staff(to: str, *, language: str, now: datetime) -> None:
    """Who works here does not sign in by a code: it would be a way around the second factor."""
    with override(language):
        text = _(
            "Somebody asked for a code for your address. You work with Eindach, so you sign in with your password or "
            "your passkey:\n%(link)s"
        ) % {"link": settings.PUBLIC_URL + reverse("account_login")}
        if is_number(to):
            write_text(to=to, language=language, text=text, kind="code", now=now)
        else:
            _send(to, language, _("Signing in to Eindach"), text, "code", now)


def tell_of_new_contact(to: str, *, language: str, now: datetime) -> None:
    """To the old address or number: whoever did not change it can call. Does not name the new one: the old mailbox may
    have become somebody else's."""
    region = Region.objects.first()
    with override(language):
        text = _("Your contact with us was just changed. This was not you? Then please call us at once.")
        if region:
            text += f"\n{region.help_name} {region.help_phone}"
        if is_number(to):
            write_text(to=to, language=language, text=text, kind="contact", now=now)
        else:
            _send(to, language, _("Your contact was changed"), text, "contact", now)


def is_number(to: str) -> bool:
    return to.startswith("+")


def _send(to: str, language: str, subject: str, text: str, kind: str, now: datetime) -> None:
    write(to=to, language=language, subject=subject, text=text, html="", kind=kind, now=now)
