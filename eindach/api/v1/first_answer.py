"""The answer to a booking request, kept: the same key gets the same bytes, whatever was changed since."""

import json

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from eindach.booking.models import Itinerary
from eindach.booking.queries import manage_token, planned

from ..models import BookingAnswer
from .answers import Booked, PlanOut


def first_answer(itinerary: Itinerary) -> Booked:
    """The answer given when it was booked. Two at once: the one that is written first holds for both."""
    kept = BookingAnswer.objects.filter(pk=itinerary.pk).first() or _keep(itinerary)
    token = manage_token(itinerary)
    with translation.override(kept.language):
        address = settings.PUBLIC_URL + reverse("booking:manage", args=[token])
    said = {"reference": itinerary.reference, "manage_url": address, "manage_token": token}
    return Booked.model_validate(said | json.loads(kept.plan))


def _keep(itinerary: Itinerary) -> BookingAnswer:
    plan = PlanOut.of(planned(itinerary)).model_dump_json()
    values = {"language": itinerary.language, "plan": plan}
    kept, _new = BookingAnswer.objects.get_or_create(itinerary=itinerary, defaults=values)
    return kept
