"""The guard of every API route: whom it is for, one language, a bearable body, problem documents for all faults."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from psycopg_pool import PoolTimeout

from eindach.directory.models import Region
from eindach.kernel.audience import audience

from .fields import PAGE_LANGUAGES
from .problems import Fault, Problem

LARGEST_BODY = 65_536
log = logging.getLogger(__name__)
View = Callable[..., HttpResponse]


def guarded(view: View, *, who: str) -> View:
    """The view behind its guard, with its audience declared; no cookies, so nothing a CSRF token could protect."""

    @audience(who)
    def call(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        method = request.method
        if method == "HEAD":  # the server drops the body; views need to know GET only
            request.method = "GET"
        response = _answer(view, request, args, kwargs)
        request.method = method
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    call.csrf_exempt = True  # type: ignore[attr-defined]
    return call


def _answer(view: View, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse:
    try:
        with translation.override(_language(request)):
            response = view(request, *args, **kwargs)
            response.headers.setdefault("Content-Language", translation.get_language() or "de")
        if not request.GET.get("lang"):
            patch_vary_headers(response, ["Accept-Language"])
        return _allowed(response) if response.status_code == 405 else response
    except Problem as problem:
        return problem.response()
    except Http404:
        return Problem("not-found").response()
    except SuspiciousOperation:
        return Problem("bad-request").response()
    except Region.DoesNotExist:
        return Problem("unavailable", "No region is loaded yet.", headers={"Retry-After": "30"}).response()
    except (OperationalError, InterfaceError, PoolTimeout):
        log.exception("the database did not answer: %s", request.path)
        return Problem("unavailable", headers={"Retry-After": "2"}).response()


def _allowed(response: HttpResponse) -> HttpResponse:
    methods = {method.strip() for method in response.headers.get("Allow", "").split(",")} - {""}
    if "GET" in methods:
        methods.add("HEAD")
    allowed = ", ".join(sorted(methods))
    return Problem("method-not-allowed", f"Allowed: {allowed}.", headers={"Allow": allowed}).response()


def _language(request: HttpRequest) -> str:
    """`lang` outranks Accept-Language (which Django's middleware has read, with the cookie of the pages)."""
    said = request.GET.get("lang")
    if said is None:
        return translation.get_language() or "de"
    if said not in PAGE_LANGUAGES:
        detail = f"is not known; allowed: {', '.join(PAGE_LANGUAGES)}"
        raise Problem("invalid-request", errors=[Fault(pointer="/lang", detail=detail, source="query")])
    return said


def with_body(view: View) -> View:
    """Decorate an operation that reads JSON (ninja's `decorate_view`): refuse what cannot be that before reading it."""

    @wraps(view)
    def call(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "HTTP_TRANSFER_ENCODING" in request.META and not request.META.get("CONTENT_LENGTH"):
            raise Problem("length-required")
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > LARGEST_BODY:
            raise Problem("too-large")
        if not request.body:
            raise Problem("malformed-request", "The body is empty.")
        if request.content_type != "application/json":
            raise Problem("unsupported-media-type", headers={"Accept-Post": "application/json"})
        return view(request, *args, **kwargs)

    return call


def nothing_here(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """The last route under our addresses: a problem document instead of a page."""
    raise Problem("not-found", "There is nothing at this address.")
