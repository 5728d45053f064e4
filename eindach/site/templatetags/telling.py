"""Texts of the region in the reader's language; where nobody translated one yet, the German text, marked as German.

`{{ matter.name|told }}` marks; `{{ step.why|told_why }}` also says why it is German: once beside the first long text.
"""

from django import template
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from eindach.kernel.languages import SOURCE, is_german

register = template.Library()


@register.filter
def told(text: object) -> str:
    """The text alone, or the German one as a piece of German."""
    if not is_missing(text):
        return str(text)
    return format_html('<span lang="{}" dir="ltr">{}</span>', SOURCE, str(text))


@register.filter
def told_why(text: object) -> str:
    """The same; before a German text a sentence says why it is German."""
    if not is_missing(text):
        return str(text)
    why = _("This text is not yet in your language: it is in German.")
    return format_html('<span class="fine muted">{}</span><br>{}', why, told(text))


def is_missing(text: object) -> bool:
    """Whether a reader of the page's language meets German instead. Einfache Sprache is German."""
    said, language = getattr(text, "data", None), get_language() or SOURCE
    if not isinstance(text, LazyI18nString) or not isinstance(said, dict) or is_german(language):
        return False
    return not said.get(language) and bool(said.get(SOURCE))
