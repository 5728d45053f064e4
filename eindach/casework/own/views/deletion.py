"""Having one's data deleted: what would happen, a code, what has happened. And the list of data protection."""

from uuid import UUID

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from eindach.accounts import codes, letters
from eindach.accounts.acting import as_program
from eindach.accounts.forms import EnterCode
from eindach.accounts.freshness import needs_fresh_sign_in
from eindach.consent.doors import own_door, staff
from eindach.kernel.audience import audience

from .. import access, deletion
from ..answering import answer as answer_request
from ..forms import Answer

PURPOSE = "delete"


@own_door
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """What goes when, what stays and by which law. Going on sends a code to the contact somebody signed in by."""
    person, now = access.own_person(person_id), timezone.now()
    if request.method == "POST":
        contact = codes.Contact.of(request.user)  # type: ignore[arg-type]
        with as_program(now=now):
            may = codes.may_send(contact, now=now)
            code = codes.put(request.session, contact, purpose=PURPOSE, about=str(person.pk), sent=may, now=now)
            if code:
                letters.send_code(contact.to, code, language=get_language() or person.language, now=now)
        return redirect("casework:own-delete-code", person_id=person_id)
    content = {"person": person, "outlook": deletion.outlook(person_id, now=now)}
    return render(request, "casework/own/delete.html", content)


@own_door
@require_http_methods(["GET", "HEAD", "POST"])
def delete_code(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The last word."""
    person, now = access.own_person(person_id), timezone.now()
    about = {"purpose": PURPOSE, "about": str(person.pk)}
    contact = codes.asked_for(request.session, now=now, **about)
    if contact is None:
        return redirect("casework:own-delete", person_id=person_id)
    form = EnterCode(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with as_program(now=now):  # tries are counted in a table no person sees
            proved = codes.prove(request.session, code=form.cleaned_data["code"], now=now, **about)
        if proved:
            return _deleted(request, person_id)
        form.add_error("code", _("This code is not right, or no longer good. You have three tries; then ask anew."))
    content = {"form": form, "person": person, "contact": contact}
    return render(request, "casework/own/delete_code.html", content, status=422 if form.errors else 200)


def _deleted(request: HttpRequest, person_id: UUID) -> HttpResponse:
    person = access.own_person(person_id)
    if deletion.request(person, now=timezone.now()):
        return redirect(f"{redirect('casework:own').url}?said=asked#deletion")
    if len(request.actor.persons) == 1:  # type: ignore[attr-defined]
        with as_program(now=timezone.now()):  # sessions are no person's to see
            logout(request)
        return redirect("casework:own-gone")
    return redirect(f"{redirect('casework:own').url}?said=gone")


@audience("public")
@require_safe
def gone(request: HttpRequest) -> HttpResponse:
    """Everything is deleted. Says nothing about anybody."""
    return render(request, "casework/own/gone.html")


@staff("review", "reviews")
@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """Requests that wait for data protection."""
    content = {"requests": deletion.requests(), "today": timezone.localdate()}
    return render(request, "casework/own/requests.html", content)


@staff("review", "reviews")
@needs_fresh_sign_in
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """One request: what is left, and the answer."""
    found = [(row, outlook) for row, outlook in deletion.requests() if row.pk == request_id]
    if not found:
        return redirect("casework:deletions")
    form = Answer(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        answer_request(request_id=request_id, now=timezone.now(), **form.cleaned_data)
        return redirect("casework:deletions")
    row, outlook = found[0]
    content = {"row": row, "outlook": outlook, "form": form, "today": timezone.localdate()}
    return render(request, "casework/own/request.html", content, status=422 if form.errors else 200)
