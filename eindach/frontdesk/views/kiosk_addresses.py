"""Where kiosks and call displays are opened, house by house: for coordinators all, for a front desk its own."""

from collections.abc import Iterable
from dataclasses import dataclass

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from eindach.consent import trail
from eindach.consent.doors import staff
from eindach.directory.models import Location

from ..kiosks import houses, kiosk_address
from ..reception import my_houses


@dataclass(frozen=True)
class Addresses:
    """Of a house. `short`: of the display, to be typed on a television; it leads to `screen`."""

    house: Location
    kiosk: str
    screen: str

    @property
    def short(self) -> str:
        return f"{settings.PUBLIC_URL}/screen/{self.house.key}/"

    @property
    def kiosk_code(self) -> SafeString:
        return _code(self.kiosk)

    @property
    def screen_code(self) -> SafeString:
        return _code(self.screen)


@staff("manage", "plans")
@require_safe
def kiosk_addresses(request: HttpRequest) -> HttpResponse:
    """Of all houses with a counter."""
    return _page(request, houses())


@staff("open", "arrivals")
@require_safe
def displays(request: HttpRequest) -> HttpResponse:
    """Of the houses in which the front desk's own office has a counter."""
    return _page(request, my_houses())


def _page(request: HttpRequest, found: Iterable[Location]) -> HttpResponse:
    """The address of a kiosk is a secret of the house: the look is recorded."""
    addresses = [
        Addresses(house, kiosk_address(house), f"{settings.PUBLIC_URL}{reverse('frontdesk:screen', args=[house.key])}")
        for house in found
    ]
    trail.record(act="read", kind="kiosk", basis="role")
    return render(request, "frontdesk/kiosk_addresses.html", {"found": addresses})


def _code(address: str) -> SafeString:
    drawn = segno.make(address, error="m", micro=False)
    return mark_safe(  # noqa: S308 - made here, of our own address
        drawn.svg_inline(border=4, omitsize=True, svgclass="qr", lineclass=None, dark="#000", light="#fff")
    )
