"""What every page needs to know: the region, and this same page in the region's other languages."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from eindach.directory import queries
from eindach.directory.models import Region
from eindach.kernel.languages import NATIVE, SHIPPED

from . import staff_area


class LanguageLink(NamedTuple):
    """One entry of the language row: the page at hand in that language."""

    code: str
    native: str
    rtl: bool
    url: str
    current: bool


def site(request: HttpRequest) -> dict[str, Any]:
    """`region` (Region or None), `languages` (list of LanguageLink), `origin` (scheme and host of the public site) and
    `anywhere` (address of this page without a language: the reader's own), `demo`; what needs the database is read
    lazily."""
    region = SimpleLazyObject(_region)
    codes = SimpleLazyObject(lambda: region.languages if region else list(NATIVE))
    is_staffs = staff_area.is_of_staff(request.path) and get_language() in staff_area.LANGUAGES
    offered = staff_area.LANGUAGES if is_staffs else codes
    links = SimpleLazyObject(lambda: language_links(request, offered))
    found = {"region": region, "languages": links, "demo": settings.DEMO}
    return found | {"origin": settings.PUBLIC_URL, "anywhere": _without_language(request)}


def _region() -> Region | None:
    with suppress(Region.DoesNotExist):
        return queries.region()
    return None


def language_links(request: HttpRequest, codes: Iterable[str]) -> list[LanguageLink]:
    """The page at hand in each of these languages that we ship; without a language in its address, the start page."""
    shown, rest = {language.code: language for language in SHIPPED}, _without_language(request)
    now = get_language()
    found = [shown[code] for code in codes if code in shown]
    return [LanguageLink(one.code, one.native, one.rtl, f"/{one.code}{rest}", one.code == now) for one in found]


def _without_language(request: HttpRequest) -> str:
    path = request.get_full_path()
    found = staff_area.PREFIX.match(path)
    return path[found.end() :] if found else "/"
