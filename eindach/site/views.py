"""The start page."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from eindach.directory import queries
from eindach.directory.models import EventSeries, Region
from eindach.frontdesk.events.days import event_days
from eindach.guide.models import Topic
from eindach.kernel.audience import audience
from eindach.kernel.languages import NATIVE
from eindach.site.people_to_ask import people_to_ask

HALF_A_YEAR = 60 * 60 * 24 * 180


@audience("public")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this is, what somebody may need, the next event day, a human."""
    now = timezone.now()
    people = people_to_ask(now=now)
    content: dict[str, Any] = {
        "topics": list(Topic.objects.all()),
        "event": next_event_day(now, people.region if people else None),
        "can_register": any(day.state(now) == "registering" for day in event_days(now=now)),
        "people": people,
        "is_forgotten": request.GET.get("said") == "forgotten",
    }
    answer = render(request, "site/home.html", content)
    language = get_language()
    if language in NATIVE and request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) != language:
        # The bare address leads here again in the language chosen last. It is needed for that choice alone.
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=HALF_A_YEAR,
            samesite="Lax",
            secure=settings.HTTPS,
            httponly=True,
        )
    return answer


def next_event_day(now: datetime, here: Region | None = None) -> queries.EventDay | None:
    """The nearest day of all series; None when none is planned."""
    series = EventSeries.objects.select_related("location").prefetch_related("location__schedule_exceptions")
    days = [day for one in series if (day := queries.next_event(one, now, here))]
    return min(days, key=lambda day: day.opens, default=None)
