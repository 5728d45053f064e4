"""A plan kept at its owner's own door: kept because they said so, changed there, and gone when they say so.

What is not there is `Refused`, not Http404: who asked was read, and that leaves an event.
"""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eindach.consent.doors import Refused, own_door
from eindach.guide.plan import kept
from eindach.guide.plan.answers import Answers, NoPass
from eindach.guide.plan.forms import PAGES, skipped
from eindach.guide.plan.mine import my_plan
from eindach.guide.plan.page import shown
from eindach.guide.views_plan import today


@own_door
@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HttpRequest, sealed: str) -> HttpResponse:
    """What is kept, for whom and how long; the button keeps it."""
    owners = kept.owners()
    answers = _of_pass(sealed)
    if request.method == "POST":
        chosen = _uuid(request.POST.get("person", ""))
        kept.keep(person_id=chosen, answers=answers, now=timezone.now())
        return redirect("guide:kept", person_id=chosen)
    return render(request, "guide/plan/keep.html", {"sealed": sealed, "owners": owners})


@own_door
@require_safe
def show(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The plan, as its link would show it."""
    row = kept.kept_plan(person_id)
    answers, day = kept.told(row), today()
    content: dict[str, Any] = shown(
        my_plan(answers, today=day),
        answers,
        today=day,
        tick=reverse("guide:kept-tick", args=[person_id]),
        ask=lambda page: reverse("guide:kept-ask", args=[person_id, page]),
    )
    content |= {"kept": row, "kept_until": kept.kept_until(row)}
    return render(request, "guide/plan/show.html", content)


@own_door
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, person_id: UUID, page: str) -> HttpResponse:
    """One answer is changed, the others stay."""
    row = kept.kept_plan(person_id)
    if page not in PAGES:
        raise Refused("read", kept.KIND)
    form = PAGES[page].about(kept.told(row), request.POST if request.method == "POST" else None)
    if "skip" in request.POST:
        return _changed(person_id, skipped(page, kept.told(row)))
    if request.method == "POST" and form.is_valid():
        return _changed(person_id, form.answered(kept.told(row)))
    content = {"form": form, "back_url": reverse("guide:kept", args=[person_id]), "kept": row}
    return render(request, "guide/plan/ask.html", content, status=422 if form.errors else 200)


@require_POST
@own_door
def tick(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Done, or not done after all."""
    answers, step = kept.told(kept.kept_plan(person_id)), request.POST.get("step", "")
    if step not in {one.key for one in my_plan(answers, today=today()).steps}:
        raise Refused("write", kept.KIND)
    changed = answers.unticked(step) if "undo" in request.POST else answers.ticked(step, today())
    return _changed(person_id, changed, step)


@require_POST
@own_door
def forget(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Kept no more; the plan stays what it was before, a link."""
    answers = kept.forget(person_id=person_id)
    return redirect(f"{reverse('guide:my-plan', args=[answers.sealed()])}?said=forgotten")


def _changed(person_id: UUID, answers: Answers, step: str = "") -> HttpResponse:
    kept.keep(person_id=person_id, answers=answers, now=timezone.now())
    return redirect(reverse("guide:kept", args=[person_id]) + (f"#{step}" if step else ""))


def _of_pass(sealed: str) -> Answers:
    try:
        return Answers.of_pass(sealed)
    except NoPass as fault:
        raise Refused("read", kept.KIND) from fault


def _uuid(said: str) -> UUID:
    try:
        return UUID(said)
    except ValueError as fault:
        raise Refused("write", kept.KIND) from fault
