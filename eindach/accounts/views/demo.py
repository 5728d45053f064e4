"""Signing in to the demonstration: choose somebody of the cast. Elsewhere this page does not exist."""

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from eindach.kernel.audience import audience
from eindach.notifications.views import demo_only

from .. import sessions
from ..demo import cast
from ..names import role_name
from .arriving import next_url
from .invitation import BACKEND


@audience("demo")
@demo_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """The cast by organization; a button each."""
    members = cast(timezone.now())
    if request.method == "POST":
        chosen = get_object_or_404(members, pk=request.POST.get("membership"))
        login(request, chosen.user, backend=BACKEND)
        sessions.mark_second_factor(request.session, chosen.user_id)
        sessions.mark_demo(request.session)
        return redirect(next_url(request))
    return render(request, "accounts/demo.html", {"members": [(one, role_name(one.role)) for one in members]})
