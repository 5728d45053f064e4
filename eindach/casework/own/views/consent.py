"""A consent at a person's own door: the question in its words, yes or no, and taking it back."""

from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from eindach.consent import operations as consents
from eindach.consent import queries
from eindach.consent.doors import own_door
from eindach.consent.words import OFFICE_LANGUAGE, filled

from .. import access

ANSWERS: Final = {"yes": consents.give, "no": consents.refuse}


@own_door
@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: HttpRequest, consent_id: UUID) -> HttpResponse:
    """Who would pass on what to whom, what for, until when; two answers of equal weight, none chosen beforehand."""
    if request.method == "POST" and (say := ANSWERS.get(request.POST.get("answer", ""))):
        try:
            say(consent=access.own_consent(consent_id), now=timezone.now())
        except consents.NotOpen:
            return _page(request, consent_id, status=409)
        return _back(consent_id, request.POST["answer"])
    return _page(request, consent_id, status=422 if request.method == "POST" else 200)


@require_POST
@own_door
def withdraw(request: HttpRequest, consent_id: UUID) -> HttpResponse:
    """Take a consent back: access ends at once. Twice changes nothing."""
    consents.withdraw(consent=access.own_consent(consent_id), now=timezone.now())
    return _back(consent_id, "taken-back")


def _back(consent_id: UUID, said: str) -> HttpResponse:
    """To the page of the consent; the address leads the focus to what was just done."""
    return redirect(f"{redirect('casework:own-consent', consent_id=consent_id).url}?said={said}#said")


def _page(request: HttpRequest, consent_id: UUID, *, status: int) -> HttpResponse:
    found, _name = queries.own_consent(consent_id)
    now = timezone.now()
    own, state = filled(found), found.state(now)
    still = access.told_about(found.person, now, office=found.recipient_id) if state == "withdrawn" else []
    content = {
        "consent": found,
        "own": own,
        "office": None if own.language == OFFICE_LANGUAGE else filled(found, OFFICE_LANGUAGE),
        "state": state,
        "is_open": state == "asked",
        "can_end": state == "given",
        "still_told": still,
        "said": request.GET.get("said", ""),
        "too_late": status == 409,
        "says_nothing": status == 422,
    }
    return render(request, "casework/own/consent.html", content, status=status)
