"""What a law lets our office tell another one about somebody: granted, listed, ended."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from eindach.kernel.actor import must_be_present

from .. import operations, queries
from ..doors import staff
from ..forms import GrantByLaw
from ..granting import standing_by_law


@staff("manage", "consents")
@require_http_methods(["GET", "HEAD", "POST"])
def grant(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """What stands of this person, and a new one."""
    person, now = queries.person_to_ask(person_id, act="grant-by-law"), must_be_present().now
    laws = queries.laws_of_ours(timezone.localdate(now))
    form = GrantByLaw(request.POST if request.method == "POST" else None, laws=laws)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            operations.grant_by_law(person=person, now=now, **said | {"until": _end_of(said["until"])})
        except operations.Unfit as fault:
            form.add_error(fault.field, fault.message)
        else:
            return redirect("consent:by-law", person.pk)
    shown = {"person": person, "form": form if laws else None, "grants": standing_by_law(person.pk, now=now)}
    return render(request, "consent/by_law.html", shown, status=422 if form.errors else 200)


@staff("manage", "consents")
@require_POST
def end(request: HttpRequest, grant_id: UUID) -> HttpResponse:
    """Our office tells it no more."""
    ended = operations.end_grant(grant_id=grant_id, now=must_be_present().now)
    return redirect("consent:by-law", ended.person_id)


def _end_of(day: date) -> datetime:
    """The midnight after it."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))
