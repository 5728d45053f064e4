"""What higher parts add to the page of a booking, above its appointments: they register here, booking knows none."""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest

from .models import Itinerary

Panel = Callable[[HttpRequest, Itinerary, datetime], str]
"""The HTML of a panel, "" for nothing to say just now."""
_panels: list[Panel] = []


def panel(show: Panel) -> Panel:
    """Register, once, when the parts are loaded."""
    _panels.append(show)
    return show


def panels(request: HttpRequest, itinerary: Itinerary, now: datetime) -> list[str]:
    return [said for show in _panels if (said := show(request, itinerary, now))]
