"""The staff area speaks German and English: whatever language its address is asked under, it is served in one of them.

Else German words would stand in a page that says it is Arabic, and run from right to left.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

from eindach.accounts.sessions import came_by_code
from eindach.kernel.languages import SHIPPED

LANGUAGES: Final = ("de", "en")
PREFIX: Final = re.compile(rf"/(?P<code>{'|'.join(language.code for language in SHIPPED)})(?=/)")
AREA: Final = re.compile(r"/staff/(?!demo/clock/)|/account/(?!sign-out/|sessions/)")
"""Behind the language. What newcomers sign out by and where they are signed in speaks all languages, and so does the
clock of a demonstration."""


def is_of_staff(path: str) -> bool:
    """Whether this is an address of the staff area, in any language."""
    found = PREFIX.match(path)
    return bool(found and AREA.match(path, found.end()))


def best_language(request: HttpRequest) -> str:
    """The one of both that was chosen last; else the one the device asks for first; else German."""
    return next((code for code in map(_ours, _wished(request)) if code in LANGUAGES), LANGUAGES[0])


def _wished(request: HttpRequest) -> Iterator[str]:
    yield request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    yield from (code for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")))


def _ours(code: str) -> str:
    """Of "en-gb" and "de-simple": the language."""
    return code.split("-")[0].lower()


class InTheirLanguage:
    """Leads from `/ar/staff/…` to the same address in German or English. A form is sent there again as it is (307), so
    nothing typed is lost."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        found = PREFIX.match(request.path_info)
        if found is None or found["code"] in LANGUAGES or not is_of_staff(request.path_info):
            return self.get_response(request)
        if came_by_code(request.session):  # newcomers have no business here, and are told so in their own language
            return self.get_response(request)
        there = PREFIX.sub(f"/{best_language(request)}", request.get_full_path(), count=1)
        answer = HttpResponseRedirect(there, preserve_request=True)
        patch_vary_headers(answer, ("Accept-Language", "Cookie"))
        return answer
