"""Ends sign-ins that have lasted too long, before anybody asks who is there."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from allauth.core.exceptions import ReauthenticationRequired
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from . import kept, sessions
from .freshness import ask_for_proof

WHERE_IT_MATTERS: Final = frozenset({"account", "person", "staff"})
"""Audiences; a public page does not even look who is signed in."""


class SessionLimits:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if getattr(request, "has_signed_out", False):
            # Whoever uses this browser next finds nothing. But what newcomers keep on a phone to read without network
            # goes when they sign out, not when their time is over.
            keeps = getattr(request, "newcomers_time_is_over", False)
            response["Clear-Site-Data"] = '"cache"' if keeps else '"cache", "storage"'
        return response

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_: Any) -> None:
        if getattr(view, "audience", "") in WHERE_IT_MATTERS and request.user.is_authenticated:
            hold(request, now=timezone.now())
            kept.bring_back(request, now=timezone.now())

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponseBase | None:
        """allauth would keep what was posted as it is, passwords too, and repeat it unasked."""
        return ask_for_proof(request) if isinstance(fault, ReauthenticationRequired) else None


def hold(request: HttpRequest, *, now: datetime) -> None:
    """Sign out whose time is over, note who is still there."""
    if sessions.is_over(request.session, now=now) or sessions.is_of_a_demo_past(request.session, demo=settings.DEMO):
        kept.was(request)
        request.newcomers_time_is_over = sessions.came_by_code(request.session)  # type: ignore[attr-defined]
        logout(request)
        request.session_is_over = True  # type: ignore[attr-defined]
    elif sessions.note(request.session, now=now):
        UserSession.objects.create_from_request(request)
