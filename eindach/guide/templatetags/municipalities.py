"""Tags of the pages of municipalities."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from eindach.guide.models import MunicipalityPicture
from eindach.guide.municipalities.drawings import DRAWINGS
from eindach.guide.municipalities.facts import KINDS, Figure

register = template.Library()
SOURCE = "de"


@register.simple_tag
def own_words(text: Any, classes: str = "") -> SafeString:
    """What a municipality says of itself, a paragraph a line. Where it has not said it in the reader's language it is
    German, marked as such, with a sentence why."""
    said = text.data if isinstance(getattr(text, "data", None), dict) else {}
    missing = bool(said) and not said.get(get_language() or SOURCE)
    lines = [line for line in str(said.get(SOURCE, "") if missing else text).splitlines() if line.strip()]
    marks = SafeString(' lang="de" dir="ltr"') if missing else ""
    paragraphs = format_html_join("", '<p class="{}"{}>{}</p>', ((classes, marks, line) for line in lines))
    why = format_html('<p class="fine muted">{}</p>', _("This text is there in German only so far.")) if missing else ""
    return SafeString(why + paragraphs)


@register.simple_tag
def picture_address(picture: MunicipalityPicture) -> str:
    """A drawing is one of our own files; what was sent in comes from the database."""
    if picture.drawing:
        return static(f"guide/drawings/{picture.drawing}.svg")
    return reverse("guide:municipality-picture", args=[picture.pk])


@register.simple_tag
def figure_name(kind: str) -> SafeString:
    return conditional_escape(KINDS[kind].name)


@register.filter
def in_order(figures: dict[str, Figure]) -> Iterable[tuple[str, Figure]]:
    """In the order of the heads of the table."""
    return [(kind, figures[kind]) for kind in KINDS]


@register.simple_tag
def picture_words(picture: MunicipalityPicture) -> SafeString:
    """What is to be seen: as the municipality says it, else of our own drawing."""
    return conditional_escape(str(picture.alt) or str(DRAWINGS.get(picture.drawing, "")))
