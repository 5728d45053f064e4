"""From the desk onward: to another station of the house with a word, or to a next appointment."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from eindach.accounts.acting import as_program
from eindach.accounts.models import Person
from eindach.booking.operations import AlreadyBooked, KeyReused, OfferInvalid, SlotTaken
from eindach.consent.doors import staff

from .. import access, calling
from ..desks import at_desk
from ..faults import NotNow
from ..follow_up import book_follow_up, contact_of, times
from ..models import Desk, Stop
from ..passing_on import Onward, grouped, stations
from .counter import back, identifier, is_done

LONGEST_WORD = 300
WITH_THEIR_YES = "consent:at-the-counter"
"""Basis in the trail: the person was asked at the counter, and whoever ticked it says that they agreed."""


@staff("open", "counter")
@require_http_methods(["GET", "HEAD", "POST"])
def pass_on(request: HttpRequest) -> HttpResponse:
    """To whom, and with what word; a word for another organization needs the person's yes."""
    desk, stop = _at_my_desk()
    if desk is None or stop is None:
        return back("" if _is_pressed_again(request, desk, "pass-on") else "not-now")
    with as_program(now=timezone.now()):
        onward = stations(desk)
    word = " ".join(request.POST.get("word", "").split())[:LONGEST_WORD]
    chosen = next((one for one in onward if one.value == request.POST.get("to")), None)
    faults = _faults(chosen, word, agreed=request.POST.get("agreed") == "yes") if request.method == "POST" else {}
    if request.method == "POST" and not faults and chosen:
        return _passed_on(request, desk, chosen, word)
    access.read(stop.visit)
    shown = {"stop": stop, "groups": grouped(onward), "chosen": chosen, "word": word, "faults": faults}
    return render(request, "frontdesk/counter/pass_on.html", shown, status=422 if faults else 200)


def _faults(chosen: Onward | None, word: str, *, agreed: bool) -> dict[str, str]:
    if chosen is None:
        return {"to": _("Choose where they go.")}
    if word and not agreed and not chosen.is_ours:
        return {
            "agreed": _(
                "Ask the person whether this may be passed on, then tick it; or clear the word. "
                "The matter travels in any case."
            )
        }
    return {}


def _passed_on(request: HttpRequest, desk: Desk, to: Onward, word: str) -> HttpResponse:
    about, now = identifier(request.POST.get("about", "")), timezone.now()
    try:
        stop = access.act(
            desk,
            "pass-on",
            lambda: calling.pass_on(
                desk=desk, matter=to.matter, service=to.service, to=to.organization, word=word, now=now
            ),
            about=about,
        )
    except NotNow:
        return back("not-now")
    if stop and word:
        basis = access.BASIS if to.is_ours else WITH_THEIR_YES
        access.written("tell", stop.visit, fields=("word",), basis=basis)
    return back()


@staff("open", "counter")
@require_http_methods(["GET", "HEAD", "POST"])
def follow_up(request: HttpRequest) -> HttpResponse:
    """The next free times of this office; a press books one and ends what was settled here."""
    desk, stop = _at_my_desk()
    if desk is None or stop is None or stop.status != Stop.Status.SERVING:
        return back("booked" if _is_pressed_again(request, desk, "follow-up") else "not-now")
    fault = _book(request, desk, stop) if request.method == "POST" else ""
    if request.method == "POST" and not fault:
        return back("booked")
    now = timezone.now()
    with as_program(now=now):
        known = stop.visit.person is not None
        plans = times(stop, now=now) if known else ()
    access.read(stop.visit)
    shown = {"stop": stop, "plans": plans, "known": known, "fault": fault}
    return render(request, "frontdesk/counter/follow_up.html", shown, status=422 if fault else 200)


def _book(request: HttpRequest, desk: Desk, stop: Stop) -> str:
    """What did not work, in words; empty: it is booked."""
    offer, now = request.POST.get("offer", ""), timezone.now()

    def book() -> Stop:
        contact_of(stop)
        book_follow_up(desk=desk, stop=stop, offer=offer, now=now)
        return stop

    try:
        access.act(desk, "follow-up", book, about=identifier(request.POST.get("about", "")))
    except (SlotTaken, OfferInvalid, KeyReused):
        return _("This time has just been taken. Choose another one.")
    except AlreadyBooked:
        return _("They have an appointment for this matter already.")
    except (NotNow, Person.DoesNotExist):
        return _("That is not possible any more. This is how it stands now.")
    return ""


def _is_pressed_again(request: HttpRequest, desk: Desk | None, act: str) -> bool:
    about = identifier(request.POST.get("about", ""))
    return desk is not None and about is not None and is_done(desk, act, about)


def _at_my_desk() -> tuple[Desk | None, Stop | None]:
    """Whoever is called to it or served at it."""
    desk = access.my_desk()
    if desk is None:
        return None, None
    with as_program(now=timezone.now()):
        return desk, at_desk(desk)
