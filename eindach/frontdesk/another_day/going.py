"""Who cannot be served today any more, and says so: the stop ends, and a message leads to another day."""

from datetime import datetime
from uuid import UUID

from eindach.booking.attending import attend
from eindach.booking.models import Appointment

from .. import steps
from ..faults import NotNow
from ..models import Step, Stop, Visit
from ..visits import over_if_done
from .offering import offer_another_day

S = Stop.Status


def go_for_another_day(visit: Visit, stop: UUID, *, now: datetime) -> None:
    """What was kept for them today is given back; the visit is over when nothing else is left to do. Inside a
    transaction that has locked the visit. NotNow when it has begun meanwhile, or is over."""
    found = Stop._base_manager.select_for_update(of=("self",)).filter(pk=stop, status=S.WAITING).first()
    if found is None:
        raise NotNow
    was = steps.before(found)
    found.visit = visit
    found.status, found.since, found.ended_at, found.promised = S.LEFT, now, now, False
    found.save(update_fields=["status", "since", "ended_at", "promised"])
    if found.appointment_id:
        attend([found.appointment_id], Appointment.Status.UNSERVED, now=now)
    steps.of_stop(Step.Act.LEFT, found, now=now, was=was)
    over_if_done(visit, now=now)
    if offer_another_day(visit, now=now) in ("mail", "text"):
        steps.of_stop(Step.Act.FOLLOWED_UP, found, now=now)
