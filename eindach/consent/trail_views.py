"""The trail, for the data protection officer: asked by time, office, act and outcome; taken along as a table."""

import csv
import io

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from eindach.accounts.freshness import needs_fresh_sign_in
from eindach.kernel.actor import must_be_present

from . import trail
from .doors import staff
from .looking_up import A_PAGE, asked, lines, offices
from .models import AuditEvent
from .queries import staff_names
from .trail_form import TrailForm
from .trail_words import act_word, actor_word, basis_words, field_word, kind_word


@staff("open", "trail")
@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """A page of events, the latest first. To look is an event."""
    form = TrailForm(request.GET)
    if not form.is_valid():
        return render(request, "consent/trail.html", {"form": form}, status=422)
    number = _page(request)
    rows = list(asked(form.question())[A_PAGE * (number - 1) : A_PAGE * number + 1])
    trail.record(act="read", kind="trail", basis="role")
    names = offices(rows)
    kept = request.GET.copy()
    kept.pop("page", None)
    people = staff_names((row.user for row in rows if row.user and row.actor_kind == "staff"), must_be_present().now)
    shown = [
        _shown(row) | {"office": names.get(row.organization, ""), "user": people.get(row.user, "") if row.user else ""}
        for row in rows[:A_PAGE]
    ]
    content = {"form": form, "events": shown, "kept": kept.urlencode(), "page": number}
    content |= {"before": number - 1, "after": number + 1 if len(rows) > A_PAGE else 0}
    return render(request, "consent/trail.html", content)


def _shown(row: AuditEvent) -> dict[str, object]:
    return {
        "row": row,
        "act": act_word(row.act),
        "kind": kind_word(row.kind),
        "actor": actor_word(row.actor_kind, row.basis),
        "fields": ", ".join(field_word(one) for one in row.fields),
        "why": basis_words(row.basis),
    }


@needs_fresh_sign_in
@staff("open", "trail")
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The same as CSV (RFC 4180), for who has just proved again who they are."""
    form = TrailForm(request.GET)
    if not form.is_valid():
        return render(request, "consent/trail.html", {"form": form}, status=422)
    written = io.StringIO()
    csv.writer(written).writerows(lines(asked(form.question())))
    trail.record(act="export", kind="trail", basis="role")
    headers = {"Content-Disposition": 'attachment; filename="trail.csv"'}
    return HttpResponse(written.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)


def _page(request: HttpRequest) -> int:
    said = request.GET.get("page", "")
    return max(1, int(said)) if said.isascii() and said.isdigit() and len(said) < 6 else 1
