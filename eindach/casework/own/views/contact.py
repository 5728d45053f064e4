"""Correcting the contact: language at once, address and number by a code sent to the new one."""

from uuid import UUID

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from eindach.accounts import codes, sessions
from eindach.accounts.acting import as_program
from eindach.accounts.forms import EnterCode
from eindach.accounts.models import Person
from eindach.accounts.views.invitation import BACKEND
from eindach.consent.doors import own_door

from .. import access
from .. import contact as changing
from ..forms import LanguageForm, NewContact
from ..operations import choose_language, remove_phone


@own_door
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Where we write to, and in which language. A posted contact gets a code."""
    person = access.own_person(person_id)
    form = NewContact(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = codes.Contact(form.cleaned_data["contact"])
        changing.ask(request.session, person=person, contact=said, now=timezone.now())
        return redirect("casework:own-contact-code", person_id=person_id)
    return _shown(request, person, form, LanguageForm(initial={"language": person.language}))


@require_POST
@own_door
def language(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The language of our messages."""
    form = LanguageForm(request.POST)
    if not form.is_valid():
        return _shown(request, access.own_person(person_id), NewContact(), form)
    choose_language(person_id=person_id, language=form.cleaned_data["language"])
    return redirect(f"{redirect('casework:own').url}?said=saved")


@require_POST
@own_door
def no_phone(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The number is forgotten. Who signed in by it has to prove another contact next."""
    remove_phone(person_id=person_id)
    return redirect(f"{redirect('casework:own').url}?said=saved")


@own_door
@require_http_methods(["GET", "HEAD", "POST"])
def contact_code(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The code from the new contact; with it the contact is changed, and whoever proved it stays signed in by it."""
    now, person = timezone.now(), access.own_person(person_id)
    awaited = changing.asked_for(request.session, person=person, now=now)
    if awaited is None:
        return redirect("casework:own-contact", person_id=person_id)
    form = EnterCode(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            proved = changing.change(request.session, person=person, code=form.cleaned_data["code"], now=now)
        except changing.Taken as fault:
            form.add_error(None, str(fault))
        else:
            if proved:
                _stay_signed_in(request, proved)
                return redirect(f"{redirect('casework:own').url}?said=changed")
            form.add_error("code", _("This code is not right, or no longer good. You have three tries; then ask anew."))
    content = {"form": form, "person": person, "contact": awaited}
    return render(request, "casework/own/contact_code.html", content, status=422 if form.errors else 200)


def _stay_signed_in(request: HttpRequest, proved: codes.Contact) -> None:
    """By the contact that was just proved: the old one is nobody's key to these data any more."""
    now = timezone.now()
    with as_program(now=now):
        user = codes.user_of(proved, now)
        if user:
            login(request, user, backend=BACKEND)
            sessions.mark_by_code(request.session)


def _shown(request: HttpRequest, person: Person, form: NewContact, language: LanguageForm) -> HttpResponse:
    content = {"form": form, "language_form": language, "person": person}
    return render(request, "casework/own/contact.html", content, status=422 if form.errors else 200)
