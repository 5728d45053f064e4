"""An example of the day on which matters are settled together, for who has not begun to book: drawn, nothing held."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from eindach.accounts.pacing import paced
from eindach.directory.models import Municipality
from eindach.directory.queries import region
from eindach.kernel.audience import audience

from ..forms.when import USUAL_DAYS, first_day
from ..plans import Plan
from ..search import search
from ..wish import Wish, WishFaults
from .booked import carry
from .responses import personal
from .when import known, own_language, spoken_for


@audience("public")
@require_safe
@personal
@paced(reads="search")
def example(request: HttpRequest) -> HttpResponse:
    """`?matter=…&municipality=…` as the first step of the booking reads them; a page, or the same as a part of one."""
    now = timezone.now()
    plan = _soonest(request, now)
    content = {
        "visits": carry(plan) if plan else [],
        "go": f"{reverse('booking:matters')}?{request.GET.urlencode()}",
    }
    is_part = request.htmx  # type: ignore[attr-defined]
    return render(request, "booking/parts/example.html" if is_part else "booking/example.html", content)


def _soonest(request: HttpRequest, now: datetime) -> Plan | None:
    """The fewest visits, of those the earliest; in the language of the pages where it is spoken everywhere."""
    matters, town = known(request.GET.getlist("matter")), request.GET.get("municipality", "")
    today = timezone.localdate(now, region().zone)
    first = first_day(today, request.GET.get("from", ""))
    wish = Wish(
        matters=tuple(matters),
        start=first,
        until=first + USUAL_DAYS,
        languages=tuple(own_language(spoken_for(matters))),
        municipality=town if Municipality.objects.filter(ags=town).exists() else "",
    )
    try:
        found = search(wish, now=now)
    except WishFaults:
        return None
    return min(found.plans, key=lambda plan: (plan.days, plan.completed_on, plan.minutes_on_site), default=None)
