"""The pages of one's own access: where one arrives, the second factor, the choice of a membership."""

from functools import wraps
from typing import Any, Final

from allauth.mfa.models import Authenticator
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from eindach.kernel.audience import audience

from ..coming_in import CHOSEN, has_second_factor, home_of, live_memberships
from ..doors import View
from ..models import User
from ..names import role_name
from ..sessions import came_by_code, passed_second_factor

BOUND_FOR: Final = "bound_for"
"""Key of the session: where they wanted to go before they had to set up a second factor."""


def of_staff(view: View) -> View:
    """Decorate a page of passwords and second factors: newcomers, who have none, are led to their own."""

    @wraps(view)
    def call(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return redirect(home_of(request)) if came_by_code(request.session) else view(request, *args, **kwargs)

    return call


@audience("account")
@never_cache
@login_required
@require_safe
def arrive(request: HttpRequest) -> HttpResponse:
    """Who is signed in, for whom they work, and the ways on. Newcomers have their own page."""
    user = _user(request)
    if came_by_code(request.session):
        return redirect(home_of(request))
    content: dict[str, Any] = {
        "memberships": _named(user, request.session.get(CHOSEN)),
        "has_password": user.has_usable_password(),
        "home": home_of(request),
    }
    return render(request, "accounts/arrive.html", content)


@audience("account")
@never_cache
@login_required
@of_staff
@require_safe
def second_factor(request: HttpRequest) -> HttpResponse:
    """Why a second factor, and the two kinds of it; who has one shows it."""
    user = _user(request)
    if has_second_factor(user):
        if passed_second_factor(request.session, user.pk):
            return redirect(request.session.pop(BOUND_FOR, None) or next_url(request))
        kinds = set(Authenticator.objects.filter(user_id=user.pk).values_list("type", flat=True))
        name = "mfa_reauthenticate" if Authenticator.Type.TOTP in kinds else "mfa_reauthenticate_webauthn"
        return HttpResponseRedirect(f"{resolve_url(name)}?{request.GET.urlencode()}")
    if request.GET.get("next"):
        request.session[BOUND_FOR] = next_url(request)
    return render(request, "accounts/second_factor.html")


@audience("account")
@never_cache
@login_required
@of_staff
@require_http_methods(["GET", "HEAD", "POST"])
def switch(request: HttpRequest) -> HttpResponse:
    """For whom do you work just now? Kept in the session."""
    memberships = live_memberships(_user(request), timezone.now())
    if request.method == "POST":
        chosen = next((one for one in memberships if str(one.pk) == request.POST.get("membership")), None)
        if chosen:
            request.session[CHOSEN] = str(chosen.pk)
            return redirect(next_url(request))
    chosen = request.session.get(CHOSEN)
    content = {
        "memberships": _named(_user(request), chosen),
        "has_ended": bool(chosen) and chosen not in {str(one.pk) for one in memberships},
    }
    return render(request, "accounts/switch.html", content)


def next_url(request: HttpRequest) -> str:
    """Where they wanted to go (never to a foreign site), or where they begin."""
    said = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(said, {request.get_host()}, require_https=request.is_secure())
    return said if safe else home_of(request)


def _named(user: User, chosen: str | None) -> list[dict[str, Any]]:
    found = live_memberships(user, timezone.now())
    return [
        {
            "id": str(one.pk),
            "organization": one.organization,
            "role": role_name(one.role),
            "municipality": one.municipality,
            "is_chosen": str(one.pk) == chosen or len(found) == 1,
            "is_administrator": one.role == "administrator",
        }
        for one in found
    ]


def _user(request: HttpRequest) -> User:
    user = request.user
    if not isinstance(user, User):
        raise TypeError("only behind login_required")
    return user
