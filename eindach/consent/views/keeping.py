"""What ends and what is kept: what is due, lists that two people sign, legal holds. Signing is a heavy act."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eindach.accounts.freshness import needs_fresh_sign_in
from eindach.accounts.registry.holds import lift as lift_hold
from eindach.kernel.actor import must_be_present

from .. import destroying, holding
from ..asking import Unfit
from ..doors import staff
from ..forms import Hold, Lift

manage_lists = staff("manage", "retention")
manage_holds = staff("manage", "holds")


@manage_lists
@require_safe
def retention(request: HttpRequest) -> HttpResponse:
    """What is due, and the lists."""
    return _retention(request)


@manage_lists
@needs_fresh_sign_in
@require_POST
def propose(request: HttpRequest) -> HttpResponse:
    """A list of all that is due; the first signature."""
    try:
        made = destroying.propose(now=must_be_present().now)
    except destroying.NothingDue:
        return _retention(request, _("Nothing is due that is not on a list already."))
    return redirect("consent:destruction", made.pk)


@manage_lists
@require_safe
def destruction(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """One list, as its signers read it."""
    return render(request, "consent/destruction.html", {"list": destroying.opened(list_id, now=must_be_present().now)})


@manage_lists
@needs_fresh_sign_in
@require_POST
def sign(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """The second signature."""
    now = must_be_present().now
    opened = destroying.opened(list_id, now=now)
    if not opened.can_be_signed:
        return render(request, "consent/destruction.html", {"list": opened, "refused": True}, status=409)
    destroying.sign(opened, now=now)
    return redirect("consent:destruction", list_id)


@manage_holds
@needs_fresh_sign_in
@require_http_methods(["GET", "HEAD", "POST"])
def holds(request: HttpRequest) -> HttpResponse:
    """Those that stand; a new one."""
    form = Hold(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            holding.place(now=must_be_present().now, **form.cleaned_data)
        except Unfit as fault:
            form.add_error(fault.field, fault.message)
        else:
            return redirect("consent:holds")
    return _holds(request, form)


@manage_holds
@needs_fresh_sign_in
@require_POST
def lift(request: HttpRequest, hold_id: UUID) -> HttpResponse:
    """It ends, for a reason."""
    now = must_be_present().now
    hold = holding.opened(hold_id, now=now)
    form = Lift(request.POST, prefix=str(hold_id))
    if not form.is_valid():
        return _holds(request, Hold(), hold_id, form)
    lift_hold(hold, now=now, **form.cleaned_data)
    return redirect("consent:holds")


def _retention(request: HttpRequest, said: str = "") -> HttpResponse:
    now = must_be_present().now
    shown: dict[str, Any] = {"due": destroying.due(now), "lists": destroying.lists_made(now), "said": said}
    return render(request, "consent/retention.html", shown, status=409 if said else 200)


def _holds(request: HttpRequest, form: Hold, of: UUID | None = None, faulty: Lift | None = None) -> HttpResponse:
    rows = holding.standing(must_be_present().now)
    shown = {
        "form": form,
        "faulty": faulty,
        "holds": [(row, faulty if row.pk == of else Lift(prefix=str(row.pk))) for row in rows],
    }
    return render(request, "consent/holds.html", shown, status=422 if form.errors or faulty else 200)
