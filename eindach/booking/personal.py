"""Personal columns of booking. What is over keeps its times for the figures and forgets whose it was."""

from django.db.models import DateTimeField, F, Func, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from eindach.accounts.personal import TASK
from eindach.accounts.registry.declared import (
    INNER,
    End,
    Ending,
    Export,
    ending,
    impersonal,
    nothing_open,
    personal,
    stays,
)

from .guards import APPOINTMENT_BASIS
from .models import Appointment, BookingKey, Itinerary, Proposal

UNTIL = Func(F("during"), function="upper", output_field=DateTimeField())
EMPTIED, DAY, LEFT = stays(End.BLANK), stays(End.COARSEN), stays(End.KEEP)
EMPTIED_INNER, LEFT_INNER = stays(End.BLANK, Export.NO), stays(End.KEEP, Export.NO)

BOOKED = {"purpose": "appointments", "basis": TASK, "kept": "booking"}
personal(
    Appointment,
    **BOOKED | {"basis": APPOINTMENT_BASIS},
    person="person",
    root="itinerary",
    recipient="calendar__counter__organization",
    contact=UNTIL,
    follow_up=lambda now: Q(live=True, during__endswith__gt=now),
    columns={
        "uid language": EMPTIED,
        "during status reason matter_id service_id calendar_id": LEFT,
        "displaced_at": DAY,
        "held_until over_at": stays(End.COARSEN, Export.NO),
        "person_id": EMPTIED_INNER,
        "id live itinerary_id proposal_id": LEFT_INNER,
    },
)
personal(
    Proposal,
    **BOOKED,
    person="itinerary__person",
    root="itinerary",
    columns={
        "made_at held_until accepted_at declined_at": DAY,
        "cause": LEFT,
        "offer": EMPTIED_INNER,
        "id itinerary_id": LEFT_INNER,
    },
)
personal(
    BookingKey,
    **BOOKED,
    person="itinerary__person",
    root="itinerary",
    columns={"digest fingerprint created_at itinerary_id": INNER},
)
personal(
    Itinerary,
    **BOOKED,
    also=("hold",),
    person="person",
    follow_up=nothing_open,
    columns={
        "reference phone wish wants_earlier": EMPTIED,
        "language": LEFT,
        "created_at booked_at cancelled_at": DAY,
        "looked_at": stays(End.COARSEN, Export.NO),
        "token_digest person_id": EMPTIED_INNER,
        "id sequence": LEFT_INNER,
    },
)
impersonal(
    "counters and their times",
    [
        "booking_calendar", "booking_calendar_services", "booking_counter", "booking_counterschedule",
        "booking_counterschedule_services", "booking_opening", "booking_openingchange",
    ],
)  # fmt: skip


def _last_appointment(itineraries: QuerySet[Itinerary]) -> QuerySet[Itinerary]:
    """Of what was booked and is still somebody's. A booking without appointments counts from the day it was made."""
    last = Appointment._base_manager.filter(itinerary=OuterRef("pk")).order_by().values("itinerary")
    ends = Subquery(last.annotate(last=Max(UNTIL)).values("last"), output_field=DateTimeField())
    booked = itineraries.filter(booked_at__isnull=False, person__isnull=False)
    return booked.annotate(started=Coalesce(ends, "booked_at"))


ending(Ending(kept="booking", model=Itinerary, started=_last_appointment, person="person"))
