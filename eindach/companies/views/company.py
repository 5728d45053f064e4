"""A company's own pages: its list, whom it enters, how far they are."""

import hashlib
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eindach.accounts.pacing import paced
from eindach.accounts.policy import Refused
from eindach.consent import trail
from eindach.consent.doors import own_door
from eindach.kernel.audience import takes_file

from .. import entering
from ..access import BASIS, employee_of_mine, looked_at, my_companies, my_company
from ..forms import EmployeeForm
from ..models import Company, Employee, GroupVisit
from ..progress import progress
from ..table import COLUMNS, Row, Unreadable, name_of, read, text_of, unread

MOST_FAULTS: Final = 10
"""Listed above the table; in the table all of them stand in their cells."""


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
        "people": [
            (one, one.state(now), told.get(one.pk), entering.can_be_invited_again(one, now)) for one in employees
        ],
        "groups": [(one, one.state(now)) for one in _groups(found)],
        "said": request.GET.get("said", ""),
    }
    trail.record(act="list", kind="employee", object=found.pk, basis=BASIS)
    looked_at(found.pk, [one for one in employees if one.pk in told])
    return render(request, "companies/company.html", content)


@paced(posts="form")  # type: ignore[arg-type]  # a door's answer is typed more widely
@own_door
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, company_id: UUID) -> HttpResponse:
    """One after the other; what is the same for the next one stays filled in."""
    found = my_company(company_id)
    form = EmployeeForm(request.POST if request.method == "POST" else None, initial=_usual(request))
    if request.method == "POST" and form.is_valid() and _is_new(form, found) and _entered(form, found, [form.entry()]):
        if "another" in request.POST:
            said = form.cleaned_data
            query = f"said=entered&arrives={said['arrives']:%Y-%m}&municipality={said['municipality']}"
            return redirect(f"{redirect('companies:add', found.pk).url}?{query}")
        return redirect(f"{redirect('companies:company', found.pk).url}?said=entered")
    content = {"form": form, "company": found, "said": request.GET.get("said", "")}
    return render(request, "companies/add.html", content, status=422 if form.errors else 200)


@takes_file
@paced(posts="form")  # type: ignore[arg-type]
@own_door
@require_http_methods(["GET", "HEAD", "POST"])
def table(request: HttpRequest, company_id: UUID) -> HttpResponse:
    """Pasted or sent as a file, looked at, entered: the second press enters what the first one showed, and nothing
    else."""
    found, text = my_company(company_id), request.POST.get("table", "")
    content: dict[str, Any] = {"company": found, "text": text, "columns": [name_of(field) for field in COLUMNS]}
    if request.method != "POST":
        return render(request, "companies/table.html", content)
    try:
        if sent := request.FILES.get("file"):
            text = text_of(sent)
        rows = read(text, entering.expected_by(found))
    except Unreadable as fault:
        return render(request, "companies/table.html", content | {"fault": fault}, status=422)
    entries = [row.entry for row in rows if row.entry]
    wrong = [row for row in rows if row.faults]
    seen = _digest(rows)
    content |= {"text": text, "seen": seen, "rows": [_shown(row) for row in rows], "unread": unread(text)}
    content |= {"wrong": len(wrong), "right": len(entries), "faults": _faults(wrong)}
    if entries and not wrong and "enter" in request.POST and request.POST.get("seen") == seen:
        try:
            entering.enter(company=found, entries=entries, now=timezone.now())
        except entering.TooMany as fault:
            return render(request, "companies/table.html", content | {"fault": fault}, status=422)
        return redirect(f"{redirect('companies:company', found.pk).url}?said=entered")
    return render(request, "companies/table.html", content, status=422 if wrong else 200)


@paced(posts="form")  # type: ignore[arg-type]
@require_POST
@own_door
def change(request: HttpRequest, employee_id: UUID, act: str) -> HttpResponse:
    """`invite` again, or `remove` from the list."""
    now, employee, said = timezone.now(), employee_of_mine(employee_id), act
    if act == "invite":
        try:
            entering.invite_again(employee=employee, now=now)
        except entering.TooMany:
            said = "many"
    elif act == "remove":
        entering.remove(employee=employee, now=now)
    else:
        raise Refused("write", "employee", object=employee_id)
    return redirect(f"{redirect('companies:company', employee.company_id).url}?said={said}")


def _groups(found: Company) -> list[GroupVisit]:
    rows = GroupVisit.objects.filter(company=found).select_related("location")
    return list(rows.filter(booked_at__isnull=False).order_by("-day")[:20])


def _usual(request: HttpRequest) -> dict[str, object]:
    said = {name: request.GET[name] for name in ("arrives", "municipality") if name in request.GET}
    return {"adults": 1, "language": get_language(), **said}


def _is_new(form: EmployeeForm, found: Company) -> bool:
    """Nobody is invited twice by a button that was pressed twice."""
    entry = form.entry()
    if entering.contact_of(entry.name, entry.email or entry.phone) not in entering.expected_by(found):
        return True
    form.add_error("name", _("This person is on the list already."))
    return False


def _entered(form: EmployeeForm, found: Company, entries: list[entering.Entry]) -> bool:
    try:
        entering.enter(company=found, entries=entries, now=timezone.now())
    except entering.TooMany as fault:
        form.add_error(None, str(fault))
        return False
    return True


def _digest(rows: list[Row]) -> str:
    """Of what was read: a browser changes the ends of lines."""
    return hashlib.sha256(repr([row.cells for row in rows]).encode()).hexdigest()


def _faults(wrong: list[Row]) -> list[tuple[int, str, str]]:
    """The first of them, as they are read aloud: row, column, what to do."""
    found = [(row.number, name_of(field), one)
             for row in wrong for field, said in row.faults.items() for one in said]  # fmt: skip
    return found[:MOST_FAULTS]


def _shown(row: Row) -> dict[str, Any]:
    """Every column with its faults; of a column that is not there, the faults alone."""
    fields = [*row.cells, *(one for one in row.faults if one not in row.cells)]
    named = [(name_of(one), _understood(row, one), row.faults.get(one, ()))
             for one in fields]  # fmt: skip
    return {"number": row.number, "cells": named}


def _understood(row: Row, field: str) -> str:
    """The cell; with what was read, where somebody may have meant something else: "Mar 28", or how many children."""
    cell, entry, was_read = row.cells.get(field, ""), row.entry, ""
    if entry and field == "arrives":
        was_read = f"{entry.arrives:%Y-%m}"
    elif entry and field == "children":
        was_read = ", ".join(map(str, entry.children))
    return f"{cell} → {was_read}" if was_read and was_read != cell else cell
