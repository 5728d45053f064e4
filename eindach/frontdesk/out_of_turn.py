"""Out of turn: somebody is urgent, and why; the queue, the list and the trail of the day say so."""

from datetime import datetime

from django.db import transaction

from . import steps
from .calling import call_this
from .models import Desk, Step, Stop


def call_out_of_turn(*, desk: Desk, stop: Stop, reason: str, now: datetime) -> Stop:
    """Call this one next, for a reason (Stop.Urgent). Taken back, they are still urgent. NotNow."""
    with transaction.atomic():
        was = steps.before(stop)
        if Stop._base_manager.filter(pk=stop.pk, status=Stop.Status.WAITING, urgent="").update(urgent=reason):
            steps.of_stop(Step.Act.URGENT, stop, now=now, desk=desk, was=was)
        return call_this(desk=desk, stop=stop, now=now)
