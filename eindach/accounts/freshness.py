"""Heavy acts (exports, broken glass, users) ask for the password, the second factor or a code again."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
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
    does so again, and comes back to what they had typed (kept.py). Who came by a code shows one again; in the
    demonstration nobody has a password: there it is choosing somebody of the cast once more."""

    @wraps(view)
    def call(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not sessions.is_fresh(request.session, now=timezone.now()):
            raise ReauthenticationRequired  # out of the act: heard by the middleware, which asks for proof
        return view(request, *args, **kwargs)

    return call


def ask_for_proof(request: HttpRequest) -> HttpResponseRedirect:
    """To the page on which this user shows who they are."""
    if sessions.came_by_demo(request.session):
        return to(request, "accounts:demo")
    if sessions.came_by_code(request.session):
        return to(request, "accounts:code")
    means = get_adapter().get_reauthentication_methods(request.user)
    return to(request, means[0]["url"] if means else "account_login")


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
