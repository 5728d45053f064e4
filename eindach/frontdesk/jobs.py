"""Background jobs of the house (procrastinate). Each may run twice, or late, without harm."""

from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from .another_day import letter  # noqa: F401 - a job
from .ending import end_days
from .events import letters  # noqa: F401 - a job
from .events.days import event_days, make_event_days
from .events.registering import offer_places
from .events.reminders import remind
from .events.routes import Closed, solve
from .late import houses_at_work, refresh
from .models import EventDay, RouteDraft


@app.periodic(cron="50 2 * * *")
@app.task(queueing_lock="make_next_event_days", pass_context=False)
def make_next_event_days(timestamp: int) -> None:
    """Every night: the next event days, with their stations; then booking makes the openings of the day (3:10)."""
    make_event_days(now=timezone.now())


@app.periodic(cron="5 * * * *")
@app.task(queueing_lock="end_days_of_houses", pass_context=False)
def end_days_of_houses(timestamp: int) -> None:
    """Every hour, so that it is done soon after midnight wherever the region lies: yesterday ends."""
    end_days(now=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="remind_of_event_days", pass_context=False)
def remind_of_event_days(timestamp: int) -> None:
    """Two days and two hours before."""
    remind(now=timezone.now())


@app.periodic(cron="*/15 * * * *")
@app.task(queueing_lock="offer_free_places", pass_context=False)
def offer_free_places(timestamp: int) -> None:
    """Offers of the waiting list that ran out make room for the next one."""
    for day in event_days(now=timezone.now()):
        offer_places(day, now=timezone.now())


@app.task
def offer_places_of(event_day: str) -> None:
    """Somebody cancelled or changed the hour: their place is for who waits."""
    offer_places(EventDay.objects.get(pk=UUID(event_day)), now=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="look_who_is_late", pass_context=False)
def look_who_is_late(timestamp: int) -> None:
    """Every minute, because time passes also where nobody presses anything: other times for who cannot be in time."""
    now = timezone.now()
    for house in houses_at_work():
        refresh(house, now=now)


@app.task(priority=1)  # somebody looks at the page: before the letters of a whole event day
def make_routes(draft: str, closed: list[list[int]]) -> None:
    """Takes some twenty seconds: the timetable of an event day."""
    found = RouteDraft.objects.select_related("event_day__series").filter(pk=UUID(draft), done_at=None).first()
    if found:
        solve(found, closed=[Closed(station, minutes) for station, minutes in closed], now=timezone.now())
