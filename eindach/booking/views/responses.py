"""Headers of pages that show what somebody has booked or typed."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

View = Callable[..., HttpResponse]


def personal(view: View) -> View:
    """Not stored, not indexed, and its address told to no other site.

    `same-origin` and not `no-referrer`: under the latter a browser sends `Origin: null` with every form, which the
    protection against forged requests must refuse.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return guarded
