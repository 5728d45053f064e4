"""Broken glass: the emergency page, and the reviews of data protection."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eindach.accounts.freshness import needs_fresh_sign_in
from eindach.accounts.policy import File, Refused, may
from eindach.kernel.actor import must_be_present

from .. import operations, queries
from ..doors import staff
from ..forms import BreakGlass, Review
from ..models import BrokenGlass

NOBODY = UUID(int=0)


@staff("open", "people")
@needs_fresh_sign_in
@require_http_methods(["GET", "HEAD", "POST"])
def break_glass(request: HttpRequest) -> HttpResponse:
    """Whom, exactly, and why; then to the person's file, for half an hour."""
    acting = must_be_present()
    if not may(acting.actor, "break-glass", File(NOBODY, acting.actor.municipality), now=acting.now).allowed:
        raise Refused("break-glass", "person")
    form = BreakGlass(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        person = _looked(form)
        if person:
            return redirect("casework:person", person)
    return render(request, "consent/break_glass.html", {"form": form}, status=422 if form.errors else 200)


def _looked(form: BreakGlass) -> UUID | None:
    """The person whose file is open now; None with a fault in the form."""
    now, said = must_be_present().now, form.cleaned_data
    person = operations.find_exactly(name=said["name"], contact=said["contact"], now=now)
    if person is None:
        form.add_error("contact", _("Nobody is known under exactly this name and contact."))
        return None
    try:
        operations.break_glass(person=person, reason=said["reason"], now=now)
    except operations.Unfit as fault:
        form.add_error(fault.field, fault.message)
        return None
    except operations.NobodyToTell:
        form.add_error(None, _("There is no data protection officer who could be told. Nobody looks unseen."))
        return None
    return person


@staff("review", "reviews")
@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    return _reviews(request)


@staff("review", "reviews")
@require_POST
def review(request: HttpRequest, glass_id: UUID) -> HttpResponse:
    glass = BrokenGlass.objects.filter(pk=glass_id).first()
    if glass is None:
        raise Refused("review", "broken-glass", object=glass_id)
    form = Review(request.POST, prefix=str(glass_id))
    if not form.is_valid():
        return _reviews(request, glass_id, form)
    operations.review_glass(glass=glass, now=must_be_present().now, **form.cleaned_data)
    return redirect("consent:reviews")


def _reviews(request: HttpRequest, of: UUID | None = None, filled: Review | None = None) -> HttpResponse:
    now = must_be_present().now
    looks = [
        (look, filled if look.glass.pk == of else Review(prefix=str(look.glass.pk)))
        for look in queries.looks(now, timezone.localdate(now))
    ]
    return render(request, "consent/reviews.html", {"looks": looks, "filled": filled}, status=422 if filled else 200)
