"""What comes of a question: a case of our office, or another office that is asked to help."""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from eindach.casework.helping import access as helping
from eindach.casework.models import Case, Referral
from eindach.casework.staff.views import made
from eindach.casework.staff.views_cases import opened
from eindach.consent import trail
from eindach.consent.doors import staff
from eindach.kernel.actor import must_be_present

from ..models import Enquiry
from . import access
from .forms_helping import OpenCase, Refer, as_asked

SHOWN_AND_POSTED = ["GET", "HEAD", "POST"]


@staff("open", "enquiries")
@require_http_methods(SHOWN_AND_POSTED)
def case(request: HttpRequest, enquiry_id: int) -> HttpResponse:
    """Our office helps them until it is settled."""
    enquiry = access.for_act(enquiry_id, "write", lock=request.method == "POST")
    access.looked_at(enquiry)
    if enquiry.case_id:
        return redirect("questions:staff-thread", enquiry.pk)
    data = request.POST if request.method == "POST" else None
    form = OpenCase(data, advisors=helping.advisors(must_be_present().now), initial=as_asked(enquiry))
    if data is not None and form.is_valid():
        row = _became(enquiry, lambda: _case(form))
        if row:
            return redirect("questions:staff-thread", enquiry.pk)
    return _page(request, "questions/staff/open_case.html", form, enquiry)


@staff("open", "enquiries")
@require_http_methods(SHOWN_AND_POSTED)
def refer(request: HttpRequest, enquiry_id: int) -> HttpResponse:
    """Another office is asked to help, once they have said yes."""
    enquiry = access.for_act(enquiry_id, "write", lock=request.method == "POST")
    access.looked_at(enquiry)
    if enquiry.referral_id and not access.came_of(enquiry).came_back:
        return _sent_before(enquiry)
    data = request.POST if request.method == "POST" else None
    form = Refer(data, offices=helping.offices(must_be_present().now), initial=as_asked(enquiry) | {"ask": "now"})
    if data is not None and form.is_valid():
        row = _became(enquiry, lambda: _referral(form))
        if row:
            return redirect("casework:referral", row.pk)
    return _page(request, "questions/staff/refer.html", form, enquiry)


def _sent_before(enquiry: Enquiry) -> HttpResponse:
    sent = access.came_of(enquiry).referral
    return redirect("casework:referral", sent.pk) if sent else redirect("questions:staff-thread", enquiry.pk)


def _case(form: OpenCase) -> Case | None:
    asker = form.asker()
    return opened(form, person=asker.person(now=must_be_present().now), phone=asker.phone)


def _referral(form: Refer) -> Referral | None:
    asker = form.asker()
    return made(form, person=asker.person(now=must_be_present().now), phone=asker.phone)


@transaction.atomic
def _became(enquiry: Enquiry, make: Callable[[], Case | Referral | None]) -> Case | Referral | None:
    """Made and remembered, or not at all."""
    row = make()
    if row is None:
        transaction.set_rollback(True)
        return None
    kind = "case" if isinstance(row, Case) else "referral"
    Enquiry.objects.filter(pk=enquiry.pk).update(**{kind: row})
    trail.record(
        act="refer" if kind == "referral" else "open", kind="enquiry", object=enquiry.pk, person=row.person_id,
        basis="role", now=must_be_present().now,
    )  # fmt: skip
    return row


def _page(request: HttpRequest, template: str, form: OpenCase | Refer, enquiry: Enquiry) -> HttpResponse:
    content = {"form": form, "name": enquiry.name or enquiry.number, "back": enquiry.pk}
    return render(request, template, content, status=422 if form.errors else 200)
