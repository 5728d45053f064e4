"""Pages of municipalities: all side by side, each by itself, its calendar, its pictures, its hand-out for offices."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_safe

from eindach.accounts.pacing import paced
from eindach.directory.memory import memory
from eindach.directory.queries import region
from eindach.guide.models import MunicipalityPage, MunicipalityPicture
from eindach.guide.municipalities import linked_data
from eindach.guide.municipalities.calendar import calendar_file
from eindach.guide.municipalities.comparing import comparison
from eindach.guide.municipalities.facts import KINDS
from eindach.guide.municipalities.page import TownPage, coming, row_of, town_page
from eindach.guide.municipalities.paper import FORMS, hand_out
from eindach.guide.places.linked_data import as_script
from eindach.guide.plan.answers import Answers
from eindach.guide.plan.forms import PAGES
from eindach.kernel.audience import audience

A_YEAR = 31_536_000
AFTER_PLACE = tuple(PAGES)[1]
"""The first question of the plan that is still open where the town is known."""


@audience("public")
@require_safe
def municipalities(request: HttpRequest) -> HttpResponse:
    """The map, the table, what is to be seen in the house. `?by=`: the figure of the map, which sorts the table."""
    kept, here, now, by = memory(), region(), timezone.now(), request.GET.get("by", "")
    by = by if by in KINDS else ""
    content = {
        "memory": kept,
        "today": timezone.localdate(now, here.zone),
        "by": by,
        "found": SimpleLazyObject(lambda: comparison(here, now, by)),
        "kinds": KINDS,
    }
    return render(request, "guide/municipalities/list.html", content)


@audience("public")
@require_safe
def municipality(request: HttpRequest, key: str) -> HttpResponse:
    here, row = region(), _row(key)
    page = town_page(row, here, timezone.now())
    record = linked_data.of_town(page, f"{settings.PUBLIC_URL}{request.path}", here)
    content = page_content(page) | {"linked": as_script(record)}
    return render(request, "guide/municipalities/page.html", content)


def page_content(page: TownPage) -> dict[str, Any]:
    """What the part of the page needs that a preview shows too."""
    ags = page.row.municipality_id
    matter = page.advisor.matter if page.advisor else None
    booking = f"{reverse('booking:matters')}?{urlencode({'matter': matter.key, 'municipality': ags})}" if matter else ""
    asked = urlencode({"so-far": Answers(place=ags).sealed()})
    plan = f"{reverse('guide:plan-ask', args=[AFTER_PLACE])}?{asked}"
    return {"page": page, "row": page.row, "book": booking, "plan": plan}


@audience("public")
@require_safe
def short(request: HttpRequest, key: str) -> HttpResponse:
    """The address on paper: the program chooses the reader's language, then this leads to the page."""
    return redirect("guide:municipality", key=_row(key).key)


@audience("public")
@require_safe
def calendar(request: HttpRequest, key: str) -> HttpResponse:
    here, row, now = region(), _row(key), timezone.now()
    content = calendar_file(coming(row, here, now), here, now=now)
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{row.key}.ics"'
    return answer


@audience("public")
@require_safe
def picture(request: HttpRequest, picture_id: UUID) -> HttpResponse:
    """One that was sent in. Another picture has another address, so it is kept for a year."""
    found = get_object_or_404(MunicipalityPicture, pk=picture_id, shown=True, content__isnull=False)
    answer = HttpResponse(bytes(found.content or b""), content_type="image/webp")
    patch_cache_control(answer, public=True, max_age=A_YEAR, immutable=True)
    return answer


@audience("public")
@require_safe
@paced(reads="form")
def paper(request: HttpRequest, key: str, form: str) -> HttpResponse:
    """For the registration office: `sheet` or `cards`."""
    if form not in FORMS:
        raise Http404(form)
    here, row, now = region(), _row(key), timezone.now()
    answer = HttpResponse(hand_out(form, row, here, now=now), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{row.key}-{form}.pdf"'
    return answer


def _row(key: str) -> MunicipalityPage:
    try:
        return row_of(key)
    except MunicipalityPage.DoesNotExist as fault:
        raise Http404(key) from fault
