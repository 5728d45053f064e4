"""Pages of cases: the open ones, one case, and the form that opens one from a person's file."""

from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eindach.accounts.models import Person
from eindach.consent.doors import staff
from eindach.kernel.actor import must_be_present

from ..access import open_file
from ..helping import access, cases
from ..models import Case, Referral
from . import forms
from .words import CASE_OUTCOMES, STATES


@staff("open", "cases")
@require_safe
def open_ones(request: HttpRequest) -> HttpResponse:
    return render(request, "casework/staff/cases.html", {"cases": access.open_cases()})


@staff("open", "cases")
@require_safe
def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What they need, who helps, what was passed on, and how it ended."""
    return _page(request, access.case(case_id, "read"), {})


@staff("open", "cases")
@require_POST
def act(request: HttpRequest, case_id: UUID, what: str) -> HttpResponse:
    """It is given to somebody, or it is over."""
    row = access.case(case_id, "write")
    make, do = ACTS.get(what, ACTS["close"])
    form = make(request.POST)
    if not form.is_valid():
        return _page(request, row, {what: form}, status=422)
    do(row.pk, form.cleaned_data)
    return redirect("casework:case", row.pk)


@staff("open", "cases")
@require_http_methods(["GET", "HEAD", "POST"])
def open_for_person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Somebody we know already."""
    file = open_file(person_id)
    data = request.POST if request.method == "POST" else None
    form = forms.Open(data, advisors=access.advisors(must_be_present().now), initial={"language": file.language})
    if data is not None and form.is_valid():
        phone = file.phones[0] if file.phones else ""
        alone = access.known_by_alone(file.person, must_be_present().now)
        if row := opened(form, person=file.person, phone=phone, consent=alone):
            return redirect("casework:case", row.pk)
    content = {"form": form, "name": file.person.name, "back": file.person.pk}
    return render(request, "casework/staff/open_case.html", content, status=422 if form.errors else 200)


def opened(form: forms.Open, *, person: Person, phone: str, consent: UUID | None = None) -> Case | None:
    """The case of a valid form; None: what cannot be is said in the form. `consent`: by which alone we know them."""
    said = dict(form.cleaned_data)
    advisor = said["advisor"].pk if said["advisor"] else None
    known = {name: said[name] for name in ("concern", "matter", "language")}
    try:
        return cases.open_case(
            person=person, phone=phone, advisor=advisor, consent=consent, now=must_be_present().now, **known
        )
    except cases.Helped:
        form.add_error(None, _("An office helps them already."))
    except cases.NobodyThere:
        form.add_error("advisor", _("Choose somebody."))
    return None


def _page(request: HttpRequest, row: Case, typed: Mapping[str, Form], *, status: int = 200) -> HttpResponse:
    row = Case.objects.select_related("person", "advisor", "matter", "organization").get(pk=row.pk)
    access.looked_at(row)
    sent = Referral.objects.filter(person=row.person_id, sender=row.organization_id).select_related("recipient")
    content = {
        "row": row,
        "referrals": [(one, STATES[one.state]) for one in sent.order_by("created_at")],
        "outcome": CASE_OUTCOMES.get(row.outcome, ""),
        "give": typed.get("give") or _give(None, row.advisor_id),
        "close": typed.get("close") or forms.Close(auto_id="close_%s"),
    }
    return render(request, "casework/staff/case.html", content, status=status)


def _give(data: Any, now_with: UUID | None = None) -> Form:
    advisors = access.advisors(must_be_present().now)
    return forms.Give(data, advisors=advisors, auto_id="give_%s", initial={"to": now_with})


ACTS: Final[Mapping[str, tuple[Callable[[Any], Form], Callable[[UUID, dict[str, Any]], object]]]] = {
    "give": (_give, lambda pk, said: cases.give(case_id=pk, to=said["to"].pk, now=must_be_present().now)),
    "close": (
        lambda data: forms.Close(data, auto_id="close_%s"),
        lambda pk, said: cases.close(case_id=pk, outcome=said["outcome"], now=must_be_present().now),
    ),
}
