"""What allauth asks us: who may sign up (nobody), how a mail is written, where a client sits, how secrets are kept."""

import io
from typing import Any, ClassVar, Final

import segno
from allauth import core
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import ProviderException
from django.conf import settings
from django.contrib.sites.shortcuts import get_current_site
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from eindach.notifications.operations import write

from .coming_in import home_of
from .models import User
from .rates import client_address
from .sealing import safe

MEANS: Final = {
    "reauthenticate": _("With the password"),
    "mfa_reauthenticate": _("With a code of your app, or a recovery code"),
    "mfa_reauthenticate:webauthn": _("With a passkey"),
}
DISCOVERY = "/.well-known/openid-configuration"


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Staff come by invitation, newcomers by a code (codes.py)."""

    error_messages: ClassVar = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("Address or password are not right. Try again, or ask for a new password."),
        "enter_current_password": _("This is not your password until now. Try again."),
        "incorrect_password": _("This is not your password. Try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return home_of(request)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, str]]:
        """In our words."""
        return [one | {"description": MEANS[one["id"]]} for one in super().get_reauthentication_methods(user)]

    def get_client_ip(self, request: HttpRequest) -> str:
        address = client_address(request)
        return "0.0.0.0" if address == "unknown" else address  # noqa: S104 - a word for "nobody can tell"

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Who signs in by a code has no password to lose."""
        if user.has_usable_password():
            super().send_password_reset_mail(user, email, context)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Through our outbox, in the language of whom it is for."""
        request = core.context.request
        user = User.objects.filter(email=email).first()
        language = user.language if user else settings.LANGUAGE_CODE
        with override(language):
            known = {"request": request, "email": email, "current_site": get_current_site(request)}
            mail = self.render_mail(template_prefix, email, known | context)
            write(
                to=email,
                language=language,
                subject=str(mail.subject),
                text=str(mail.body),
                html="",
                kind="account",
                now=timezone.now(),
            )


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of second factors are kept encrypted: a copy of the database alone shows none."""

    error_messages: ClassVar = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _(
            "This code is not right. Your app shows a new one every 30 seconds: enter the one it shows now."
        )
    }

    def encrypt(self, text: str) -> str:
        return safe("second factors").encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return safe("second factors").decrypt(encrypted_text.encode()).decode()

    def build_totp_svg(self, url: str) -> str:
        """On white, also in a dark page: cameras do not read a code the other way round."""
        drawn = io.BytesIO()
        segno.make(url, error="m").save(drawn, kind="svg", scale=5, border=4, light="white", xmldecl=False)
        return drawn.getvalue().decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return entity | {"name": "Eindach"}


class Outside(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """An outside account opens an account here only after its owner has connected the two, signed in."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def get_requests_session(self) -> Any:
        """Speaks to the provider and to nobody it would lead on to; believes what it says of itself only where the
        issuer is the address it was asked at (OpenID Connect Discovery 1.0, 4.3)."""
        session = super().get_requests_session()
        session.max_redirects = 0
        session.hooks["response"].append(_is_our_issuer)
        return session


def _is_our_issuer(response: Any, *_: Any, **__: Any) -> None:
    if response.ok and response.url.endswith(DISCOVERY):
        said = str(response.json().get("issuer", ""))
        if said.rstrip("/") + DISCOVERY != response.url:
            raise ProviderException(f"another issuer: {said!r}")
