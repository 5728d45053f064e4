"""At a counter on behalf of staff: whose desk it is, what may be done there, and what is left in the trail.

Who works for the organization that owns a counter may work at it, nobody else; the database gives out no other desk
(guards.py). What is done then is done as the program, because a visitor's way leads through other offices too; of that
nothing is shown but times and signs (workplace.py).
"""

from collections.abc import Callable, Iterable
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from eindach.accounts.acting import as_program
from eindach.accounts.models import Category
from eindach.accounts.policy import Refused
from eindach.booking.models import Counter
from eindach.consent import trail
from eindach.kernel.actor import must_be_present

from .desks import at_desk
from .faults import NotNow
from .models import Desk, Stop, Visit
from .queue import queue_of, today

FIELDS: Final = (Category.APPOINTMENTS,)
BASIS: Final = "role"
LONGEST_NUMBER: Final = 9


def my_desk() -> Desk | None:
    """The desk the acting user has open at a counter of the office they act for."""
    actor = must_be_present().actor
    ours = Desk.objects.filter(closed_at=None, counter__organization=actor.organization)
    mine = ours.filter(user__in=[actor.user])
    desk = mine.select_related("counter__organization", "counter__location").first()
    if desk:
        trail.record(act="read", kind="desk", object=desk.pk, basis=BASIS)
    return desk


def my_counters() -> QuerySet[Counter]:
    """Counters of the office the acting user works for, house by house."""
    counters = Counter.objects.filter(organization=must_be_present().actor.organization)
    return counters.select_related("location", "organization").order_by("location__key", "key")


def my_counter(pk: str) -> Counter:
    """One of them. Refused: another office's, or there is none."""
    found = my_counters().filter(pk=pk).first() if pk.isdecimal() and len(pk) <= LONGEST_NUMBER else None
    if found is None:
        raise Refused("open", "counter", object=pk)
    return found


def in_my_queue(desk: Desk, stop: UUID) -> Stop:
    """A stop this desk's counter may call now. Refused: another office's, or of another house or day. NotNow: ours, but
    a colleague was faster, or something else of theirs comes first."""
    now = must_be_present().now
    with as_program(now=now):
        ours = {"organization": desk.counter.organization_id, "visit__location": desk.counter.location_id}
        known = Stop._base_manager.select_related("visit").filter(pk=stop, visit__day=today(now), **ours).first()
        callable_now = {line.stop for line in queue_of(desk.counter, now=now) if line.can_be_called}
    if known is None:
        raise Refused("call", "visit", object=stop)
    if known.pk not in callable_now:
        raise NotNow
    return known


def act(desk: Desk, word: str, do: Callable[[], Stop | None], *, about: UUID | None = None) -> Stop | None:
    """Do it, and leave the event of who did. `about`: whom the page showed at the desk; NotNow when that is somebody
    else by now, so that a second press never reaches the next visitor."""
    with as_program(now=must_be_present().now):
        if about and ((present := at_desk(desk)) is None or present.pk != about):
            raise NotNow(word)
        stop = do()
    if stop:
        written(word, stop.visit)
    return stop


def written(word: str, visit: Visit, *, fields: Iterable[str] = FIELDS, basis: str = BASIS) -> None:
    """Something was done to a visit."""
    trail.record(act=word, kind="visit", person=visit.person_id, object=visit.pk, basis=basis, fields=fields)


def read(visit: Visit, *, fields: Iterable[str] = FIELDS) -> None:
    """A visit was shown."""
    trail.record(act="read", kind="visit", person=visit.person_id, object=visit.pk, basis=BASIS, fields=fields)
