"""Texts of the region in the reader's language; where nobody translated one yet, the German text, marked as German, and
where the German has other words by now, the translation with a word about it.

`{{ matter.name|told }}` marks; `{{ step.why|told_why }}` says why right there. `{% tell %}` around a page says it once
above, for whatever was marked and not said: what is marked is never without a sentence.
"""

from collections.abc import Hashable
from contextvars import ContextVar
from enum import StrEnum
from typing import Any, Final

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from eindach.directory.memory import Memory
from eindach.kernel.languages import SOURCE, is_german
from eindach.translations.overlay import is_older, words

register = template.Library()


class Lack(StrEnum):
    """What a text lacks."""

    TRANSLATION = "translation"
    TODAY = "today"


_lacking: ContextVar[dict[Lack, bool] | None] = ContextVar("eindach_telling", default=None)
"""Of the page that is being written: what its texts lack -> whether it has been said."""
WRAPPED: Final = '<p class="fine muted">{}</p>'


@register.filter
def told(text: object) -> str:
    """The text alone, or the German one as a piece of German."""
    lack = lack_of(text)
    if lack and (page := _lacking.get()) is not None:
        # German is marked as such; what is older is not, so what another text says of itself does not do for this one.
        page[lack] = page.get(lack, False) and lack == Lack.TRANSLATION
    return _marked(text, lack)


@register.filter
def told_why(text: object) -> str:
    """The same; a sentence before it says what it lacks. That texts are German stands beside the first of the page, or
    above all of them where the first cannot say it."""
    lack, page = lack_of(text), _lacking.get()
    if not lack or (page and lack in page and lack == Lack.TRANSLATION):
        return _marked(text, lack)
    if page is not None:
        page.setdefault(lack, True)
    missing, older = (
        _("This text is not yet in your language: it is in German."),
        _("The German text has changed since. This translation is older."),
    )
    why = missing if lack == Lack.TRANSLATION else older
    return format_html('<span class="fine muted">{}</span><br>{}', why, _marked(text, lack))


def lack_of(text: object) -> Lack | None:
    """What a reader of the page's language lacks. Einfache Sprache is German: nothing is missing there."""
    said, language = getattr(text, "data", None), get_language() or SOURCE
    if not isinstance(text, LazyI18nString) or not isinstance(said, dict) or language == SOURCE:
        return None
    words, german = said.get(language), said.get(SOURCE)
    if not words:
        return Lack.TRANSLATION if german and not is_german(language) else None
    return Lack.TODAY if german and is_older(language, german, words) else None


def _marked(text: object, lack: Lack | None) -> str:
    if lack != Lack.TRANSLATION:
        return str(text)
    return format_html('<span lang="{}" dir="ltr">{}</span>', SOURCE, str(text))


@register.tag
def tell(parser: Parser, token: Token) -> "Tell":
    """Around a page, or a part that is fetched alone: what its texts lack stands above, unless it stands beside them.
    `{% tell page %}`: with the margins of a page. Inside of another one it is that one's to say."""
    inside = parser.parse(("endtell",))
    parser.delete_first_token()
    return Tell(inside, " ".join(["told", *token.split_contents()[1:]]))


@register.simple_tag
def remembered(memory: Memory, part: str, *key: Hashable, **variables: object) -> SafeString:
    """The part `part`, made of these `variables` and nothing else of the page (no request, no token, nobody's name),
    and kept as long as the region and its words stay. `key`: everything the variables depend on besides.

    It says of what its texts lack what it would say here: that is a part of the key, and is heard by the page.
    """
    page = _lacking.get()

    def made() -> tuple[SafeString, dict[Lack, bool]]:
        html = mark_safe(render_to_string(part, variables))  # noqa: S308 a part of ours
        return html, dict(page or {})

    said = None if page is None else tuple(sorted(page.items()))
    html, after = memory.part((part, get_language(), words(), said, *key), made)
    if page is not None:
        page.update(after)
    return html


class Tell(template.Node):
    child_nodelists = ("inside",)

    def __init__(self, inside: NodeList, css: str) -> None:
        self.inside, self.css = inside, css

    def render(self, context: Context) -> SafeString:
        if _lacking.get() is not None:
            return self.inside.render(context)
        page: dict[Lack, bool] = {}
        kept = _lacking.set(page)
        try:
            html = self.inside.render(context)
        finally:
            _lacking.reset(kept)
        unsaid: list[Any] = [(_of_a_page(lack),) for lack, is_said in page.items() if not is_said]
        if not unsaid:
            return html
        above = format_html('<div class="{}">{}</div>', self.css, format_html_join("", WRAPPED, unsaid))
        return mark_safe(above + html)  # noqa: S308 a page's own parts


def _of_a_page(lack: Lack) -> str:
    if lack == Lack.TRANSLATION:
        return _("Some texts on this page are in German: nobody has translated them yet.")
    return _("Some translations on this page are older than the German text.")
