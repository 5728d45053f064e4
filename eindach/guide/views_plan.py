"""My next steps: a question a page, then the plan. What was told travels in the address, sealed; no cookie, no row."""

from datetime import date
from urllib.parse import urlencode

import segno
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eindach.directory.queries import region
from eindach.guide.plan.answers import Answers, NoPass
from eindach.guide.plan.deadlines import deadlines
from eindach.guide.plan.forms import PAGES, skipped
from eindach.guide.plan.mine import my_plan
from eindach.guide.plan.page import ORDER, shown
from eindach.kernel.audience import audience


@audience("public")
@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """What comes, and that nothing is kept."""
    return render(request, "guide/plan/begin.html", {"first": _asks(ORDER[0], Answers()), "pages": len(ORDER)})


@audience("public")
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, page: str) -> HttpResponse:
    """`?so-far=`: the pass · `?then=plan`: one answer is changed, the others stay."""
    if page not in PAGES:
        raise Http404(page)
    answers = _so_far(request)
    form = PAGES[page].about(answers, request.POST if request.method == "POST" else None)
    if "skip" in request.POST:
        return private(redirect(_next(page, skipped(page, answers), request)))
    if request.method == "POST" and form.is_valid():
        return private(redirect(_next(page, form.answered(answers), request)))
    place = ORDER.index(page)
    back = _asks(ORDER[place - 1], answers) if place else reverse("guide:plan")
    content = {
        "form": form,
        "step_now": place + 1,
        "step_total": len(ORDER),
        "back_url": reverse("guide:my-plan", args=[answers.sealed()]) if _changes(request) else back,
    }
    return private(render(request, "guide/plan/ask.html", content, status=422 if form.errors else 200))


@audience("public")
@require_safe
def show(request: HttpRequest, sealed: str) -> HttpResponse:
    answers, day = _of(sealed), today()
    content = shown(
        my_plan(answers, today=day),
        answers,
        today=day,
        tick=reverse("guide:plan-tick", args=[sealed]),
        ask=lambda page: _asks(page, answers, changes=True),
    )
    return private(render(request, "guide/plan/show.html", content))


@audience("public")
@require_POST
def tick(request: HttpRequest, sealed: str) -> HttpResponse:
    """Done, or not done after all; the address is a new one."""
    answers, step = _of(sealed), request.POST.get("step", "")
    if step not in {one.key for one in my_plan(answers, today=today()).steps}:
        raise Http404(step)
    changed = answers.unticked(step) if "undo" in request.POST else answers.ticked(step, today())
    return private(redirect(reverse("guide:my-plan", args=[changed.sealed()]) + f"#{step}"))


@audience("public")
@require_safe
def calendar(request: HttpRequest, sealed: str) -> HttpResponse:
    plan = my_plan(_of(sealed), today=today())
    answer = HttpResponse(deadlines(plan, now=timezone.now()), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="eindach.ics"'
    return private(answer)


@audience("public")
@require_safe
def take_along(request: HttpRequest, sealed: str) -> HttpResponse:
    """The link, and its square code for another device."""
    _of(sealed)
    link = settings.PUBLIC_URL + reverse("guide:my-plan", args=[sealed])
    square = segno.make(link, error="l", micro=False).svg_inline(border=4, dark="#000", light="#fff", omitsize=True)
    content = {"link": link, "sealed": sealed, "square": mark_safe(square)}  # noqa: S308 - drawn by segno from our own link
    return private(render(request, "guide/plan/take_along.html", content))


def _next(page: str, answers: Answers, request: HttpRequest) -> str:
    place = ORDER.index(page) + 1
    if _changes(request) or place == len(ORDER):
        return reverse("guide:my-plan", args=[answers.sealed()])
    return _asks(ORDER[place], answers)


def _asks(page: str, answers: Answers, *, changes: bool = False) -> str:
    said = {"so-far": answers.sealed()} | ({"then": "plan"} if changes else {})
    return f"{reverse('guide:plan-ask', args=[page])}?{urlencode(said)}"


def _changes(request: HttpRequest) -> bool:
    return request.GET.get("then") == "plan"


def _so_far(request: HttpRequest) -> Answers:
    """What was told on the pages before; a link that was cut off begins anew."""
    try:
        return Answers.of_pass(request.GET.get("so-far", ""))
    except NoPass:
        return Answers()


def _of(sealed: str) -> Answers:
    try:
        return Answers.of_pass(sealed)
    except NoPass as fault:
        raise Http404("no plan") from fault


def today() -> date:
    return timezone.localdate(timezone=region().zone)


def private(answer: HttpResponse) -> HttpResponse:
    patch_cache_control(answer, private=True, no_store=True)
    return answer
