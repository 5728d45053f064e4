"""A newcomer signs in: an address, a code. The same words whether or not anybody is known by that address."""

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from eindach.kernel.audience import audience

from .. import codes, sessions
from ..forms import AskForCode, EnterCode
from ..pacing import paced
from .arriving import next_url
from .invitation import BACKEND


@audience("account")
@never_cache
@paced(posts="form")
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Where shall the code go to?"""
    form = AskForCode(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        codes.ask(request.session, email=email, language=get_language() or "de", now=timezone.now())
        return HttpResponseRedirect(f"{resolve_url('accounts:code-enter')}?{request.GET.urlencode()}")
    return render(request, "accounts/code_ask.html", {"form": form})


@audience("account")
@never_cache
@paced(posts="form")
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """The code from the mail."""
    now = timezone.now()
    email = codes.asked_for(request.session, now=now)
    if not email:
        return redirect("accounts:code")
    form = EnterCode(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = codes.prove(request.session, code=form.cleaned_data["code"], now=now)
        if user:
            login(request, user, backend=BACKEND)
            sessions.mark_by_code(request.session)
            return redirect(next_url(request))
        form.add_error("code", _("This code is not right, or no longer good. You have three tries; then ask anew."))
    return render(request, "accounts/code_enter.html", {"form": form, "email": email})
