"""Pages of a person's own door."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from eindach.accounts.models import Person
from eindach.consent.doors import own_door

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
    person = get_object_or_404(Person.objects.all(), pk=person_id)
    form = ContactForm(request.POST if request.method == "POST" else None, person=person)
    if request.method == "POST" and form.is_valid():
        phone = str(form.cleaned_data.get("phone") or "")
        language = form.cleaned_data["language"]
        operations.correct_contact(person_id=person_id, phone=phone, language=language, now=timezone.now())
        return redirect("casework:own")
    content = {"form": form, "person": person}
    return render(request, "casework/own/contact.html", content, status=422 if form.errors else 200)
