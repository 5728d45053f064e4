"""What leads to one enquiry and is stored nowhere: the secret link, and the tag of the address answers go to."""

import hmac
import re
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from eindach.accounts.sealed import NotSealed, seal, unseal
from eindach.kernel.identifiers import derived_token, token_digest
from eindach.kernel.languages import SHIPPED, SOURCE

from .models import Enquiry

PURPOSE: Final = "enquiry"
TAG: Final = re.compile(r"(?P<id>[0-9]{1,18})-(?P<mac>[0-9a-f]{20})", re.ASCII)
"""Of hexadecimal digits: mail programs change the case of addresses."""
PAGES: Final = frozenset(language.code for language in SHIPPED)


def sealed(enquiry: Enquiry) -> str:
    """The secret part of the address of its page."""
    return seal(PURPOSE, enquiry.pk)


def enquiry_of(said: str) -> Enquiry:
    """Enquiry.DoesNotExist for whatever we did not seal, and for what has been deleted."""
    try:
        return Enquiry.objects.select_related("matter").get(pk=unseal(PURPOSE, said))
    except NotSealed as fault:
        raise Enquiry.DoesNotExist from fault


def page_language(enquiry: Enquiry) -> str:
    """The language of the page for somebody who speaks theirs: German where we have no pages in it."""
    return enquiry.language if enquiry.language in PAGES else SOURCE


def address_of(enquiry: Enquiry) -> str:
    """The page of the thread, absolute. Opening it changes nothing."""
    with translation.override(page_language(enquiry)):
        return settings.PUBLIC_URL + reverse("questions:thread", args=[sealed(enquiry)])


def reply_address(enquiry: Enquiry) -> str:
    """Where an answer by mail finds the thread again; empty where no mail comes in."""
    local, _at, domain = settings.QUESTIONS_MAIL.partition("@")
    return f"{local}+{enquiry.pk}-{_mac(enquiry.pk)}@{domain}" if domain else ""


def tagged(address: str) -> int | None:
    """The id of the enquiry an address of ours is about; None for every other address, and for a forged one."""
    local, _at, domain = address.strip().lower().rpartition("@")
    ours, _other, our_domain = settings.QUESTIONS_MAIL.lower().partition("@")
    name, _plus, tag = local.partition("+")
    found = TAG.fullmatch(tag)
    if not (found and our_domain and (name, domain) == (ours, our_domain)):
        return None
    return int(found["id"]) if hmac.compare_digest(found["mac"], _mac(int(found["id"]))) else None


def _mac(number: int) -> str:
    """80 bits: enough where every guess is a mail."""
    return token_digest(derived_token(settings.SECRET_KEY, "enquiry mail", str(number)))[:20]
