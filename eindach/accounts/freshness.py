"""Heavy acts (exports, broken glass, users) ask for the password or the second factor again."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpRequest
from django.http.response import HttpResponseBase
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
