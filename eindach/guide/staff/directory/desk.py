"""The coordinator's page of the directory: what offices say is different, whose word is old, who was asked when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from eindach.accounts.acting import as_program
from eindach.consent import trail
from eindach.consent.doors import staff
from eindach.directory.freshness import ASKED_BEFORE, STALE_AFTER, AskedToday, ask_now, freshness
from eindach.directory.models import Asking, Proposal, Region, Service
from eindach.directory.queries import region
from eindach.directory.staff import proposing
from eindach.directory.staff.faults import CellFault, Overtaken
from eindach.directory.staff.tables import TABLES
from eindach.kernel.actor import must_be_present

from . import letters, writing


@dataclass(frozen=True)
class Word:
    """How old the word about a service is. `state`: never | stale | soon | assured · `asking`: the last one."""

    service: Service
    state: str
    asking: Asking | None


@staff("manage", "directory")
@require_safe
def upkeep(request: HttpRequest) -> HttpResponse:
    return page(request)


@staff("manage", "directory")
@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """Accept or reject; several of one service at once. `seen`: what each cell said when the page was shown."""
    now, accept = must_be_present().now, "accept" in request.POST
    with as_program(now=now):
        chosen = _proposals(request.POST.getlist("proposal"))
    if not chosen:
        raise Http404("no proposal waits")
    shown = dict(zip(request.POST.getlist("proposal"), request.POST.getlist("seen"), strict=False))
    for one in chosen:
        one.old = shown.get(str(one.pk), one.old)
    try:
        with transaction.atomic():
            writing.decide(chosen, accept=accept, now=now)
    except Overtaken:
        return page(request, status=409, overtaken=True)
    except CellFault as fault:
        return page(request, status=409, fault=str(fault))
    return redirect(f"{reverse('guide:upkeep')}?done={'accepted' if accept else 'rejected'}")


@staff("manage", "directory")
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Write to the offices of the chosen services now."""
    now, chosen = must_be_present().now, _ids(request.POST.getlist("service"))
    try:
        with as_program(now=now):
            asked = ask_now(chosen, now=now)
            if asked:
                letters.write(asked, region(), now=now)
    except AskedToday:
        return page(request, status=409, asked_today=True)
    for one in asked:
        trail.record(act="send", kind="directory", object=one.asking.pk, basis="role", now=now)
    return redirect(f"{reverse('guide:upkeep')}?done={'asked' if asked else 'nobody'}")


def page(request: HttpRequest, status: int = 200, **more: Any) -> HttpResponse:
    now = must_be_present().now
    with as_program(now=now):
        here = Region.objects.first()  # before a region is loaded there is a page already
        words = _words(timezone.localdate(now, here.zone if here else None))
        waiting = proposing.waiting()
    groups = [(service, list(of_it)) for service, of_it in groupby(waiting, key=lambda one: one.proposal.service)]
    content: dict[str, Any] = {
        "groups": groups,
        "needing": [one for one in words if one.state != "assured"],
        "fresh": [one for one in words if one.state == "assured"],
        "total": len(words),
        "tables": TABLES.values(),
        "done": request.GET.get("done", ""),
    }
    return render(request, "guide/staff/directory/upkeep.html", content | more, status=status)


def _words(today: date) -> list[Word]:
    """Of all services that are offered; those with an address first, whose word is missing or oldest."""
    rows = Service.objects.exclude(status=Service.Status.DEFUNCT).select_related("organization")
    last: dict[UUID, Asking] = {}
    for asking in Asking.objects.order_by("asked_at").prefetch_related("services"):
        last |= {service.pk: asking for service in asking.services.all()}
    words = [Word(service, _state(service, today), last.get(service.pk)) for service in rows]
    return sorted(words, key=_first_whom_one_can_ask)


def _first_whom_one_can_ask(one: Word) -> tuple[bool, date, str]:
    return not one.service.assurer_email, one.service.assured_date or date.min, one.service.key


def _state(service: Service, today: date) -> str:
    state = freshness(service, today)
    soon = service.assured_date and today - service.assured_date >= STALE_AFTER - ASKED_BEFORE
    return "soon" if state == "assured" and soon else state


def _proposals(said: Sequence[str]) -> list[Proposal]:
    return list(Proposal.objects.filter(pk__in=_ids(said), outcome="").select_related("service"))


def _ids(said: Sequence[str]) -> list[UUID]:
    try:
        return [UUID(one) for one in said]
    except ValueError:
        return []
