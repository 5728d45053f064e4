"""A newcomer signs in: a contact, a code. The same words whether or not anybody is known by that contact."""

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
from ..models import User
from ..pacing import paced
from ..rates import pay
from .arriving import next_url
from .invitation import BACKEND


@audience("account")
@never_cache
@paced(posts="form")
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Where shall the code go to?"""
    form = AskForCode(request.POST if request.method == "POST" else None, initial=_signed_in_by(request))
    if request.method == "POST" and form.is_valid():
        now, contact = timezone.now(), codes.Contact(form.cleaned_data["contact"])
        if contact.is_phone:
            pay(request, "letter", now=now)  # texts cost: few from one connection, known number or not
        codes.ask(request.session, contact=contact, language=get_language() or "de", now=now)
        return HttpResponseRedirect(f"{resolve_url('accounts:code-enter')}?{request.GET.urlencode()}")
    return render(request, "accounts/code_ask.html", {"form": form}, status=422 if form.errors else 200)


@audience("account")
@never_cache
@paced(posts="form")
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """The code from the mail or the text message."""
    now = timezone.now()
    contact = codes.asked_for(request.session, now=now)
    if contact is None:
        return redirect("accounts:code")
    form = EnterCode(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        proved = codes.prove(request.session, code=form.cleaned_data["code"], now=now)
        user = codes.user_of(proved, now) if proved else None
        if user:
            login(request, user, backend=BACKEND)
            sessions.mark_by_code(request.session)
            return redirect(next_url(request))
        form.add_error("code", _("This code is not right, or no longer good. You have three tries; then ask anew."))
    content = {"form": form, "contact": contact}
    return render(request, "accounts/code_enter.html", content, status=422 if form.errors else 200)


def _signed_in_by(request: HttpRequest) -> dict[str, str]:
    """Who proves their contact once more need not type it."""
    user = request.user
    if not isinstance(user, User) or not sessions.came_by_code(request.session):
        return {}
    return {"contact": codes.Contact.of(user).to}
