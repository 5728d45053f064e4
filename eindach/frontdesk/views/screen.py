"""The call display of a house, full screen: numbers only, for everybody to see."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from eindach.accounts.pacing import paced
from eindach.booking.models import Counter
from eindach.directory.models import Location
from eindach.directory.queries import region
from eindach.kernel.audience import audience
from eindach.kernel.languages import NATIVE, RTL

from .. import fragments
from ..house import look


@audience("public")
@paced(reads="read")
@require_safe
def screen(request: HttpRequest, key: str) -> HttpResponse:
    """Loaded anew it shows what live events would have brought; without a script it loads itself anew."""
    location = Location.objects.filter(key=key, counters__in=Counter.objects.all()).distinct().first()
    if location is None:
        raise Http404
    now = timezone.now()
    shown = {
        "location": location,
        "display": mark_safe(fragments.display(look(location.pk, now=now))),  # noqa: S308 - our own template
        "events": f"{settings.EVENTS_URL}/events/house?screen={location.key}" if settings.EVENTS_URL else "",
        "turns": [_turn(code) for code in fragments.languages()],
        "now": timezone.localtime(now, region().zone),
        "zone": region().zone.key,
    }
    with translation.override("de"):  # whatever the address says: the other languages stand beside the German
        response = render(request, "frontdesk/screen.html", shown)
    add_never_cache_headers(response)
    return response


def _turn(code: str) -> dict[str, object]:
    """The line of help at the bottom, in one language after the other."""
    with translation.override(code):
        words = translation.gettext("Questions? At the reception a person will help you.")
    return {"code": code, "native": NATIVE[code], "rtl": code in RTL, "words": words}
