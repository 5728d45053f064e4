"""Who acts in a request: the route says whom it is for, the session says who is there."""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from eindach.accounts.rates import client_address
from eindach.kernel.actor import Actor, acting_as

KINDS: Final = {
    "public": "public",
    "account": "public",
    "link-holder": "link",
    "device": "public",
    "operations": "program",
    "demo": "program",
}


class Acting:
    """Routes for anybody work as the program does for anybody. Routes for staff and for people at their own door say
    themselves on whose behalf (consent/doors.py). A route that says nothing acts for nobody and sees no guarded row."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with ExitStack() as while_it_lasts:
            request.while_it_lasts = while_it_lasts  # type: ignore[attr-defined]
            return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_: Any) -> None:
        kind = KINDS.get(getattr(view, "audience", ""))
        if kind:
            actor = Actor(kind=kind, address=client_address(request))  # type: ignore[arg-type]
            request.while_it_lasts.enter_context(acting_as(actor, now=timezone.now()))  # type: ignore[attr-defined]
