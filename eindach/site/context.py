"""What every page needs to know: the region, and this same page in the region's other languages."""

import re
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from eindach.directory.models import Region
from eindach.kernel.languages import SHIPPED

PREFIX = re.compile(r"^/(?:%s)(?=/)" % "|".join(language.code for language in SHIPPED))


class LanguageLink(NamedTuple):
    """One entry of the language row: the page at hand in that language."""

    code: str
    native: str
    rtl: bool
    url: str
    current: bool


def site(request: HttpRequest) -> dict[str, Any]:
    """`region` (Region or None), `languages` (list of LanguageLink), `bidi` ("rtl" or "ltr"); all read lazily."""
    region = SimpleLazyObject(lambda: Region.objects.select_related("help_location").first())
    return {"region": region, "languages": SimpleLazyObject(lambda: language_links(request, region))}


def language_links(request: HttpRequest, region: Region | None) -> list[LanguageLink]:
    """The page at hand in each language of the region; an address without a language leads to its start page."""
    path = request.get_full_path()
    shown = {language.code: language for language in SHIPPED}
    codes = [code for code in region.languages if code in shown] if region else list(shown)
    rest = PREFIX.sub("", path, count=1) if PREFIX.match(path) else "/"
    now = get_language()
    return [
        LanguageLink(code, shown[code].native, shown[code].rtl, f"/{code}{rest}", code == now) for code in codes
    ]
