"""Consents of the acting office: the list, a question at the counter, its answer, taking it back, the receipt."""

from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eindach.accounts.policy import Area, may
from eindach.kernel.actor import must_be_present

from .. import operations, queries
from ..doors import own_door, staff
from ..forms import Answer, Ask, Explained, TakenBack
from ..models import Consent
from ..reaching import contact_of
from ..receipt import receipt_name, receipt_pdf
from ..record import record_name, record_of
from ..words import OFFICE_LANGUAGE, filled

SHOWN_AND_POSTED = ["GET", "HEAD", "POST"]


@staff("open", "consents")
@require_safe
def consents(request: HttpRequest) -> HttpResponse:
    return render(request, "consent/consents.html", {"lines": queries.consents(_language())})


@staff("manage", "consents")
@require_http_methods(SHOWN_AND_POSTED)
def ask(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """A question to this person; the words are shown on the page after it."""
    person = queries.person_to_ask(person_id)
    form = Ask(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            asked = operations.ask(person=person, now=must_be_present().now, **form.cleaned_data)
        except operations.Unfit as fault:
            form.add_error(fault.field if fault.field in form.fields else None, fault.message)
        else:
            return redirect("consent:consent", asked.pk)
    shown = {"form": form, "person": person}
    return render(request, "consent/ask.html", shown, status=422 if form.errors else 200)


@staff("open", "consents")
@require_safe
def consent(request: HttpRequest, consent_id: UUID) -> HttpResponse:
    return _page(request, consent_id)


@staff("manage", "consents")
@require_POST
def answer(request: HttpRequest, consent_id: UUID) -> HttpResponse:
    """What the person says at the counter: yes or no. They are written to after a yes."""
    return _said(request, consent_id, Answer(request.POST))


@staff("manage", "consents")
@require_POST
def renew(request: HttpRequest, consent_id: UUID) -> HttpResponse:
    """The person says yes once more, before it ends or after."""
    form = Explained(request.POST, prefix="renew")
    line = queries.consent(consent_id, _language())
    if not form.is_valid():
        return _page(request, consent_id, form)
    try:
        fresh = operations.renew(consent=line.consent, now=must_be_present().now, **form.cleaned_data)
    except operations.Unfit as fault:
        form.add_error(fault.field if fault.field in form.fields else None, fault.message)
        return _page(request, consent_id, form)
    except operations.NotOpen:
        return _page(request, consent_id, too_late=True)
    return redirect("consent:consent", fresh.pk)


@staff("open", "consents")
@require_POST
def withdraw(request: HttpRequest, consent_id: UUID) -> HttpResponse:
    """The person takes it back, at either office, from anybody who works there."""
    form = TakenBack(request.POST)
    line = queries.consent(consent_id, _language())
    if not form.is_valid():
        return _page(request, consent_id, form)
    operations.withdraw(consent=line.consent, now=must_be_present().now, **form.cleaned_data)
    return redirect("consent:consents")


@staff("open", "consents")
@require_safe
def receipt(request: HttpRequest, consent_id: UUID) -> HttpResponse:
    line = queries.consent(consent_id, _language())
    return _pdf(line.consent, line.name)


@staff("open", "consents")
@require_safe
def record(request: HttpRequest, consent_id: UUID) -> HttpResponse:
    """The same for programs."""
    return _json(queries.consent(consent_id, _language()).consent)


@own_door
@require_safe
def own_receipt(request: HttpRequest, consent_id: UUID) -> HttpResponse:
    """The receipt, for the person themselves."""
    consent, name = queries.own_consent(consent_id)
    return _pdf(consent, name)


@own_door
@require_safe
def own_record(request: HttpRequest, consent_id: UUID) -> HttpResponse:
    return _json(queries.own_consent(consent_id)[0])


def _pdf(consent: Consent, person: str) -> HttpResponse:
    content = receipt_pdf(consent, person=person, now=must_be_present().now)
    return HttpResponse(content, content_type="application/pdf", headers=_attached(receipt_name(consent)))


def _json(consent: Consent) -> JsonResponse:
    said = {"ensure_ascii": False, "indent": 2}
    headers = _attached(record_name(consent))
    return JsonResponse(record_of(consent, now=must_be_present().now), json_dumps_params=said, headers=headers)


def _attached(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


WORDS: Final = {"give": operations.give, "refuse": operations.refuse}


def _said(request: HttpRequest, consent_id: UUID, form: Answer) -> HttpResponse:
    """Yes or no at the counter."""
    if not form.is_valid():
        return _page(request, consent_id, form)
    said = dict(form.cleaned_data)
    word = WORDS[said.pop("answer")]
    line = queries.consent(consent_id, _language())
    try:
        word(consent=line.consent, now=must_be_present().now, **said)
    except operations.Unfit as fault:
        form.add_error(fault.field, fault.message)
        return _page(request, consent_id, form)
    except operations.NotOpen:
        return _page(request, consent_id, too_late=True)
    return redirect("consent:consent", consent_id)


def _page(
    request: HttpRequest, consent_id: UUID, faulty: Explained | None = None, *, too_late: bool = False
) -> HttpResponse:
    """The words beside each other, what was said so far, and what can be said now; `faulty`: a form to be mended."""
    line = queries.consent(consent_id, _language())
    own = filled(line.consent)
    forms = _forms(line) | ({_name(faulty): faulty} if faulty else {})
    shown = {
        "line": line,
        "own": own,
        "office": None if own.language == OFFICE_LANGUAGE else filled(line.consent, OFFICE_LANGUAGE),
        "events": queries.events_of(line),
        "too_late": too_late,
        "contact": contact_of(line.consent.controller),
        **forms,
    }
    return render(request, "consent/consent.html", shown, status=422 if faulty else 409 if too_late else 200)


def _forms(line: queries.Line) -> dict[str, Explained | None]:
    """What our office may write down now; nothing is offered that would be refused."""
    acting = must_be_present()
    is_clerk = may(acting.actor, "manage", Area("consents"), now=acting.now).allowed
    return {
        "answer": Answer() if is_clerk and line.is_ours and line.state == Consent.State.ASKED else None,
        "renew": Explained(prefix="renew") if is_clerk and line.can_be_renewed else None,
        "withdraw": TakenBack() if line.state == Consent.State.GIVEN else None,
    }


def _name(form: Explained) -> str:
    return "answer" if isinstance(form, Answer) else "withdraw" if isinstance(form, TakenBack) else "renew"


def _language() -> str:
    return get_language() or OFFICE_LANGUAGE
