"""Conditional answers for what changes seldom: an ETag over the bytes, 304 when the client has them."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control


def conditional(*, max_age: int) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Decorate an operation (ninja's `decorate_view`): anybody may keep the answer for `max_age` seconds."""

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def call(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            response: HttpResponse = view(request, *args, **kwargs)
            if response.status_code != 200:
                return response
            etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
            response.headers["ETag"] = etag
            response.headers["Access-Control-Allow-Origin"] = "*"
            patch_cache_control(response, public=True, max_age=max_age)
            return get_conditional_response(request, etag=etag, response=response) or response

        return call

    return decorate
