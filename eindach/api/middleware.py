"""Outermost middleware: measures every request, and turns what Django answers itself into problem documents."""

from collections.abc import Callable
from time import perf_counter

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from .metrics import REQUESTS, SECONDS
from .problems import BY_STATUS, MEDIA_TYPE, Problem

OURS = ("/api/", "/hsds/")
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Observed:
    """Labels are route templates, never addresses: those would be without number, and hold tokens."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        method, started = request.method or "", perf_counter()
        response = _foreign(request) or as_problem(request, self.get_response(request))
        match = request.resolver_match
        route = f"/{match.route}" if match else "none"
        REQUESTS.labels(method if method in METHODS else "other", route, str(response.status_code)).inc()
        SECONDS.labels(route).observe(perf_counter() - started)
        return response


def _foreign(request: HttpRequest) -> HttpResponse | None:
    """A foreign Host header under our addresses is refused before a page is drawn for it."""
    if request.path_info.startswith(OURS):
        try:
            request.get_host()
        except DisallowedHost:
            return Problem("bad-request", "This host name is not served here.").response()
    return None


def as_problem(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A refusal that did not come from the guard of a route (our own fault, another middleware), in our one shape."""
    status = response.status_code
    if status < 400 or not request.path_info.startswith(OURS):
        return response
    if response.headers.get("Content-Type") == MEDIA_TYPE:
        return response
    problem = Problem(BY_STATUS.get(status, "internal-error" if status >= 500 else "bad-request")).response()
    problem.status_code = status
    return problem
