"""The answer to a booking request, kept: the same key gets the same bytes, whatever was changed since."""

import json
from datetime import datetime

from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils import translation

from eindach.booking.models import Itinerary
from eindach.booking.queries import manage_token, planned

from ..models import BookingAnswer
from .answers import Booked, PlanOut

# Two requests with one key at one moment: what was written first holds for both. The commit need not wait for the
# disk: a lost answer is made again from the booking, which was not lost.
KEEP = """
INSERT INTO api_bookinganswer (itinerary_id, language, plan)
SELECT %s, %s, %s FROM set_config('synchronous_commit', 'off', true)
ON CONFLICT (itinerary_id) DO UPDATE SET plan = api_bookinganswer.plan
RETURNING language, plan
"""


def first_answer(itinerary: Itinerary, *, now: datetime) -> Booked:
    """The answer given when it was booked; `now`: of this request, to tell a new booking from an old one."""
    language, plan = (None if itinerary.booked_at == now else _kept(itinerary)) or _keep(itinerary)
    token = manage_token(itinerary)
    with translation.override(language):
        address = settings.PUBLIC_URL + reverse("booking:manage", args=[token])
    said = {"reference": itinerary.reference, "manage_url": address, "manage_token": token}
    return Booked.model_validate(said | json.loads(plan))


def _kept(itinerary: Itinerary) -> tuple[str, str] | None:
    return BookingAnswer.objects.filter(pk=itinerary.pk).values_list("language", "plan").first()


def _keep(itinerary: Itinerary) -> tuple[str, str]:
    plan = PlanOut.of(planned(itinerary)).model_dump_json()
    with connection.cursor() as cursor:
        cursor.execute(KEEP, [itinerary.pk, itinerary.language, plan])
        language, kept = cursor.fetchone()
    return language, kept
