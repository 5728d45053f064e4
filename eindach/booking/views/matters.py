"""Step 1: what somebody wants to settle."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from eindach.accounts.pacing import paced
from eindach.directory.memory import Memory, memory
from eindach.directory.models import RequiredDocument, Service
from eindach.guide import queries
from eindach.guide.models import Matter, Topic
from eindach.kernel.audience import audience

from ..draft import Draft
from ..wish import MOST_MATTERS
from .responses import personal
from .steps import at

LONGEST_QUERY, LONGEST_TOWN, LONGEST_DAY = 80, 8, 10
MOST_FOUND = 100


@dataclass(frozen=True)
class Tile:
    """One matter of the page."""

    matter: Matter
    is_chosen: bool
    first: list[Matter]
    papers: list[RequiredDocument]
    found: bool


@dataclass(frozen=True)
class Missing:
    """`matter` was chosen, `first` has to be settled before it and was not."""

    matter: Matter
    first: Matter


@audience("public")
@require_http_methods(["GET", "HEAD", "POST"])
@personal
@paced(posts="form")
def matters(request: HttpRequest) -> HttpResponse:
    """Choose; `?matter=key` chooses beforehand, `?q=` narrows the list down."""
    kept = memory()
    known = bookable(kept)
    by_key = {matter.key: matter for matter in known}
    if request.method == "POST":
        return _choose(request, kept, by_key)
    draft = Draft.of(request)
    if draft.is_booked:
        draft = draft.renewed()
    _told_elsewhere(draft, by_key, request)
    chosen = [key for key in (*draft.matters, *request.GET.getlist("matter")) if key in by_key]
    return _page(request, kept, known, chosen)


def _told_elsewhere(draft: Draft, by_key: dict[str, Matter], request: HttpRequest) -> None:
    """The plan of one's next steps has asked already: `settled`, where one lives and from when on. What was typed here
    stays."""
    settled = {key for key in request.GET.getlist("settled") if key in by_key} - set(draft.settled)
    town, here_from = request.GET.get("municipality", ""), request.GET.get("from", "")
    if settled or town or here_from:
        draft.settled = sorted({*draft.settled, *settled})
        draft.town, draft.here_from = town[:LONGEST_TOWN], here_from[:LONGEST_DAY]
        draft.keep(request)


def bookable(kept: Memory | None = None) -> list[Matter]:
    """All matters that some service settles which is offered now, with what the page needs of them, as the process
    keeps them."""
    return (kept or memory()).rows("bookable", _bookable)


def _bookable() -> list[Matter]:
    offered = Service.objects.filter(status=Service.Status.ACTIVE)
    settled = Matter.services.through.objects.filter(matter=OuterRef("pk"), service__in=offered)
    found = Matter.objects.filter(Exists(settled)).select_related("topic").defer("topic__summary")
    found = found.prefetch_related(
        Prefetch("after", queryset=Matter.objects.only("key", "name", "short_name")),
        Prefetch("services", queryset=offered.only("key").prefetch_related("required_documents")),
    )
    return sorted(found, key=lambda matter: (matter.topic.position, matter.position, matter.key))


def _choose(request: HttpRequest, kept: Memory, by_key: dict[str, Matter]) -> HttpResponse:
    draft = Draft.of(request)
    if draft.is_booked:
        draft = draft.renewed()
    draft.matters = [key for key in dict.fromkeys(request.POST.getlist("matter")) if key in by_key]
    wanted = request.POST.get("go", "")
    missing = _missing(draft, by_key)
    if wanted == "add":
        # Two of the chosen matters may miss the same one.
        draft.matters = list(dict.fromkeys([*draft.matters, *(one.first.key for one in missing)]))
    if wanted == "settled":
        draft.settled = sorted({*draft.settled, *(one.first.key for one in missing)})
    draft.keep(request)
    if wanted == "find":
        query = urlencode({"q": request.POST.get("q", "")[:LONGEST_QUERY]})
        return redirect(f"{reverse('booking:matters')}?{query}")
    fault = _fault(draft.matters)
    left = [] if wanted == "settled" else _missing(draft, by_key)
    if fault or left:
        return _page(request, kept, by_key.values(), draft.matters, fault=fault, missing=left)
    return redirect("booking:when")


def _fault(chosen: Sequence[str]) -> str:
    if not chosen:
        return _("Choose at least one matter.")
    if len(chosen) > MOST_MATTERS:
        return _("Choose at most %(most)d matters. You can book the others afterwards.") % {"most": MOST_MATTERS}
    return ""


def _missing(draft: Draft, by_key: dict[str, Matter]) -> list[Missing]:
    """What has to come first and was neither chosen nor said to be settled; only what can be booked here."""
    known = {*draft.matters, *draft.settled}
    return [
        Missing(by_key[key], by_key[first.key])
        for key in draft.matters
        for first in by_key[key].after.all()
        if first.key not in known and first.key in by_key
    ]


def _page(
    request: HttpRequest,
    kept: Memory,
    known: Collection[Matter],
    chosen: Sequence[str],
    *,
    fault: str = "",
    missing: Sequence[Missing] = (),
) -> HttpResponse:
    query = request.GET.get("q", "")[:LONGEST_QUERY]
    found = _found(query, kept, known)
    tiles = [_tile(matter, chosen, matter.key in found) for matter in known]
    topics: dict[Topic, list[Tile]] = {}
    for tile in tiles:
        topics.setdefault(tile.matter.topic, []).append(tile)
    context = {
        "memory": kept,
        "topics": [(topic, under) for topic, under in topics.items() if any(tile.found for tile in under)],
        "hidden": [tile for tile in tiles if not tile.found and tile.is_chosen],
        "nothing_found": bool(query) and not any(tile.found for tile in tiles),
        "query": query,
        "fault": fault,
        "missing": missing,
        "count": len(chosen),
    }
    return render(request, "booking/matters.html", context | at(1), status=422 if fault else 200)


def _tile(matter: Matter, chosen: Sequence[str], found: bool) -> Tile:
    asked = {paper.key: paper for service in matter.services.all() for paper in service.required_documents.all()}
    return Tile(
        matter=matter,
        is_chosen=matter.key in chosen,
        first=list(matter.after.all()),
        papers=list(asked.values()),
        found=found,
    )


def _found(query: str, kept: Memory, known: Collection[Matter]) -> set[str]:
    """Keys of those the words mean, in any language and spelling, as on the page of the search."""
    if not query:
        return {matter.key for matter in known}
    answers = queries.search(query, kept, limit=MOST_FOUND).found
    return {one.subject.key for one in answers if one.is_matter}
