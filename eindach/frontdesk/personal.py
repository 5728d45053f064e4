"""Personal columns of the day. A visit ends like a booking; its times stay, as nobody's, for the figures."""

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from eindach.accounts.personal import STAFF, TASK
from eindach.accounts.registry.declared import (
    End,
    Ending,
    Export,
    ending,
    impersonal,
    personal,
    stays,
)

from .models import Desk, InterpreterRequest, Remedy, Step, Stop, Visit

EMPTIED, LEFT = stays(End.BLANK), stays(End.KEEP)
EMPTIED_INNER, LEFT_INNER = stays(End.BLANK, Export.NO), stays(End.KEEP, Export.NO)
DAY = {"purpose": "day", "basis": TASK, "kept": "visit"}

personal(
    Visit,
    **DAY,
    person="person",
    contact=F("arrived_at"),
    follow_up=lambda now: Q(cancelled_at=None, left_at=None, day__gte=now.date()),
    columns={
        "languages needs window_start": EMPTIED,
        "day letter number came language people registered_at arrived_at left_at cancelled_at location_id": LEFT,
        "away_since reminded waits_since offered_until": LEFT,
        "token_digest person_id itinerary_id": EMPTIED_INNER,
        "id event_day_id": LEFT_INNER,
    },
)
personal(
    Stop,
    **DAY,
    person="visit__person",
    root="visit",
    recipient="organization",
    columns={
        "word urgent": EMPTIED,
        "planned_at minutes status since begun_at ended_at outcome matter_id service_id organization_id": LEFT,
        "waiting_since promised calls counter_id": LEFT,
        "appointment_id": EMPTIED_INNER,
        "id desk_id visit_id passed_from_id": LEFT_INNER,
    },
)
personal(
    Step,
    **DAY,
    person="visit__person",
    root="visit",
    columns={
        "at act day counter_id location_id": LEFT,
        "user before": EMPTIED_INNER,
        "id visit_id stop_id desk_id made undoes_id": LEFT_INNER,
    },
)
personal(
    Remedy,
    **DAY,
    person="stop__visit__person",
    root="stop__visit",
    columns={
        "way start other_start late_minutes made_at answer answered_at counter_id": LEFT,
        "id stop_id other_id": LEFT_INNER,
    },
)
personal(
    InterpreterRequest,
    **DAY,
    person="stop__visit__person",
    root="stop__visit",
    columns={
        "language": EMPTIED,
        "asked_at answered_at ended_at": LEFT,
        "comes declined": EMPTIED_INNER,
        "id stop_id desk_id comes_from_id": LEFT_INNER,
    },
)
personal(
    Desk,
    purpose="staff",
    basis=STAFF,
    kept="desk",
    columns={
        "user": EMPTIED_INNER,
        "id number languages opened_at paused_at paused_for back_at closed_at counter_id": LEFT_INNER,
    },
)
impersonal(
    "event days, their stations, numbers given out, and who interprets by phone",
    [
        "frontdesk_eventday",
        "frontdesk_eventrule",
        "frontdesk_phoneinterpreter",
        "frontdesk_routedraft",
        "frontdesk_station",
        "frontdesk_station_matters",
        "frontdesk_ticketroll",
    ],
)


def _day_is_over(visits: QuerySet[Visit]) -> QuerySet[Visit]:
    return visits.annotate(started=Coalesce("left_at", "arrived_at", "window_start", "registered_at"))


def _closed(desks: QuerySet[Desk]) -> QuerySet[Desk]:
    return desks.annotate(started=F("closed_at"))


ending(Ending(kept="visit", model=Visit, started=_day_is_over, person="person"))
ending(Ending(kept="desk", model=Desk, started=_closed))
