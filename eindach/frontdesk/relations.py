"""The second layer: what staff of a house, and a person at their own door, see of visits. guards.py has the same."""

from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from eindach.accounts.guarded import NOTHING, rule
from eindach.accounts.models import Category, Role
from eindach.booking.models import Counter
from eindach.consent.telling import task_of
from eindach.directory.queries import region
from eindach.kernel.actor import Actor

from .models import Desk, InterpreterRequest, Remedy, Step, Stop, Visit


def declare() -> None:
    """Called once, when all parts are there."""
    rule(Desk)(_desks)
    rule(Visit)(_visits)
    rule(Stop)(_stops)
    rule(Remedy)(_of_stops)
    rule(InterpreterRequest)(_of_stops)
    rule(Step)(_steps)


def _desks(actor: Actor, now: datetime) -> Q:
    return Q(counter__organization=actor.organization) if actor.kind == "staff" else NOTHING


def _visits(actor: Actor, now: datetime, path: str = "") -> Q:
    if actor.kind == "person":
        return Q(**{f"{path}person__in": actor.persons})
    if Category.APPOINTMENTS not in task_of(actor):
        return NOTHING
    houses = Counter.objects.filter(organization=actor.organization).values("location")
    return Q(**{f"{path}location__in": houses, f"{path}day": timezone.localdate(now, region().zone)})


def _stops(actor: Actor, now: datetime, path: str = "") -> Q:
    seen = _visits(actor, now, f"{path}visit__")
    if actor.kind == "person" or actor.role == Role.FRONT_DESK:
        return seen
    return seen & Q(**{f"{path}organization": actor.organization})


def _steps(actor: Actor, now: datetime) -> Q:
    return _visits(actor, now, "visit__") & (Q(stop=None) | _stops(actor, now, "stop__"))


def _of_stops(actor: Actor, now: datetime) -> Q:
    return _stops(actor, now, "stop__")
