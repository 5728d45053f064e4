"""A kiosk: a touch screen at the door of a house. Its address is a secret derived from the server's key; whoever knows
it can take numbers there, and see nobody's."""

import hmac
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation

from eindach.booking.models import Counter
from eindach.directory.models import Location
from eindach.kernel.identifiers import derived_token

from .models import Visit

SALT: Final = "kiosk slip"
SHOWN_SECONDS: Final = 300
"""So long a number can be shown and printed at the kiosk; then nobody who comes later finds it there."""


def kiosk_token(house: Location) -> str:
    """256 bit, never stored."""
    return derived_token(settings.SECRET_KEY, "kiosk", str(house.pk))


def kiosk_address(house: Location, language: str = "de") -> str:
    """What the browser of the kiosk opens."""
    with translation.override(language):
        return f"{settings.PUBLIC_URL}{reverse('frontdesk:kiosk', args=[kiosk_token(house)])}"


def houses() -> list[Location]:
    """Where a kiosk can stand: there is a counter."""
    return list(Location.objects.filter(pk__in=Counter.objects.values("location")).order_by("key"))


def house_of(token: str) -> Location:
    """Location.DoesNotExist."""
    said = token.encode()
    for house in houses():
        if hmac.compare_digest(kiosk_token(house).encode(), said):
            return house
    raise Location.DoesNotExist


def slip_of(visit: Visit) -> str:
    """Names a visit in an address of the kiosk for a few minutes."""
    return signing.dumps(str(visit.pk), salt=SALT)


def visit_of_slip(slip: str, house: Location) -> Visit:
    """Visit.DoesNotExist: of another house, forged, or shown long enough."""
    try:
        pk = UUID(signing.loads(slip, salt=SALT, max_age=SHOWN_SECONDS))
    except (signing.BadSignature, ValueError) as fault:
        raise Visit.DoesNotExist from fault
    return Visit._base_manager.select_related("location").get(pk=pk, location=house)
