"""Pages of the help desk. Each act is a form of its own on the thread's page, and leads back there."""

from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eindach.booking.draft import Draft
from eindach.consent.doors import staff
from eindach.kernel.actor import must_be_present
from eindach.kernel.languages import RTL

from .. import calls
from ..blocks import block, blocks
from ..links import PAGES
from ..models import Enquiry
from ..words import BEST_TIMES
from . import access, answering, forms, inbox
from .figures import figures as counted


@staff("open", "enquiries")
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits, and the calls that were agreed for today; `?view=` chooses another list."""
    asked = request.GET.get("view", "")
    view: inbox.View = next((one for one in inbox.VIEWS if one == asked), "waiting")
    content = {"inbox": inbox.read(view), "calls": calls.today(must_be_present())}
    return render(request, "questions/staff/inbox.html", content)


@staff("open", "enquiries")
@require_safe
def thread(request: HttpRequest, enquiry_id: int) -> HttpResponse:
    """All that was said, our notes too, and what can be done."""
    return _page(request, enquiry_id, {})


@staff("open", "enquiries")
@require_POST
def act(request: HttpRequest, enquiry_id: int, what: str) -> HttpResponse:
    """One thing that is done with it. A fault shows the page with everything that was typed; so does an answer to a
    thread that has gone on meanwhile."""
    enquiry = access.for_act(enquiry_id, "write")
    make, do = ACTS.get(what, ACTS["note"])
    form = make(request.POST, enquiry)
    if what == "answer" and request.POST.get("add"):
        return _with_block(request, enquiry)
    if not form.is_valid():
        return _page(request, enquiry_id, {what: form}, status=422)
    try:
        do(enquiry.pk, form.cleaned_data)
    except answering.Overtaken:
        return _page(request, enquiry_id, {what: form}, status=409)
    return redirect("questions:staff-thread", enquiry_id)


@staff("open", "enquiries")
@require_POST
def book(request: HttpRequest, enquiry_id: int) -> HttpResponse:
    """An appointment for them: the way of booking, filled in. Of what they wrote nothing goes along."""
    enquiry = access.for_act(enquiry_id, "write")
    draft = Draft(matters=[enquiry.matter.key] if enquiry.matter else [], town=enquiry.municipality_id or "")
    draft.back = reverse("questions:staff-thread", args=[enquiry.pk])
    contact = {"name": enquiry.name, "email": enquiry.email, "phone": str(enquiry.phone)}
    draft.contact = {name: [value] for name, value in contact.items() if value}
    if enquiry.language in PAGES:
        draft.contact["language"] = [enquiry.language]
    draft.keep(request)
    access.looked_at(enquiry)
    return redirect("booking:matters")


@staff("open", "enquiries")
@require_http_methods(["GET", "HEAD", "POST"])
def phone_note(request: HttpRequest) -> HttpResponse:
    """Somebody called."""
    town = must_be_present().actor.municipality
    form = forms.PhoneNote(request.POST if request.method == "POST" else None, of_town=town)
    if request.method == "POST" and form.is_valid():
        enquiry = answering.write_down(form.asked(), now=timezone.now())
        return redirect("questions:staff-thread", enquiry.pk)
    return render(request, "questions/staff/phone_note.html", {"form": form}, status=422 if form.errors else 200)


@staff("open", "enquiries")
@require_POST
def call_made(request: HttpRequest, appointment_id: int) -> HttpResponse:
    """A call at an agreed time took place, or nobody answered."""
    calls.made(appointment_id, reached=request.POST.get("reached") == "yes", now=timezone.now())
    return redirect("questions:inbox")


@staff("open", "figures")
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """How long people wait for an answer; nobody is named."""
    return render(request, "questions/staff/figures.html", {"figures": counted(must_be_present().now)})


def _page(request: HttpRequest, enquiry_id: int, typed: dict[str, Form], *, status: int = 200) -> HttpResponse:
    found = access.open_thread(enquiry_id)
    enquiry = found.enquiry
    page_language = (get_language() or "de").split("-")[0]
    content = {
        "enquiry": enquiry,
        "entries": [(one, one.language in RTL) for one in found.entries],
        "latest": max((one.pk for one in found.entries), default=0),
        "overtaken": status == 409,
        "first_rtl": enquiry.language in RTL,
        "when": dict(BEST_TIMES).get(enquiry.best_time, enquiry.best_time),
        "came_of_it": access.came_of(enquiry),
        "is_mine": enquiry.assigned_to_id == must_be_present().actor.user,
        "answer": typed.get("answer") or forms.Answer(reads=enquiry.language),
        "called": typed.get("called") or forms.Called(auto_id="called_%s"),
        "note": typed.get("note") or forms.Note(auto_id="note_%s"),
        "close": typed.get("close") or forms.Close(auto_id="close_%s"),
        "give": typed.get("give") or _give(None, enquiry),
        "speaks": typed.get("language") or forms.Language(initial={"language": enquiry.language}, auto_id="speaks_%s"),
        "blocks": blocks(enquiry.language),
        "blocks_rtl": enquiry.language in RTL,
        "reads_theirs": enquiry.language == page_language,
    }
    return render(request, "questions/staff/thread.html", content, status=status)


def _with_block(request: HttpRequest, enquiry: Enquiry) -> HttpResponse:
    """A prepared sentence is put behind what was typed; then the words are theirs to read, in their language."""
    text = block(request.POST["add"], enquiry.language)
    typed = request.POST.get("text", "").rstrip()
    said = {"text": f"{typed}\n\n{text}".strip(), "language": enquiry.language if text else ""}
    said["asks_back"] = request.POST.get("asks_back", "")
    return _page(request, enquiry.pk, {"answer": forms.Answer(reads=enquiry.language, initial=said)})


def _give(data: Any, enquiry: Enquiry) -> Form:
    said = {"to": enquiry.assigned_to_id}
    return forms.Give(data, initial=said, people=access.colleagues(enquiry), auto_id="give_%s")


def _nothing(data: Any, _enquiry: Enquiry) -> Form:
    return Form(data)


def _answer(pk: int, said: dict[str, Any]) -> None:
    answering.answer(enquiry_id=pk, now=timezone.now(), **said)


def _called(pk: int, said: dict[str, Any]) -> None:
    answering.called(enquiry_id=pk, text=said["text"], reached=said["reached"] == "reached", now=timezone.now())


def _given_to(pk: int, said: dict[str, Any]) -> None:
    to: UUID | None = said["to"].pk if said["to"] else None
    answering.give(enquiry_id=pk, to=to, now=timezone.now())


ACTS: Final[Mapping[str, tuple[Callable[[Any, Enquiry], Form], Callable[[int, dict[str, Any]], object]]]] = {
    "answer": (lambda data, enquiry: forms.Answer(data, reads=enquiry.language), _answer),
    "called": (lambda data, _enquiry: forms.Called(data, auto_id="called_%s"), _called),
    "note": (
        lambda data, _enquiry: forms.Note(data, auto_id="note_%s"),
        lambda pk, said: answering.note(enquiry_id=pk, text=said["text"], now=timezone.now()),
    ),
    "close": (
        lambda data, _enquiry: forms.Close(data, auto_id="close_%s"),
        lambda pk, said: answering.close(enquiry_id=pk, outcome=said["outcome"], now=timezone.now()),
    ),
    "give": (_give, _given_to),
    "take": (_nothing, lambda pk, said: answering.take(enquiry_id=pk, now=timezone.now())),
    "language": (
        lambda data, _enquiry: forms.Language(data, auto_id="speaks_%s"),
        lambda pk, said: answering.speaks(enquiry_id=pk, language=said["language"], now=timezone.now()),
    ),
}
"""What can be done: its form, and the act. An unknown word is a note without words: refused by its form."""
