"""An interpreter is asked for at a counter; whoever is asked answers at theirs, or at the front desk."""

from collections.abc import Callable, Iterable
from typing import Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from eindach.accounts.acting import as_program
from eindach.accounts.policy import Refused
from eindach.consent.doors import staff
from eindach.kernel.actor import must_be_present

from .. import access
from ..desks import at_desk
from ..faults import NotNow
from ..interpreting import asking
from ..models import Desk, InterpreterRequest, Stop
from ..reception import my_house
from .counter import back, identifier

ANSWERS: Final = {"come": "interpret", "cannot": "cannot-interpret"}
"""What the trail calls them (consent/trail_words.py)."""


@staff("open", "counter")
@require_POST
def interpreter(request: HttpRequest, act: str) -> HttpResponse:
    """Ask for one, or take it back; or answer somebody else's asking."""
    if act not in ("ask", "take-back", *ANSWERS):
        raise Http404
    desk = access.my_desk()
    if desk is None:
        return back()
    about = identifier(request.POST.get("about", ""))
    try:
        if act == "ask":
            _ask(desk, about, request.POST.get("language", ""))
        elif act == "take-back":
            _take_back(desk, about)
        else:
            now = timezone.now()
            with as_program(now=now):
                asked = asking.asked_at(desk, now=now)
            _answer(asked, about, act, desk)
    except NotNow:
        return back("not-now")
    return back()


@staff("open", "arrivals")
@require_POST
def interpreter_at_the_door(request: HttpRequest, act: str) -> HttpResponse:
    """The front desk answers, or sends somebody."""
    if act not in ANSWERS:
        raise Http404
    house, now = my_house(request.POST.get("house", "")), timezone.now()
    page = f"{reverse('frontdesk:arrivals')}?house={house.key}"
    with as_program(now=now):
        asked = list(asking.asked_in(house.pk, now=now))
    try:
        _answer(asked, identifier(request.POST.get("about", "")), act, None)
    except NotNow:
        return HttpResponseRedirect(f"{page}&said=not-now")
    return HttpResponseRedirect(page)


def _ask(desk: Desk, about: UUID | None, language: str) -> None:
    """For whoever is at the desk, or stands in its queue."""
    if about is None:
        raise NotNow
    now = timezone.now()
    with as_program(now=now):
        present = at_desk(desk)
    stop = present if present and present.pk == about else access.in_my_queue(desk, about)

    def ask() -> Stop:
        asking.ask(desk=desk, stop=stop, language=language, now=now)
        return stop

    access.act(desk, "ask-interpreter", ask)


def _take_back(desk: Desk, about: UUID | None) -> None:
    if about is None:
        raise NotNow
    now = timezone.now()

    def take_back() -> Stop:
        rows = InterpreterRequest._base_manager.select_related("stop__visit").filter(desk=desk, pk=about)
        found = rows.first()
        if found is None:
            raise Refused("take-back", "visit", object=about)
        asking.take_back(found, now=now)
        return found.stop

    access.act(desk, "take-back", take_back)


def _answer(asked: Iterable[InterpreterRequest], about: UUID | None, act: str, desk: Desk | None) -> None:
    """Only what was asked of them. NotNow: it is over, or somebody else comes."""
    user, now = must_be_present().actor.user, timezone.now()
    assert user is not None  # noqa: S101 - staff have one
    found = next((one for one in asked if one.pk == about), None)
    if found is None:
        raise NotNow
    answers: dict[str, Callable[[], None]] = {
        "come": lambda: asking.come(found, user=user, desk=desk, now=now),
        "cannot": lambda: asking.cannot(found, user=user, now=now),
    }
    with as_program(now=now):
        answers[act]()
    access.written(ANSWERS[act], found.stop.visit)
