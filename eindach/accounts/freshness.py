"""Heavy acts (exports, broken glass, users) ask for the password, the second factor or a code again."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django.utils import timezone

from . import sessions
from .coming_in import to

View = Callable[..., HttpResponseBase]
READS = ("GET", "HEAD")


def needs_fresh_sign_in(view: View) -> View:
    """Decorate a view of staff, outside or inside its door: who last proved who they are more than five minutes ago
    does so again, and comes back; what was posted is kept meanwhile. In the demonstration nobody has a password: there
    it is choosing somebody of the cast once more."""

    @wraps(view)
    def call(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not sessions.is_fresh(request.session, now=timezone.now()):
            if sessions.came_by_demo(request.session):
                return to(request, "accounts:demo")
            raise ReauthenticationRequired  # heard by allauth's middleware
        return view(request, *args, **kwargs)

    return call


def needs_fresh_sign_in_to_change(view: View) -> View:
    """The same for a page that anybody signed in may read."""
    change = needs_fresh_sign_in(view)

    @wraps(view)
    def call(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return (view if request.method in READS else change)(request, *args, **kwargs)

    return call


def needs_fresh_code(back_to: str) -> Callable[[View], View]:
    """Decorate a view, outside its own door, that gives away everything: who last proved their contact more than five
    minutes ago does so again, and comes back to that page (a file that is downloaded is no page to come back to)."""

    def decorate(view: View) -> View:
        @wraps(view)
        def call(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not sessions.came_by_code(request.session) or sessions.is_fresh(request.session, now=timezone.now()):
                return view(request, *args, **kwargs)
            back = {"again": "1", "next": f"{resolve_url(back_to)}?said=proved"}
            return HttpResponseRedirect(f"{resolve_url('accounts:code')}?{urlencode(back)}")

        return call

    return decorate
