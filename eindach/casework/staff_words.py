"""What offices are written about referrals, in German or English. Nobody is named."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override


def office_letter(language: str, *, again: bool) -> tuple[str, str]:
    """Subject and text."""
    with override(language):
        subject = _("A referral still waits for your office") if again else _("A new referral for your office")
        lines = [
            _("Another office asks yours to help somebody, who has agreed to it."),
            _("Please say within ten working days whether you take it on. Nobody else does so for you:"),
            settings.PUBLIC_URL + reverse("casework:referrals"),
        ]
        return subject, "\n\n".join(lines) + "\n"
