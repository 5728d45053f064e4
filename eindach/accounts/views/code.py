"""A newcomer signs in: a contact, a code. The same words whether or not anybody is known by that contact."""

from urllib.parse import urlencode

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.translation import get_language, ngettext
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
    known = _awaited(request) | _signed_in_by(request)
    form = AskForCode(request.POST if request.method == "POST" else None, initial=known)
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
        return HttpResponseRedirect(f"{resolve_url('accounts:code')}?{_back(request, late='1')}")
    form = EnterCode(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        proved = codes.prove(request.session, code=form.cleaned_data["code"], now=now)
        user = codes.user_of(proved, now) if proved else None
        if user:
            login(request, user, backend=BACKEND)
            sessions.mark_by_code(request.session)
            return redirect(next_url(request))
        form.add_error("code", _not_right(codes.tries_left(request.session)))
    content = {"form": form, "contact": contact, "back": _back(request)}
    return render(request, "accounts/code_enter.html", content, status=422 if form.errors else 200)


def _not_right(tries_left: int) -> str:
    if not tries_left:
        return _("This code is not right, or no longer good. Ask for a new one.")
    return ngettext(
        "This code is not right. You have %(count)d try left.",
        "This code is not right. You have %(count)d tries left.",
        tries_left,
    ) % {"count": tries_left}


def _back(request: HttpRequest, **said: str) -> str:
    """The query of the first page, so that somebody still arrives where they wanted to go."""
    kept = {name: request.GET[name] for name in ("next", "again") if name in request.GET}
    return urlencode(kept | said)


def _awaited(request: HttpRequest) -> dict[str, str]:
    """Who asks anew need not type their contact again."""
    waiting = request.session.get(codes.KEY)
    return {"contact": waiting["to"]} if waiting and waiting["purpose"] == codes.SIGN_IN else {}


def _signed_in_by(request: HttpRequest) -> dict[str, str]:
    """Who proves their contact once more need not type it."""
    user = request.user
    if not isinstance(user, User) or not sessions.came_by_code(request.session):
        return {}
    return {"contact": codes.Contact.of(user).to}
