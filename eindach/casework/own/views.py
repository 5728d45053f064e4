"""Pages of a person's own door."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eindach.accounts.registry.export import everything_about
from eindach.consent import operations as consents
from eindach.consent.doors import own_door
from eindach.kernel.actor import must_be_present

from . import access, operations
from .forms import ContactForm


@own_door
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Appointments, what offices know, who looked, what was agreed."""
    return render(request, "casework/own/home.html", {"doors": access.own_doors()})


@own_door
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Correct phone and language."""
    person = access.own_person(person_id)
    form = ContactForm(request.POST if request.method == "POST" else None, person=person)
    if request.method == "POST" and form.is_valid():
        phone = str(form.cleaned_data.get("phone") or "")
        language = form.cleaned_data["language"]
        operations.correct_contact(person_id=person_id, phone=phone, language=language, now=timezone.now())
        return redirect("casework:own")
    content = {"form": form, "person": person}
    return render(request, "casework/own/contact.html", content, status=422 if form.errors else 200)


@own_door
@require_POST
def withdraw(request: HttpRequest, consent_id: UUID) -> HttpResponse:
    """Take a consent back: access ends at once. Twice changes nothing."""
    consents.withdraw(consent=access.own_consent(consent_id), now=timezone.now())
    return redirect("casework:own")


@own_door
@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    """All data of the proved contact as one file (Art. 15 and 20 GDPR)."""
    persons = must_be_present().actor.persons
    found = everything_about(persons, now=timezone.now())
    answer = JsonResponse(found, json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return answer
