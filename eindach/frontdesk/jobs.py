"""Background jobs of the house (procrastinate). Each may run twice, or late, without harm."""

from django.utils import timezone
from procrastinate.contrib.django import app

from .events.days import make_event_days


@app.periodic(cron="20 3 * * *")
@app.task(queueing_lock="make_next_event_days", pass_context=False)
def make_next_event_days(timestamp: int) -> None:
    """Every night: the next event days, with their stations."""
    make_event_days(now=timezone.now())
