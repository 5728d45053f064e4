"""For pages of consents."""

from django import template

from ..labels import category_names

register = template.Library()


@register.filter
def category_words(categories: list[str]) -> str:
    """ "Name, Appointments" """
    return category_names(categories)
