"""Filter of the house: where somebody goes, as a sign says it."""

from django import template

from ..places import place

register = template.Library()


@register.filter
def sign(name: object) -> str:
    """ "Station 4" of a counter's name, without what is done there; "" for none."""
    return place(name).sign if name else ""
