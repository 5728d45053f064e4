"""For the coordinator: where kiosks and call displays are opened, house by house."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from eindach.consent import trail
from eindach.consent.doors import staff

from ..kiosks import houses, kiosk_address


@staff("manage", "plans")
@require_safe
def kiosk_addresses(request: HttpRequest) -> HttpResponse:
    """The address of a kiosk is a secret of the house: the look is recorded."""
    found = [
        {
            "house": house,
            "kiosk": kiosk_address(house),
            "screen": f"{settings.PUBLIC_URL}{reverse('frontdesk:screen', args=[house.key])}",
        }
        for house in houses()
    ]
    trail.record(act="read", kind="kiosk", basis="role")
    return render(request, "frontdesk/kiosk_addresses.html", {"found": found})
