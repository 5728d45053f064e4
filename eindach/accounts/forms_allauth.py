"""The forms of allauth in our words: a label, at most one hint, and errors that say what to do."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple, Union

from allauth.account import forms as account
from allauth.mfa.base import forms as second
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as passkeys
from django.forms import Form
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Text = Union[str, "_StrPromise"]


class Words(NamedTuple):
    """Of one field. `hint` None: what allauth says there stays (a link to a new password)."""

    label: Text
    missing: Text
    hint: Text | None = ""
    attributes: Mapping[str, str] = {}


MAIL: Final = Words(_("Your e-mail address at work"), _("Enter your e-mail address."))
PASSWORD: Final = Words(_("Your password"), _("Enter your password."), None)
NEW: Final = Words(
    _("A new password"), _("Enter a new password."), _("At least 12 characters. Some words you remember are best.")
)
AGAIN: Final = Words(_("The new password once more"), _("Enter the new password once more."))
ONE_TIME: Final = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false", "dir": "ltr"}
FROM_APP: Final = Words(
    _("The six digits your app shows"), _("Enter the six digits your app shows."), "", {"inputmode": "numeric"}
)
CODE: Final = Words(
    _("The code"),
    _("Enter the six digits your app shows, or one of your recovery codes."),
    _("Six digits from your app, or one of your recovery codes."),
)
NAME: Final = Words(_("What do you call it?"), _("Enter a name."), _("For example: my phone, the blue key."))

ALONE: Final = Words(
    _("Sign in with it alone, without the password"), "", _("Your device asks for your finger, your face or its code.")
)


class OurWords(Form):
    """Mixed into a form of allauth; `words` by the name of the field."""

    words: ClassVar[Mapping[str, Words]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, said in self.words.items():
            field = self.fields[name]
            field.label = said.label
            field.error_messages["required"] = said.missing
            if said.hint is not None:
                field.help_text = said.hint
            field.widget.attrs.pop("placeholder", None)  # it would say the label again
            field.widget.attrs |= dict(said.attributes)
            if name == "code":
                field.widget.attrs |= ONE_TIME


class SignIn(OurWords, account.LoginForm):  # type: ignore[misc]
    words: ClassVar = {"login": MAIL, "password": PASSWORD}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].error_messages["invalid"] = _("Enter an e-mail address like name@example.org.")
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class ChangePassword(OurWords, account.ChangePasswordForm):  # type: ignore[misc]
    words: ClassVar = {
        "oldpassword": Words(_("Your password until now"), _("Enter the password you have now."), None),
        "password1": NEW,
        "password2": AGAIN,
    }


class AskForPassword(OurWords, account.ResetPasswordForm):  # type: ignore[misc]
    words: ClassVar = {"email": MAIL}


class NewPassword(OurWords, account.ResetPasswordKeyForm):  # type: ignore[misc]
    words: ClassVar = {"password1": NEW, "password2": AGAIN}


class PasswordAgain(OurWords, account.ReauthenticateForm):  # type: ignore[misc]
    words: ClassVar = {"password": PASSWORD}


class SecondStep(OurWords, second.AuthenticateForm):  # type: ignore[misc]
    words: ClassVar = {"code": CODE}


class SecondStepAgain(OurWords, second.ReauthenticateForm):  # type: ignore[misc]
    words: ClassVar = {"code": CODE}


class UsePasskey(passkeys.AuthenticateWebAuthnForm):  # type: ignore[misc]
    @property
    def is_of_use(self) -> bool:
        """Have they one?"""
        return bool(Authenticator.objects.filter(user=self.user, type=Authenticator.Type.WEBAUTHN).exists())


class SetUpApp(OurWords, ActivateTOTPForm):  # type: ignore[misc]
    words: ClassVar = {"code": FROM_APP}


class SetUpPasskey(OurWords, passkeys.AddWebAuthnForm):  # type: ignore[misc]
    words: ClassVar = {"name": NAME, "passwordless": ALONE}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["name"], self.initial["passwordless"] = "", True


class RenamePasskey(OurWords, passkeys.EditWebAuthnForm):  # type: ignore[misc]
    words: ClassVar = {"name": NAME}
