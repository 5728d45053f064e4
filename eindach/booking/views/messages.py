"""How we write to somebody: in another language, or the confirmation once more."""

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_POST

from eindach.accounts.pacing import paced

from .. import queries
from ..documents import letters
from ..models import Itinerary
from ..recorded import changed
from .link import with_link


@with_link
@require_POST
def language(request: HttpRequest, itinerary: Itinerary) -> HttpResponse:
    """From now on our messages come in this language; the page turns to it too."""
    wanted = request.POST.get("language", "")
    if wanted not in dict(settings.LANGUAGES):
        return redirect(_back(itinerary, "language-unknown"))
    with transaction.atomic():
        Itinerary.objects.filter(pk=itinerary.pk).update(language=wanted)
        changed("write", itinerary, timezone.now(), fields=("language",))
    with translation.override(wanted):
        return redirect(_back(itinerary, "language"))


@with_link
@require_POST
@paced(posts="letter")
def write_again(request: HttpRequest, itinerary: Itinerary) -> HttpResponse:
    """The confirmation by mail, once more."""
    if not itinerary.person or not itinerary.person.email:
        return redirect(_back(itinerary, "no-mail"))
    letters.write_again(itinerary=itinerary, now=timezone.now())
    return redirect(_back(itinerary, "written"))


def _back(itinerary: Itinerary, said: str) -> str:
    return f"{reverse('booking:manage', args=[queries.manage_token(itinerary)])}?said={said}"
