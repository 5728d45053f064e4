"""Rate limits of pages: who is over one reads a calm page with a human to call, in their language."""

from collections.abc import Callable
from functools import wraps
from math import ceil
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .rates import TooMany, pay

View = Callable[..., HttpResponse]
READS = ("GET", "HEAD", "OPTIONS")


def paced(*, reads: str = "", posts: str = "") -> Callable[[View], View]:
    """Decorate a page with the names of its limits (settings.RATES), "" for none. Over a limit, also one that the view
    pays itself further inside, it answers 429."""

    def decorate(view: View) -> View:
        @wraps(view)
        def call(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            name = reads if request.method in READS else posts
            try:
                if name:
                    pay(request, name, now=timezone.now())
                return view(request, *args, **kwargs)
            except TooMany as fault:
                return too_many(request, fault)

        return call

    return decorate


def too_many(request: HttpRequest, fault: TooMany) -> HttpResponse:
    """Why, how long, what stays; the way back is the page the form stood on."""
    minutes = ceil(fault.retry_after / 60)
    wait = ngettext("Please try again in one minute.", "Please try again in %(count)d minutes.", minutes)
    words = _("Very many requests came from your connection. What is booked stays booked.")
    content = {
        "title": _("One moment, please"),
        "words": f"{words} {wait % {'count': minutes}}",
        "again": request.get_full_path() if request.method in READS else _page_before(request),
    }
    response = render(request, "site/error.html", content, status=429)
    for header, value in fault.headers.items():
        response[header] = value
    return response


def _page_before(request: HttpRequest) -> str:
    """Empty where the browser does not say it, or where it is not a page of ours."""
    said = request.headers.get("Referer", "")
    return said if url_has_allowed_host_and_scheme(said, {request.get_host()}) else ""
