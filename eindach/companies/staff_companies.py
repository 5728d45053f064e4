"""The coordinator's page: who asks for access, who has it. How many people a company expects, never who."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from eindach.accounts.acting import as_program
from eindach.accounts.policy import Refused
from eindach.consent import trail
from eindach.consent.doors import staff

from . import admitting
from .models import Company, Employee

FEWEST: Final = 5
"""Fewer employees than this are no number."""


@staff("manage", "plans")
@require_safe
def companies(request: HttpRequest) -> HttpResponse:
    found = list(Company.objects.order_by("-asked_at"))
    counts = _expected()
    content = {
        "asked": [one for one in found if one.state == "asked"],
        "admitted": [(one, counts.get(one.pk, 0)) for one in found if one.state == "admitted"],
        "ended": [one for one in found if one.state == "ended"],
        "fewest": FEWEST,
        "said": request.GET.get("said", ""),
    }
    trail.record(act="list", kind="company", basis="role", fields=admitting.TOLD)
    return render(request, "companies/staff/companies.html", content)


@staff("manage", "plans")
@require_POST
def change(request: HttpRequest, company_id: UUID, act: str) -> HttpResponse:
    """`admit`, or `end`: refuse it, or close its access."""
    acts = {"admit": admitting.admit, "end": admitting.end}
    if act not in acts:
        raise Refused("manage", "company", object=company_id)
    acts[act](company_id=company_id, now=timezone.now())
    return redirect(f"{redirect('companies:staff-companies').url}?said={act}")


def _expected() -> Mapping[UUID, int]:
    """Employees of each company; counted as the program, fewer than five are not told (the template)."""
    with as_program(now=timezone.now()):
        rows = Employee.objects.order_by().values_list("company").annotate(Count("pk"))
        return dict(rows)
