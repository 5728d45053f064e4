"""A form in another language: the language menu of a page with a form sends along what was typed, and the page is only
drawn again, with it.

Nothing is checked, done or stored: the request becomes the GET of the page, `request.typed` (QueryDict) is what
{% field %} fills in. Runs behind the check of the form's token. Needs no script.
"""

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, QueryDict

from .staff_area import PREFIX

ASKED: Final = "redraw"
"""Name of the menu's buttons; its value is the language that is left (parts/language_items.html)."""


class InAnotherLanguage:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> None:
        if not PREFIX.match(request.path_info):
            return  # programs send no forms
        if request.method == "POST" and ASKED in request.POST:
            request.typed = request.POST  # type: ignore[attr-defined]
            request.method, request.POST = "GET", QueryDict()
        elif ASKED in request.GET and not request.user.is_authenticated:  # no link fills in a form for who is signed in
            request.typed = request.GET  # type: ignore[attr-defined]


def follows(typed: QueryDict, name: str) -> bool:
    """Whether this is a choice of language that is still the one of the page that was left: nobody chose it, so that
    of the page they went to takes its place."""
    return name == "language" and _language(typed.get(name)) == _language(typed.get(ASKED))


def _language(code: str | None) -> str:
    """Of "de-simple", as people speak it."""
    return (code or "").split("-")[0]
