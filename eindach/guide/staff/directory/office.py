"""What an office finds behind its link: all it answers for, one button a service, a form for what is different.

GET changes nothing: mail scanners open links. The link is the only key; it opens entries everybody can read.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eindach.accounts.pacing import paced
from eindach.directory.freshness import AskedToday, ask_now, freshness, open_for
from eindach.directory.models import Asking, Proposal, Service
from eindach.directory.queries import region
from eindach.directory.staff import proposing
from eindach.directory.staff.proposing import Fact
from eindach.kernel.audience import audience

from . import letters
from .correcting import CorrectionForm, mark_of
from .links import LinkOver, NoLink, asking_of


@dataclass(frozen=True)
class Entry:
    """A service as its office sees it. `today`: its word is of today · `waits`: what it said is different."""

    service: Service
    facts: list[Fact]
    today: bool
    state: str
    waits: list[Proposal]

    @property
    def mark(self) -> str:
        return mark_of(self.facts)


def behind_the_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Gives the view the asking; an old link leads to a page that sends a new one."""

    @wraps(view)
    def call(request: HttpRequest, sealed: str, **kwargs: Any) -> HttpResponse:
        try:
            asking = asking_of(sealed, now=timezone.now())
        except NoLink as fault:
            raise Http404("no link") from fault
        except LinkOver:
            return _private(render(request, "guide/staff/directory/over.html", {"sealed": sealed}, status=410))
        return _private(view(request, sealed, asking, **kwargs))

    return call


@audience("public")
@require_safe
@behind_the_link
def assure(request: HttpRequest, sealed: str, asking: Asking) -> HttpResponse:
    return _list(request, sealed, asking)


@audience("public")
@require_POST
@paced(posts="form")
@behind_the_link
def confirm(request: HttpRequest, sealed: str, asking: Asking, key: str) -> HttpResponse:
    """All of it is right. What has changed since the page was shown is shown once more."""
    service, now = _service(asking, key), timezone.now()
    with transaction.atomic():
        if request.POST.get("seen") != mark_of(proposing.facts(service)):
            return _list(request, sealed, asking, changed=service, status=409)
        proposing.confirm(service, now=now)
    return redirect(f"{_to(sealed)}#{key}")


@audience("public")
@require_http_methods(["GET", "HEAD", "POST"])
@paced(posts="form")
@behind_the_link
def correct(request: HttpRequest, sealed: str, asking: Asking, key: str) -> HttpResponse:
    """What is different. Faults come back at their fields with everything that was typed."""
    service = _service(asking, key)
    facts = proposing.facts(service)
    if request.method != "POST":
        return _form(request, sealed, service, CorrectionForm(facts=facts))
    form = CorrectionForm(request.POST, facts=facts)
    if not form.is_valid():
        return _form(request, sealed, service, form, status=422)
    if form.cleaned_data["seen"] != mark_of(facts):
        said = request.POST.copy()
        said["seen"] = mark_of(facts)
        form = CorrectionForm(said, facts=facts)
        words = _("This entry has changed since you opened it. Please look at your answers and send them once more.")
        form.add_error(None, words)
        return _form(request, sealed, service, form, status=409)
    remark = form.cleaned_data["remark"]
    proposing.propose(service, form.said(), remark, email=asking.email, now=timezone.now())
    return redirect(f"{_to(sealed)}#{key}")


@audience("public")
@require_POST
@paced(posts="letter")
def renew(request: HttpRequest, sealed: str) -> HttpResponse:
    """A new link in place of an old one, only ever to the same office."""
    now = timezone.now()
    try:
        asking_of(sealed, now=now)
        return redirect("guide:assure", sealed)
    except NoLink as fault:
        raise Http404("no link") from fault
    except LinkOver as over:
        theirs = open_for(over.asking).values_list("pk", flat=True)
        try:
            with transaction.atomic():
                written = letters.write(ask_now(list(theirs), now=now), region(), now=now)
        except AskedToday:
            written = 1  # the mail is on its way already
        if not written:
            raise Http404("this office answers for nothing any more") from over
    return _private(render(request, "guide/staff/directory/over.html", {"sealed": sealed, "sent": True}))


def _list(
    request: HttpRequest, sealed: str, asking: Asking, changed: Service | None = None, status: int = 200
) -> HttpResponse:
    today = timezone.localdate(timezone=region().zone)
    said = list(Proposal.objects.filter(email=asking.email, outcome=""))
    services = list(open_for(asking))
    facts = proposing.facts_of(services)
    entries = [
        Entry(
            service,
            facts[service.pk],
            service.assured_date == today,
            freshness(service, today),
            [one for one in said if one.service_id == service.pk],
        )
        for service in services
    ]
    content = {"entries": entries, "sealed": sealed, "changed": changed}
    return render(request, "guide/staff/directory/assure.html", content, status=status)


def _form(request: HttpRequest, sealed: str, service: Service, form: CorrectionForm, status: int = 200) -> HttpResponse:
    content = {"form": form, "service": service, "sealed": sealed, "groups": _groups(form), "back_url": _to(sealed)}
    return render(request, "guide/staff/directory/correct.html", content, status=status)


def _groups(form: CorrectionForm) -> list[tuple[str, list[Any]]]:
    """The fields in the order of the page: the service and its office, then place by place."""
    groups: dict[str, list[Any]] = {}
    for bound in form.visible_fields():
        fact = getattr(bound.field, "fact", None)
        if fact is not None:
            groups.setdefault(fact.place, []).append(bound)
    return list(groups.items())


def _service(asking: Asking, key: str) -> Service:
    service = open_for(asking).filter(key=key).first()
    if service is None:
        raise Http404(key)
    return service


def _to(sealed: str) -> str:
    return reverse("guide:assure", args=[sealed])


def _private(answer: HttpResponse) -> HttpResponse:
    patch_cache_control(answer, private=True, no_store=True)
    return answer
