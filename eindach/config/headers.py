"""Outermost: what every answer carries, whoever makes it, and what no part of the site has to look at.

Pages get their own policy from django-csp, cookies from Django. Here is what that leaves out: files, answers of other
middleware, methods nobody serves, bodies nobody needs, programs that speak in the clear.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import add_never_cache_headers

from eindach.api.middleware import METHODS, OURS
from eindach.api.problems import Problem

NOTHING_LOADS: Final = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; object-src 'none'; "
FIXED: Final[Mapping[str, str]] = {
    # Of what is no page (a drawing may bring its own style).
    "Content-Security-Policy": NOTHING_LOADS + "frame-ancestors 'none'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def always() -> dict[str, str]:
    """The headers of every answer; also those of live events (asgi.py)."""
    seconds = settings.SECURE_HSTS_SECONDS
    return {**FIXED, **({"Strict-Transport-Security": f"max-age={seconds}; includeSubDomains"} if seconds else {})}


class Headers:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = _refused(request) or self.get_response(request)
        for name, value in always().items():
            response.headers.setdefault(name, value)
        if _is_not_to_be_found(request):
            response.headers.setdefault("X-Robots-Tag", "noindex")
        if _is_of_somebody(request) and "Cache-Control" not in response.headers:
            add_never_cache_headers(response)  # sets no-store, private
        return response


def _refused(request: HttpRequest) -> HttpResponse | None:
    if request.method not in METHODS:
        return _short(request, "method-not-allowed", Allow=", ".join(sorted(METHODS)))
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdecimal() and int(length) > settings.LARGEST_REQUEST:
        return _short(request, "too-large", Connection="close")
    if settings.HTTPS and request.path_info.startswith(OURS) and not request.is_secure():
        return _short(request, "forbidden")
    return None


def _short(request: HttpRequest, code: str, **headers: Any) -> HttpResponse:
    """A problem document for programs; for browsers nothing but the status, since no page of ours leads here."""
    problem = Problem(code, headers=headers)
    if request.path_info.startswith(OURS):
        return problem.response()
    return HttpResponse(status=problem.kind.status, headers=headers, content_type="text/plain; charset=utf-8")


def _is_not_to_be_found(request: HttpRequest) -> bool:
    """Behind a sign-in or a sealed link; public links are sealed, too, where they hold what somebody answered."""
    match = request.resolver_match
    return match is not None and (getattr(match.func, "audience", "") != "public" or "<str:" in match.route)


def _is_of_somebody(request: HttpRequest) -> bool:
    """Everything but public pages and addresses nobody knows; of those whatever has looked into the session: there is
    what somebody typed, or who they are."""
    match, session = request.resolver_match, getattr(request, "session", None)
    is_public = match is None or getattr(match.func, "audience", "public") == "public"
    return not is_public or bool(session and session.accessed)
