"""A company's own pages: its list, whom it enters, how far they are."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eindach.consent import trail
from eindach.consent.doors import own_door

from .. import entering
from ..access import employee_of_mine, my_companies, my_company
from ..forms import EmployeeForm
from ..models import Company, Employee, GroupVisit
from ..progress import FEWEST, progress
from ..table import COLUMNS, Unreadable, read


@own_door
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The companies whose contact is signed in; with one, straight to it."""
    found = my_companies()
    if len(found) == 1:
        return redirect("companies:company", found[0].pk)
    return render(request, "companies/mine.html", {"companies": found})


@own_door
@require_safe
def company(request: HttpRequest, company_id: UUID) -> HttpResponse:
    """Whom they expect, how far that is, and the shared days."""
    now, found = timezone.now(), my_company(company_id)
    employees = list(Employee.objects.filter(company=found))
    told = progress(employees, now=now)
    content = {
        "company": found,
        "people": [(one, one.state(now), told.each.get(one.pk)) for one in employees],
        "progress": told,
        "fewest": FEWEST,
        "groups": [(one, one.state(now)) for one in _groups(found)],
        "said": request.GET.get("said", ""),
    }
    trail.record(act="list", kind="employee", object=found.pk, basis=entering.BASIS)
    return render(request, "companies/company.html", content)


@own_door
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, company_id: UUID) -> HttpResponse:
    """One after the other; what is the same for the next one stays filled in."""
    found = my_company(company_id)
    form = EmployeeForm(request.POST if request.method == "POST" else None, initial=_usual(request))
    if request.method == "POST" and form.is_valid() and _entered(form, found, [form.entry()]):
        if "another" in request.POST:
            said = form.cleaned_data
            query = f"said=entered&arrives={said['arrives']:%Y-%m}&municipality={said['municipality']}"
            return redirect(f"{redirect('companies:add', found.pk).url}?{query}")
        return redirect(f"{redirect('companies:company', found.pk).url}?said=entered")
    content = {"form": form, "company": found, "said": request.GET.get("said", "")}
    return render(request, "companies/add.html", content, status=422 if form.errors else 200)


@own_door
@require_http_methods(["GET", "HEAD", "POST"])
def table(request: HttpRequest, company_id: UUID) -> HttpResponse:
    """Pasted, looked at, entered: the second press enters what the first one showed."""
    found, text = my_company(company_id), request.POST.get("table", "")
    content: dict[str, Any] = {"company": found, "text": text, "columns": [one[0] for one in COLUMNS.values()]}
    if request.method != "POST":
        return render(request, "companies/table.html", content)
    try:
        rows = read(text)
    except Unreadable as fault:
        return render(request, "companies/table.html", content | {"fault": fault}, status=422)
    entries = [row.entry for row in rows if row.entry]
    wrong = [row for row in rows if row.faults]
    if "enter" in request.POST and entries and not wrong:
        try:
            entering.enter(company=found, entries=entries, now=timezone.now())
        except entering.TooMany:
            return render(request, "companies/table.html", content | {"full": True}, status=422)
        return redirect(f"{redirect('companies:company', found.pk).url}?said=entered")
    shown = [_shown(row.cells, row.faults) | {"number": row.number} for row in rows]
    content |= {"rows": shown, "wrong": len(wrong), "right": len(entries)}
    return render(request, "companies/table.html", content, status=422 if wrong else 200)


@require_POST
@own_door
def change(request: HttpRequest, employee_id: UUID, act: str) -> HttpResponse:
    """`invite` again, or `remove` from the list."""
    now, employee = timezone.now(), employee_of_mine(employee_id)
    if act == "invite":
        entering.invite_again(employee=employee, now=now)
    elif act == "remove":
        entering.remove(employee=employee, now=now)
    return redirect(f"{redirect('companies:company', employee.company_id).url}?said={act}")


def _groups(found: Company) -> list[GroupVisit]:
    rows = GroupVisit.objects.filter(company=found).select_related("location")
    return list(rows.filter(booked_at__isnull=False).order_by("-day")[:20])


def _usual(request: HttpRequest) -> dict[str, object]:
    said = {name: request.GET[name] for name in ("arrives", "municipality") if name in request.GET}
    return {"adults": 1, "language": get_language(), **said}


def _entered(form: EmployeeForm, found: Company, entries: list[entering.Entry]) -> bool:
    try:
        entering.enter(company=found, entries=entries, now=timezone.now())
    except entering.TooMany:
        form.add_error(None, entering.FULL)
        return False
    return True


def _shown(cells: dict[str, str], faults: dict[str, list[str]]) -> dict[str, Any]:
    """Every column of a row with its faults; of a column that is not there, the faults alone."""
    fields = [*cells, *(one for one in faults if one not in cells)]
    return {"cells": [(COLUMNS[field][0] if field in COLUMNS else "", cells.get(field, ""), faults.get(field, ()))
                      for field in fields]}  # fmt: skip
