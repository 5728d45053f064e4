"""The five steps of the way to a booking: name, address, what comes before."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

TOTAL = 5


def at(number: int) -> dict[str, Any]:
    """What a page says about where one is."""
    names = {
        1: (_("What you need"), reverse("site:home")),
        2: (_("When you can come"), reverse("booking:matters")),
        3: (_("Choose a plan"), reverse("booking:when")),
        4: (_("How we reach you"), reverse("booking:plans")),
        5: (_("Check and book"), reverse("booking:contact")),
    }
    name, back = names[number]
    return {"step_now": number, "step_total": TOTAL, "step_name": name, "back_url": back}
