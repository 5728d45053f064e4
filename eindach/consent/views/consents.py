"""Consents of the acting office: the list, a question at the counter, its answer, taking it back, the receipt."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eindach.kernel.actor import must_be_present

from .. import operations, queries
from ..doors import staff
from ..forms import Answer, Ask, Explained
from ..receipt import receipt_name, receipt_pdf
from ..words import OFFICE_LANGUAGE, filled

SHOWN_AND_POSTED = ["GET", "HEAD", "POST"]


@staff("manage", "consents")
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


@staff("manage", "consents")
@require_safe
def consent(request: HttpRequest, consent_id: UUID) -> HttpResponse:
    return _page(request, consent_id)


@staff("manage", "consents")
@require_POST
def answer(request: HttpRequest, consent_id: UUID) -> HttpResponse:
    """What the person says at the counter: yes or no."""
    form = Answer(request.POST)
    if not form.is_valid():
        return _page(request, consent_id, form)
    said = form.cleaned_data
    word = {"give": operations.give, "refuse": operations.refuse}[said.pop("answer")]
    return _told(request, consent_id, form, word, said)


@staff("manage", "consents")
@require_POST
def withdraw(request: HttpRequest, consent_id: UUID) -> HttpResponse:
    """The person takes it back, at either office."""
    form = Explained(request.POST)
    if not form.is_valid():
        return _page(request, consent_id, form)
    return _told(request, consent_id, form, operations.withdraw, form.cleaned_data)


@staff("manage", "consents")
@require_safe
def receipt(request: HttpRequest, consent_id: UUID) -> HttpResponse:
    line = queries.consent(consent_id, _language())
    content = receipt_pdf(line.consent, person=line.name, now=must_be_present().now)
    name = f'attachment; filename="{receipt_name(line.consent)}"'
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": name})


def _told(request: HttpRequest, consent_id: UUID, form: Explained, word: Any, said: dict[str, Any]) -> HttpResponse:
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
    is_answer = isinstance(faulty, Answer)
    shown = {
        "line": line,
        "own": own,
        "office": None if own.language == OFFICE_LANGUAGE else filled(line.consent, OFFICE_LANGUAGE),
        "events": queries.events_of(line),
        "too_late": too_late,
        "answer": faulty if is_answer else (Answer() if line.state == "asked" and line.is_ours else None),
        "withdraw": faulty if faulty and not is_answer else (Explained() if line.state == "given" else None),
    }
    return render(request, "consent/consent.html", shown, status=422 if faulty else 409 if too_late else 200)


def _language() -> str:
    return get_language() or OFFICE_LANGUAGE
