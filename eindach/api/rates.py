"""Rate limits as the interface answers them; the buckets are `accounts.rates`."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from eindach.accounts.rates import TooMany, pay

from .problems import Problem

View = Callable[..., HttpResponse]


def limited(name: str) -> Callable[[View], View]:
    """Decorate a view (or, by ninja's `decorate_view`, an operation): over the limit it answers 429."""

    def decorate(view: View) -> View:
        @wraps(view)
        def call(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                headers = pay(request, name, now=timezone.now())
            except TooMany as fault:
                limit = fault.limit
                allowed = f"{limit.quota} requests in {int(limit.window.total_seconds())} seconds"
                detail = f"Wait {fault.retry_after} seconds; allowed: {allowed}."
                raise Problem("rate-limited", detail, headers=fault.headers) from fault
            response = view(request, *args, **kwargs)
            for header, value in headers.items():
                response[header] = value
            return response

        return call

    return decorate
