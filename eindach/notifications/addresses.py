"""Mail addresses as people are known by them: ASCII, small letters, so that two are one only where the mailbox is.

A domain of other letters is written in Punycode (IDNA 2008, RFC 5891, mapped by UTS 46), as mail servers look it up.
Other letters before the @ (RFC 6531) few servers take, and some of them turn into ASCII when their case is changed.
"""

from typing import Any, Final

import idna
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from eindach.kernel.identifiers import small

LONGEST: Final = 254
"""RFC 5321, 4.5.3.1.3, without the brackets."""


class NoAddress(ValueError):
    """This is no mail address."""


class NotAscii(NoAddress):
    """There are letters before the @ that we cannot write to."""


def address_of(said: str) -> str:
    """The address as it is kept and compared. NoAddress, NotAscii."""
    local, _at, domain = said.strip().rpartition("@")
    if not local.isascii():
        raise NotAscii(said)
    try:
        ascii_domain = domain if domain.isascii() else idna.encode(domain, uts46=True).decode()
        validate_email(address := small(f"{local}@{ascii_domain}"))
    except (idna.IDNAError, ValidationError) as fault:
        raise NoAddress(said) from fault
    if len(address) > LONGEST:
        raise NoAddress(said)
    return address


def checked(said: str) -> str:
    """The same for a form: ValidationError says what to enter."""
    try:
        return address_of(said)
    except NotAscii as fault:
        raise ValidationError(
            _("Before the @ we can only write letters from a to z, digits and signs like . - _"), code="invalid"
        ) from fault
    except NoAddress as fault:
        raise ValidationError(_("Enter an e-mail address like name@example.org."), code="invalid") from fault


class AddressField(forms.CharField):
    """A mail address of a form; its cleaned value is as people are known by it. Empty, where it is not required."""

    widget = forms.EmailInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST, **kwargs)

    def clean(self, value: Any) -> str:
        said = str(super().clean(value) or "")
        return checked(said) if said else ""
