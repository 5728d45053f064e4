"""Prepared sentences for answers, in the asker's language: translated and looked over like every text of ours, because
no machine translates what a human writes here."""

from collections.abc import Mapping
from typing import Final

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from .links import PAGES

BLOCKS: Final[Mapping[str, object]] = {
    "come-by": _("Please come to us. We look at it together. You need no appointment."),
    "bring": _("Please bring your passport or identity card and all letters you got about this."),
    "book": _("Please book an appointment here on our website. You can choose your language."),
    "call": _("May we call you? Please write your phone number and when it suits you."),
    "more": _("Please tell us a little more, so that we can help you."),
    "not-us": _("Another office decides this. We help you to reach the right one."),
}


def block(key: str, language: str) -> str:
    """The sentence in this language; "" where we have no pages in it, so that nobody is sent the wrong one, and for an
    unknown key."""
    if language not in PAGES or key not in BLOCKS:
        return ""
    with translation.override(language):
        return str(BLOCKS[key])


def blocks(language: str) -> list[tuple[str, object, str]]:
    """Key, the sentence in the language of the page, and in the asker's."""
    return [(key, words, text) for key, words in BLOCKS.items() if (text := block(key, language))]
