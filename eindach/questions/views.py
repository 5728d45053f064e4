"""Pages of who asks: a question, its thread, a wish to be called back."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from eindach.accounts.pacing import paced
from eindach.casework.own.helps import standing_of
from eindach.consent import trail
from eindach.kernel.audience import audience
from eindach.kernel.languages import RTL, SPOKEN_CODES

from .asking import ask, enough, say_more
from .forms import CallMeBack, More, Question
from .links import enquiry_of, sealed
from .models import Enquiry, Entry
from .words import STATES


@audience("public")
@require_http_methods(["GET", "HEAD", "POST"])
@paced(posts="letter")
def ask_question(request: HttpRequest) -> HttpResponse:
    """Faults come back on the same page with everything that was typed; `?matter=key` says what it is about."""
    if request.method != "POST":
        initial = {"language": _spoken(), "matter": request.GET.get("matter", "")}
        return render(request, "questions/ask.html", {"form": Question(initial=initial)})
    form = Question(request.POST)
    if not form.is_valid():
        return render(request, "questions/ask.html", {"form": form}, status=422)
    enquiry = ask(form.asked(), now=timezone.now())
    return redirect("questions:thread", sealed(enquiry))


@audience("public")
@require_http_methods(["GET", "HEAD", "POST"])
@paced(posts="letter")
def call_me_back(request: HttpRequest) -> HttpResponse:
    """A number is enough; who would rather have a fixed time is led to the times."""
    if request.method != "POST":
        return render(request, "questions/call_me_back.html", {"form": CallMeBack(initial={"language": _spoken()})})
    form = CallMeBack(request.POST)
    if not form.is_valid():
        return render(request, "questions/call_me_back.html", {"form": form}, status=422)
    ask(form.asked(), now=timezone.now())
    return redirect("questions:thanks")


@audience("public")
@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    return render(request, "questions/thanks.html")


@audience("link-holder")
@require_http_methods(["GET", "HEAD", "POST"])
@paced(posts="letter")
def thread(request: HttpRequest, sealed: str) -> HttpResponse:
    """What was said on both sides; a posted reply is added."""
    enquiry = _held(sealed)
    form = More(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        say_more(enquiry, text=form.cleaned_data["text"], now=timezone.now())
        return redirect("questions:thread", sealed)
    trail.record(act="read", kind="enquiry", object=enquiry.pk, basis="link", fields=["concern", "text"])
    content = {
        "enquiry": enquiry,
        "entries": shown(enquiry),
        "first_rtl": enquiry.language in RTL,
        "state": STATES[enquiry.state],
        "passed_on": standing_of(enquiry.referral_id, now=timezone.now()) if enquiry.referral_id else None,
        "sealed": sealed,
        "form": form,
    }
    answer = render(request, "questions/thread.html", content, status=422 if form.errors else 200)
    answer["Cache-Control"] = "no-store"
    return answer


@audience("link-holder")
@require_http_methods(["GET", "HEAD", "POST"])
@paced(posts="manage")
def settled(request: HttpRequest, sealed: str) -> HttpResponse:
    """They say that it is answered; only a post does."""
    if request.method != "POST":
        return thread(request, sealed)
    enough(_held(sealed), now=timezone.now())
    return redirect("questions:thread", sealed)


def shown(enquiry: Enquiry) -> list[tuple[Entry, bool]]:
    """What the asker may read, and whether it runs from right to left; our notes are ours."""
    theirs = Entry.objects.filter(enquiry=enquiry, kind__in=(Entry.Kind.SAID, Entry.Kind.ANSWER))
    return [(one, one.language in RTL) for one in theirs]


def _held(said: str) -> Enquiry:
    try:
        return enquiry_of(said)
    except Enquiry.DoesNotExist as fault:
        raise Http404 from fault


def _spoken() -> str:
    """The language of the page, where somebody can speak it."""
    code = (get_language() or "").split("-")[0]
    return code if code in SPOKEN_CODES else "de"
