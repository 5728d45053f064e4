"""Pages of referrals: the list, one with what can be done, and the form that makes one from a person's file."""

from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eindach.accounts.models import Person
from eindach.accounts.policy import Area, Refused, may
from eindach.consent.doors import staff
from eindach.consent.forms import Answer
from eindach.consent.operations import NotOpen, Unfit
from eindach.consent.words import OFFICE_LANGUAGE, filled
from eindach.kernel.actor import must_be_present

from ..access import open_file
from ..helping import access, answering, cases, sending
from ..models import Case, Referral
from . import forms
from .loop import loop
from .words import REASONS, STATES


@staff("open", "referrals")
@require_safe
def referrals(request: HttpRequest) -> HttpResponse:
    """What other offices ask of ours, and what became of what we asked."""
    today = timezone.localdate()
    found = access.referrals()
    late = {one.pk for one in found.to_answer if access.is_late(one, today)}
    return render(request, "casework/staff/referrals.html", {"referrals": found, "late": late, "states": STATES})


@staff("open", "referrals")
@require_safe
def referral(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """One, with the way it has gone and what can be done; opening it tells the sender that it was read."""
    row = access.referral(referral_id, "read")
    if access.side_of(row) == "received":
        answering.see(row, now=must_be_present().now)
    return page(request, row)


@staff("open", "referrals")
@require_POST
def act(request: HttpRequest, referral_id: UUID, what: str) -> HttpResponse:
    """One thing that is done with it. A fault shows the page with everything that was typed; too late says so."""
    try:
        row = access.referral(referral_id, "write")
    except Refused:
        if answering.is_answered_by_us(referral_id):  # pressed twice
            return redirect("casework:referrals")
        raise
    make, do = ACTS.get(what, ACTS["confirm"])
    form = make(request.POST)
    if not form.is_valid():
        return page(request, row, {what: form}, status=422)
    try:
        do(row.pk, form.cleaned_data)
    except Unfit as fault:
        form.add_error(fault.field if fault.field in form.fields else None, fault.message)
        return page(request, row, {what: form}, status=422)
    except (answering.TooLate, NotOpen):
        return page(request, access.referral(referral_id, "read"), too_late=True, status=409)
    stays = what in ("answer", "accept")
    return redirect("casework:referral", row.pk) if stays else redirect("casework:referrals")


@staff("open", "referrals")
@require_POST
def take_on_as_case(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """What we took on becomes a case of ours, as long as the person's yes is not taken back."""
    row = access.referral(referral_id, "write", side="received", lock=True)
    person = Person.objects.get(pk=row.person_id)
    case = cases.open_case(
        person=person, concern=row.words or str(row.matter or ""), language=row.language, phone=str(row.phone),
        matter=row.matter, consent=row.consent_id, now=must_be_present().now,
    )  # fmt: skip
    return redirect("casework:case", case.pk)


@staff("open", "referrals")
@require_http_methods(["GET", "HEAD", "POST"])
def refer_person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Somebody we know already; it belongs to the case of ours that is open."""
    file = open_file(person_id)
    data = request.POST if request.method == "POST" else None
    form = forms.Refer(data, offices=access.offices(must_be_present().now), initial={"language": file.language})
    if data is not None and form.is_valid():
        case = Case.objects.filter(person=person_id, ended_at=None).first()
        phone = file.phones[0] if file.phones else ""
        if row := made(form, person=file.person, phone=phone, case=case):
            return redirect("casework:referral", row.pk)
    content = {"form": form, "name": file.person.name, "back": file.person.pk}
    return render(request, "casework/staff/refer.html", content, status=422 if form.errors else 200)


def made(form: forms.Refer, *, person: Person, phone: str, case: Case | None = None) -> Referral | None:
    """The referral of a valid form; None: what cannot be is said in the form."""
    said = dict(form.cleaned_data)
    by_letter = said.pop("ask") == "letter"
    known = {name: said[name] for name in ("recipient", "words", "matter", "language")}
    try:
        return sending.refer(
            person=person, phone=phone, case=case, by_letter=by_letter, now=must_be_present().now, **known
        )
    except Unfit as fault:
        form.add_error(fault.field if fault.field in form.fields else None, fault.message)
        return None


def page(
    request: HttpRequest,
    row: Referral,
    typed: Mapping[str, Form] | None = None,
    *,
    too_late: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The page of a referral; `typed`: a form to be mended."""
    full = Referral.objects.select_related("person", "sender", "recipient", "matter", "accepted_by", "consent__text")
    row = full.get(pk=row.pk)
    access.looked_at(row)
    side, typed = access.side_of(row), typed or {}
    content: dict[str, Any] = {
        "row": row,
        "side": side,
        "steps": loop(row),
        "state": STATES[row.state],
        "reason": REASONS.get(row.reason, ""),
        "is_late": access.is_late(row, timezone.localdate()),
        "too_late": too_late,
    }
    content |= dict.fromkeys(("answer", "reject", "complete", "fail")) | _can(row, side, typed)
    return render(request, "casework/staff/referral.html", content, status=status)


def _can(row: Referral, side: str, typed: Mapping[str, Form]) -> dict[str, Any]:
    """Forms of what the acting office can say now; nothing is offered that would be refused."""
    acting = must_be_present()
    if row.ended_at:
        return {"can_confirm": side == "sent" and not row.confirmed_at}
    if side == "sent":
        waits = row.state == "asked" and row.consent
        return {"can_cancel": True} | (_words(row, typed) if waits else {})
    if not may(acting.actor, "manage", Area("referrals"), now=acting.now).allowed:
        return {}
    if not row.accepted_at:
        return {"can_accept": True, "reject": typed.get("reject") or forms.No(auto_id="reject_%s")}
    return {
        "complete": typed.get("complete") or forms.Done(auto_id="complete_%s"),
        "fail": typed.get("fail") or forms.Failed(auto_id="fail_%s"),
        "can_open_case": may(acting.actor, "open", Area("cases"), now=acting.now).allowed,
    }


def _words(row: Referral, typed: Mapping[str, Form]) -> dict[str, Any]:
    """What is read to the person before they answer, beside the German."""
    assert row.consent is not None  # noqa: S101 - the caller has looked
    own = filled(row.consent)
    office = None if own.language == OFFICE_LANGUAGE else filled(row.consent, OFFICE_LANGUAGE)
    return {"own": own, "office": office, "answer": typed.get("answer") or Answer(initial={"language": row.language})}


def _answer(pk: UUID, said: dict[str, Any]) -> None:
    says_yes = said["answer"] == "give"
    how = {"language": said["language"], "interpreter": said["interpreter"]}
    sending.answer(referral_id=pk, says_yes=says_yes, now=must_be_present().now, **how)


ACTS: Final[Mapping[str, tuple[Callable[[Any], Form], Callable[[UUID, dict[str, Any]], object]]]] = {
    "answer": (Answer, _answer),
    "cancel": (Form, lambda pk, _said: sending.cancel(referral_id=pk, now=must_be_present().now)),
    "confirm": (Form, lambda pk, _said: sending.confirm(referral_id=pk, now=must_be_present().now)),
    "accept": (Form, lambda pk, _said: answering.accept(referral_id=pk, now=must_be_present().now)),
    "reject": (
        lambda data: forms.No(data, auto_id="reject_%s"),
        lambda pk, said: answering.reject(referral_id=pk, now=must_be_present().now, **said),
    ),
    "complete": (
        lambda data: forms.Done(data, auto_id="complete_%s"),
        lambda pk, said: answering.complete(referral_id=pk, now=must_be_present().now, **said),
    ),
    "fail": (
        lambda data: forms.Failed(data, auto_id="fail_%s"),
        lambda pk, said: answering.fail(referral_id=pk, now=must_be_present().now, **said),
    ),
}
