"""Talk to a human: now, at a time one chooses, in writing, or in the house."""

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from eindach.accounts.pacing import paced
from eindach.booking.operations import AlreadyBooked, KeyReused, OfferInvalid, SlotTaken
from eindach.booking.queries import manage_token
from eindach.directory import queries
from eindach.directory.models import Region
from eindach.kernel.audience import audience
from eindach.kernel.languages import SPOKEN_CODES
from eindach.notifications.addresses import AddressField

from . import calls
from .forms import SPEAKING, name_field, phone_field


class CallAt(forms.Form):
    """Whom we call, and where the confirmation goes."""

    name = name_field()
    phone = phone_field()
    email = AddressField(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy("With it you get the time for your calendar."),
        required=False,
    )


@audience("public")
@require_safe
@paced(reads="search")
def talk(request: HttpRequest) -> HttpResponse:
    """Hours, number, free times for a call in a language (`?language=`)."""
    now = timezone.now()
    language = _language(request)
    here = Region.objects.select_related("help_location").first()
    place = here.help_location if here else None
    content = {
        "place": place,
        "state": queries.open_now(place, now) if place else None,
        "hours": queries.hours(place) if place else None,
        "times": calls.times(language, now=now) if here else None,
        "language": language,
        "speaking": SPEAKING,
        "taken": request.GET.get("taken") == "1",
    }
    return render(request, "questions/talk.html", content)


@audience("public")
@require_http_methods(["GET", "HEAD", "POST"])
@paced(reads="read", posts="book")
def call_at(request: HttpRequest, time: str) -> HttpResponse:
    """Whom we call at this time; a post books it, a second one changes nothing."""
    now = timezone.now()
    try:
        start = calls.start_of(time, now=now)
    except OfferInvalid:
        return redirect("questions:talk")
    form = CallAt(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data | {"phone": str(form.cleaned_data["phone"]), "language": _page_language()}
        try:
            itinerary = calls.book(offer=time, key=f"call {time}", now=now, **said)
            return redirect("booking:manage", manage_token(itinerary))
        except (SlotTaken, KeyReused):  # the very same link, with another name or number: it is booked
            return redirect(f"{redirect('questions:talk').url}?taken=1#times")
        except AlreadyBooked:
            form.add_error(None, _("You have an appointment with us already. Its link is in our message to you."))
    content = {"form": form, "start": start}
    return render(request, "questions/call_at.html", content, status=422 if form.errors else 200)


def _language(request: HttpRequest) -> str:
    """The one that was chosen, else that of the page."""
    asked = request.GET.get("language", "")
    own = (get_language() or "").split("-")[0]
    return next((code for code in (asked, own) if code in SPOKEN_CODES), "de")


def _page_language() -> str:
    """Of our messages about it."""
    code = get_language() or ""
    return code if code in dict(settings.LANGUAGES) else "de"
