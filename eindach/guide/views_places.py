"""Pages of the public directory: places by need, language and town; everything about one service."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from eindach.directory.memory import memory
from eindach.directory.models import Municipality, Service
from eindach.directory.queries import region
from eindach.guide.places import linked_data
from eindach.guide.places.finding import Place, find, whole
from eindach.guide.places.service import service_page
from eindach.guide.places.town_map import town_map
from eindach.guide.places.wishes import WishesForm
from eindach.kernel.audience import audience

A_PAGE = 20
OF_A_TOWN = ("name", "latitude", "longitude", "page__key")
"""What the form and the map need: not what it writes about itself, in ten languages."""


@audience("public")
@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """The form, what fits best first, the map."""
    kept, here, now = memory(), region(), timezone.now()
    towns = kept.rows("towns of the map", lambda: list(Municipality.objects.select_related("page").only(*OF_A_TOWN)))
    form = WishesForm(request.GET, towns, kept)
    wishes = form.wishes()
    found = find(wishes, form.towns, here, now, kept)
    fitting = sum(place.fits for place in found.places)
    page = Paginator(found.places, A_PAGE).get_page(request.GET.get("page"))
    page.object_list = whole(list(page.object_list), here, now, kept)
    content: dict[str, Any] = {
        "memory": kept,
        "form": form,
        "wishes": wishes,
        "found": found,
        "fitting": fitting,
        "resting": len(found.places) - fitting,
        "page": page,
        "map": town_map(towns, counts(found.places), wishes.town.ags if wishes.town else ""),
        "others": _others(request),
    }
    return render(request, "guide/places/list.html", content)


@audience("public")
@require_safe
def service(request: HttpRequest, key: str) -> HttpResponse:
    here, now = region(), timezone.now()
    try:
        page = service_page(key, here, now)
    except Service.DoesNotExist as fault:
        raise Http404(key) from fault
    today = timezone.localdate(now, here.zone)
    record = linked_data.of_service(page, f"{settings.PUBLIC_URL}{request.path}", here, today)
    content = {"details": page, "service": page.service, "linked": linked_data.as_script(record), "today": today}
    return render(request, "guide/places/service.html", content)


def _others(request: HttpRequest) -> str:
    """The other wishes of this address, as a town's own link begins."""
    asked = request.GET.copy()
    for name in ("town", "page"):
        asked.pop(name, None)
    return f"?{asked.urlencode()}&" if asked else "?"


def counts(places: Iterable[Place]) -> dict[str, tuple[int, int]]:
    """AGS -> (places there that fit somebody who lives there, all places there)."""
    fits: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for place in places:
        if ags := place.row.town:
            total[ags] += 1
            fits[ags] += place.fits_there
    return {ags: (fits[ags], count) for ags, count in total.items()}
