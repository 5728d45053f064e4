"""The expert's workplace: choose a counter, work at it, do the next thing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from eindach.accounts.acting import as_program
from eindach.booking.operations import AlreadyBooked, NotChangeable, SlotTaken
from eindach.consent import trail
from eindach.consent.doors import staff
from eindach.kernel.actor import must_be_present
from eindach.kernel.languages import SPOKEN

from .. import access, calling, desks, late, workplace
from ..faults import DeskTaken, NotNow, TooLate
from ..interpreting import asking
from ..interpreting.panel import for_me, panel
from ..models import Desk, Step, Stop
from ..opening_desk import choices, chosen
from ..out_of_turn import call_out_of_turn
from ..remedies import decline_remedy, open_remedies, take_remedy
from ..why import URGENT_WORDS

LONGEST_BREAK: Final = 480
BREAKS: Final = (5, 10, 15, 30, 45, 60)
STEP: Final = Step.Act
MADE: Final = {
    "call": STEP.CALLED, "take": STEP.CALLED, "again": STEP.CALLED_AGAIN, "begin": STEP.BEGUN,
    "finish": STEP.FINISHED, "miss": STEP.MISSED, "undo": STEP.UNDONE, "pass-on": STEP.PASSED_ON,
    "follow-up": STEP.FINISHED,
}  # fmt: skip
"""What an act leaves behind: whoever presses twice finds it done."""


@staff("open", "counter")
@require_safe
def counter(request: HttpRequest) -> HttpResponse:
    """At the open desk of whoever asks; without one, the counters of their office to choose from."""
    desk = access.my_desk()
    if desk is None:
        shown = {"houses": choices(), "languages": SPOKEN, "taken": "taken" in request.GET}
        return render(request, "frontdesk/counter/choose.html", shown)
    now = timezone.now()
    with as_program(now=now):
        work = workplace.look(desk, now=now)
        behind, remedies = late.at_counter(desk, work.visits, now=now)
        interpret = panel(desk, work.subject.stop, now=now) if work.subject else None
        asked = for_me(asking.asked_at(desk, now=now), desk.user)
    for stop in (*(one.stop for one in remedies), *(one.request.stop for one in asked)):
        access.read(stop.visit)
    if work.subject:
        access.read(work.subject.visit, fields=(*access.FIELDS, *(("word",) if work.subject.stop.word else ())))
    house = desk.counter.location.key
    changes = f"/events/changes?house={house}&counter={desk.counter_id}"
    events = f"{settings.EVENTS_URL}{changes}" if settings.EVENTS_URL else ""
    shown = {
        "work": work,
        "now": now,
        "events": events,
        "said": request.GET.get("said", ""),
        "urgent": URGENT_WORDS.items(),
        "breaks": BREAKS,
        "behind": behind,
        "remedies": remedies,
        "interpret": interpret,
        "asked": asked,
    }
    return render(request, "frontdesk/counter/workplace.html", shown)


@staff("open", "counter")
@require_POST
def open_counter(request: HttpRequest) -> HttpResponse:
    """Begin to work at a place of a counter; whoever works there already finds the desk as it was. `instead`: of a
    colleague who left it open."""
    instead = request.POST.get("instead", "")
    seat = chosen(instead or request.POST.get("counter", ""))
    user, now = must_be_present().actor.user, timezone.now()
    assert user is not None  # noqa: S101 - staff have one
    spoken = [one.code for one in SPOKEN if one.code in request.POST.getlist("languages")]
    sit_down = desks.take_over if instead else desks.open_desk
    try:
        with as_program(now=now):
            desk = sit_down(counter=seat.counter, user=user, now=now, number=seat.number or 1, languages=spoken)
    except DeskTaken:
        return redirect(f"{reverse('frontdesk:counter')}?taken")
    trail.record(act="take-over" if instead else "open", kind="desk", object=desk.pk, basis=access.BASIS)
    return redirect("frontdesk:counter")


@staff("open", "counter")
@require_POST
def act(request: HttpRequest, act: str) -> HttpResponse:
    """One act at the desk; whatever comes of it, the workplace shows how it stands now."""
    if act not in ACTS:
        raise Http404
    desk = access.my_desk()
    if desk is None:
        return back()
    about = identifier(request.POST.get("about", ""))
    late.refresh_after_commit(desk.counter.location_id)
    try:
        ACTS[act](desk, request, about)
    except (NotNow, AlreadyBooked, NotChangeable, SlotTaken):
        return back() if is_done(desk, act, about) else back("not-now")
    except TooLate:
        return back() if is_done(desk, act, about) else back("too-late")
    return back()


def back(said: str = "") -> HttpResponse:
    """To the workplace, with a word on what did not work."""
    return HttpResponseRedirect(reverse("frontdesk:counter") + (f"?said={said}" if said else ""))


def identifier(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _call(desk: Desk, request: HttpRequest, about: UUID | None) -> None:
    access.act(desk, "call", lambda: calling.call_next(desk=desk, now=timezone.now()))


def _take(desk: Desk, request: HttpRequest, about: UUID | None) -> None:
    """Out of turn, with a reason."""
    reason = request.POST.get("reason", "")
    if about is None or reason not in Stop.Urgent.values:
        raise NotNow
    stop = access.in_my_queue(desk, about)
    now = timezone.now()
    access.act(desk, "call-out-of-turn", lambda: call_out_of_turn(desk=desk, stop=stop, reason=reason, now=now))


def _again(desk: Desk, request: HttpRequest, about: UUID | None) -> None:
    access.act(desk, "call-again", lambda: calling.call_again(desk=desk, now=timezone.now()), about=about)


def _begin(desk: Desk, request: HttpRequest, about: UUID | None) -> None:
    access.act(desk, "begin", lambda: calling.begin(desk=desk, now=timezone.now()), about=about)


def _finish(desk: Desk, request: HttpRequest, about: UUID | None) -> None:
    outcome = request.POST.get("outcome", "")
    if outcome not in Stop.Outcome.values:
        raise NotNow
    now = timezone.now()
    access.act(desk, "finish", lambda: calling.finish(desk=desk, outcome=outcome, now=now), about=about)


def _miss(desk: Desk, request: HttpRequest, about: UUID | None) -> None:
    access.act(desk, "miss", lambda: calling.miss(desk=desk, now=timezone.now()), about=about)


def _undo(desk: Desk, request: HttpRequest, about: UUID | None) -> None:
    """Only what the page showed: something else may have been done since."""
    now = timezone.now()
    with as_program(now=now):
        last = workplace.look(desk, now=now).last
    if last is None or str(last.step.pk) != request.POST.get("step"):
        raise TooLate
    access.act(desk, "undo", lambda: calling.undo(desk=desk, now=now))


def _pause(desk: Desk, request: HttpRequest, about: UUID | None) -> None:
    why, said = request.POST.get("why", ""), request.POST.get("minutes", "")
    minutes = int(said) if said.isdecimal() and len(said) <= len(str(LONGEST_BREAK)) else 0
    now = timezone.now()
    back_at = now + timedelta(minutes=min(minutes, LONGEST_BREAK)) if minutes else None
    why = why if why in Desk.Why.values else Desk.Why.BREAK
    _with_desk("pause", desk, lambda: desks.pause_desk(desk=desk, why=why, back_at=back_at, now=now))


def _resume(desk: Desk, request: HttpRequest, about: UUID | None) -> None:
    _with_desk("resume", desk, lambda: desks.resume_desk(desk=desk, now=timezone.now()))


def _close(desk: Desk, request: HttpRequest, about: UUID | None) -> None:
    _with_desk("close", desk, lambda: desks.close_desk(desk=desk, now=timezone.now()))


def _other_time(desk: Desk, request: HttpRequest, about: UUID | None) -> None:
    """What was proposed to somebody who is at this counter or waits for it, is taken for them."""
    _answer(desk, about, "move", take_remedy)


def _keep_time(desk: Desk, request: HttpRequest, about: UUID | None) -> None:
    _answer(desk, about, "decline", decline_remedy)


def _answer(desk: Desk, about: UUID | None, word: str, answer: Callable[..., None]) -> None:
    now = timezone.now()
    with as_program(now=now):
        visits = workplace.look(desk, now=now).visits
        remedy = next((one for one in open_remedies(visits) if one.pk == about), None)
        if remedy is None:
            raise NotNow
        answer(remedy, now=now)
    access.written(word, remedy.stop.visit)


def _with_desk(word: str, desk: Desk, do: Callable[[], None]) -> None:
    with as_program(now=timezone.now()):
        do()
    trail.record(act=word, kind="desk", object=desk.pk, basis=access.BASIS)


def is_done(desk: Desk, act: str, about: UUID | None) -> bool:
    """The last step at this desk is what was asked for: pressed twice."""
    with as_program(now=timezone.now()):
        last = Step._base_manager.filter(desk=desk, stop__isnull=False).order_by("-id").first()
    return last is not None and last.act == MADE.get(act) and about in (None, last.stop_id)


ACTS: Final[dict[str, Callable[[Desk, HttpRequest, UUID | None], None]]] = {
    "call": _call, "take": _take, "again": _again, "begin": _begin, "finish": _finish, "miss": _miss,
    "undo": _undo, "pause": _pause, "resume": _resume, "close": _close,
    "other-time": _other_time, "keep-time": _keep_time,
}  # fmt: skip
