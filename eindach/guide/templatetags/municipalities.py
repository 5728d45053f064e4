"""Tags of the pages of municipalities."""

from collections.abc import Iterable

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from eindach.guide.models import MunicipalityPicture
from eindach.guide.municipalities.drawings import DRAWINGS
from eindach.guide.municipalities.facts import KINDS, Figure

register = template.Library()


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
