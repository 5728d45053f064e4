"""What an expert does with a visitor: call, call again, begin, finish, miss, pass on, undo.

Each act is one transaction and a compare-and-swap of the stop; the appointment behind it follows in booking's words
(booking/attending.py). A double click does nothing twice: who is at the desk already is the answer.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.dateparse import parse_datetime

from eindach.booking.attending import attend
from eindach.booking.faults import NotChangeable
from eindach.booking.models import Appointment
from eindach.directory.models import Organization, Service
from eindach.guide.models import Matter

from . import steps
from .desks import at_desk, lock_at_work
from .faults import NotNow, TooLate
from .models import AT_A_DESK, Desk, Step, Stop, Visit
from .queue import lock_next, today
from .visits import over_if_done

UNDO: Final = timedelta(minutes=1)
TRIES: Final = 8
S = Stop.Status
LEAVES: Final[dict[str, str]] = {
    Step.Act.CALLED: S.CALLED,
    Step.Act.CALLED_AGAIN: S.CALLED,
    Step.Act.BEGUN: S.SERVING,
    Step.Act.FINISHED: S.DONE,
    Step.Act.MISSED: S.NOSHOW,
    Step.Act.PASSED_ON: S.PASSED_ON,
}
"""The state in which an act at a desk leaves the stop."""
MOMENTS: Final = ("since", "waiting_since", "begun_at", "ended_at", "planned_at")


def call_next(*, desk: Desk, now: datetime) -> Stop | None:
    """Call whoever is next to this desk; None: nobody waits. Who is there already stays. NotNow at a closed or paused
    desk. Two desks that press at once get two visitors (queue.lock_next, and the constraints behind it)."""
    for _turn in range(TRIES):
        try:
            with transaction.atomic():
                lock_at_work(desk)
                if present := at_desk(desk):
                    return present
                found = lock_next(desk, now=now)
                return _call(desk, _stop(found), now) if found else None
        except IntegrityError:
            continue  # taken between the look and the lock: look again
    return None


def call_this(*, desk: Desk, stop: Stop, now: datetime) -> Stop:
    """Call somebody out of turn. NotNow when they are not in the house or at another desk."""
    try:
        with transaction.atomic():
            lock_at_work(desk)
            visit = Visit._base_manager.select_for_update().get(pk=stop.visit_id)
            if visit.state != "here" or visit.day != today(now):
                raise NotNow
            return _call(desk, _stop(stop.pk), now)
    except IntegrityError as fault:
        raise NotNow from fault


def call_again(*, desk: Desk, now: datetime) -> Stop:
    """The display shows the number anew. NotNow when nobody is called to this desk."""

    def act(stop: Stop) -> None:
        was = steps.before(stop)
        _swap(stop, S.CALLED, calls=stop.calls + 1)
        steps.of_stop(Step.Act.CALLED_AGAIN, stop, now=now, desk=desk, was=was)

    return _with_visitor(desk, act)


def begin(*, desk: Desk, now: datetime) -> Stop:
    """They sit down. NotNow when nobody is called."""
    return _now(desk, Step.Act.BEGUN, S.CALLED, Appointment.Status.CHECKED_IN, now, begun_at=now)


def finish(*, desk: Desk, outcome: str, now: datetime) -> Stop:
    """Done, with an outcome (Stop.Outcome). Who has nothing left to do is on the way home. NotNow before `begin`."""
    with transaction.atomic():
        ends = {"ended_at": now, "outcome": outcome}
        stop = _now(desk, Step.Act.FINISHED, S.SERVING, Appointment.Status.FULFILLED, now, **ends)
        _onward(stop.visit, now)
        return stop


def miss(*, desk: Desk, now: datetime) -> Stop:
    """Called and not there. They may come back: `return_to_queue`. NotNow when nobody is called."""
    return _now(desk, Step.Act.MISSED, S.CALLED, Appointment.Status.NOSHOW, now, ended_at=now)


def pass_on(*, desk: Desk, matter: Matter, service: Service, to: Organization, word: str, now: datetime) -> Stop:
    """Send the visitor on to another station of this house, with a word for whoever is there; the stop they go to: a
    new one, or what they wait for there already. What was being settled here ends as passed on. Who may be told the
    word is asked before (access.py). NotNow."""
    made: list[Stop] = []

    def act(stop: Stop) -> None:
        was = steps.before(stop)
        _swap(stop, stop.status, status=S.PASSED_ON, since=now, ended_at=now)
        if stop.appointment_id:
            attend([stop.appointment_id], Appointment.Status.CHECKED_IN, now=now)
            attend([stop.appointment_id], Appointment.Status.FULFILLED, now=now)
        if awaited := _awaited(stop.visit, matter, to):
            sender = awaited.passed_from_id
            was["onward"] = {"word": awaited.word, "passed_from_id": str(sender) if sender else None}
            _swap(awaited, S.WAITING, word=word or awaited.word, passed_from_id=stop.pk)
            made.append(awaited)
        else:
            made.append(_next_stop(stop, matter, service, to, word, now))
        steps.of_stop(Step.Act.PASSED_ON, stop, now=now, desk=desk, was=was, made=made[0].pk)

    _with_visitor(desk, act)
    return made[0]


def undo(*, desk: Desk, now: datetime) -> Stop:
    """Take back the last thing done at this desk to a visitor, within a minute. TooLate when there is none, or
    something else has been done about them meanwhile, or the freed time was given away."""
    last = Step._base_manager.filter(desk=desk, stop__isnull=False).order_by("-id").first()
    if last is None or last.act == Step.Act.UNDONE or now - last.at > UNDO or not last.before:
        raise TooLate
    try:
        with transaction.atomic():
            stop = _stop(last.stop_id)
            _refuse_unless_as_left(stop, last)
            _take_back(stop, last, now)
            steps.of_stop(Step.Act.UNDONE, stop, now=now, desk=desk, undoes=last)
            return stop
    except (IntegrityError, NotNow, NotChangeable) as fault:
        raise TooLate from fault


def _refuse_unless_as_left(stop: Stop, last: Step) -> None:
    """Who was missed may be back, at a neighbour's desk, or have gone home."""
    if (stop.status, stop.desk_id) != (LEAVES.get(last.act), last.desk_id) or stop.visit.left_at not in (None, last.at):
        raise NotNow


def _take_back(stop: Stop, last: Step, now: datetime) -> None:
    onward = last.before.pop("onward", None) or {"status": S.MOVED, "since": now}
    values = {name: parse_datetime(v) if v and name in MOMENTS else v for name, v in last.before.items()}
    if last.made and not Stop._base_manager.filter(pk=last.made, status=S.WAITING).update(**onward):
        raise NotNow  # the next station has called them
    _swap(stop, stop.status, **values)
    Visit._base_manager.filter(pk=stop.visit_id, left_at=last.at).update(left_at=None)
    if stop.appointment_id:
        _attend_back(stop, now)


def _attend_back(stop: Stop, now: datetime) -> None:
    """The appointment as it is in the state the stop came back to."""
    to = Appointment.Status.CHECKED_IN if stop.status == S.SERVING else Appointment.Status.ARRIVED
    for step in (Appointment.Status.CHECKED_IN, to):
        attend([stop.appointment_id], step, now=now, undo=True)  # type: ignore[list-item]


def _call(desk: Desk, stop: Stop, now: datetime) -> Stop:
    was = steps.before(stop)
    _swap(
        stop, S.WAITING, status=S.CALLED, since=now, desk_id=desk.pk, counter_id=desk.counter_id, calls=stop.calls + 1
    )
    steps.of_stop(Step.Act.CALLED, stop, now=now, desk=desk, was=was)
    return stop


def _now(desk: Desk, act: str, expected: str, appointment: str, now: datetime, **values: Any) -> Stop:
    """Whoever is at the desk goes from the `expected` state to the one the act leaves; so does their appointment."""

    def go(stop: Stop) -> None:
        was = steps.before(stop)
        _swap(stop, expected, status=LEAVES[act], since=now, **values)
        _attend(stop, appointment, now)
        steps.of_stop(act, stop, now=now, desk=desk, was=was)

    return _with_visitor(desk, go)


def _with_visitor(desk: Desk, act: Callable[[Stop], None]) -> Stop:
    """Do it to whoever is at the desk. NotNow when nobody is, or the act comes too late or too early."""
    with transaction.atomic():
        present = at_desk(desk)
        if present is None:
            raise NotNow
        stop = _stop(present.pk)
        if stop.desk_id != desk.pk or stop.status not in AT_A_DESK:
            raise NotNow  # between the look and the lock: the same press came twice
        act(stop)
        return stop


def _awaited(visit: Visit, matter: Matter, office: Organization) -> Stop | None:
    """What they wait for there already."""
    waiting = Stop._base_manager.select_for_update().filter(visit=visit, status=S.WAITING)
    return waiting.filter(matter=matter, organization=office).first()


def _next_stop(stop: Stop, matter: Matter, service: Service, to: Organization, word: str, now: datetime) -> Stop:
    made: Stop = Stop._base_manager.create(
        visit=stop.visit,
        organization=to,
        matter=matter,
        service=service,
        minutes=matter.minutes_for(stop.visit.people),
        since=now,
        # They have waited already: their place among those without an appointment counts from the first wait.
        waiting_since=stop.waiting_since or now,
        word=word,
        passed_from=stop,
    )
    return made


def _onward(visit: Visit, now: datetime) -> None:
    """Nothing left to do: the visit is over. Else the wait for what is left begins."""
    open_ones = Stop._base_manager.filter(visit=visit, status=S.WAITING)
    if not open_ones.update(waiting_since=now):
        over_if_done(visit, now=now)


def _attend(stop: Stop, to: str, now: datetime) -> None:
    if stop.appointment_id:
        attend([stop.appointment_id], to, now=now)


def _swap(stop: Stop, expected: str, **values: Any) -> None:
    """Compare-and-swap of a stop, in the database and in hand. NotNow when it is no longer in that state."""
    if not Stop._base_manager.filter(pk=stop.pk, status=expected).update(**values):
        raise NotNow
    for name, value in values.items():
        setattr(stop, name, value)


def _stop(pk: Any) -> Stop:
    found = Stop._base_manager.select_for_update(of=("self",)).select_related("visit", "matter", "service")
    return found.get(pk=pk)
