"""Moving the clock of a demonstration. Elsewhere this route does not exist."""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from eindach.config import sample_clock
from eindach.frontdesk.events.days import before_the_next
from eindach.kernel.audience import audience
from eindach.notifications.views import demo_only

LATER: Final = timedelta(minutes=15)


@audience("demo")
@demo_only
@require_POST
def move_clock(request: HttpRequest) -> HttpResponse:
    """A quarter of an hour on, or (`to`: joint-day) to the morning of the next event day. Never back: what happened
    has happened."""
    if settings.CLOCK is None:
        raise Http404
    now = timezone.now()
    if request.POST.get("to") == "joint-day":
        morning = before_the_next(now=now)
        sample_clock.put_forward(settings.CLOCK, morning - now if morning else timedelta())
    else:
        sample_clock.put_forward(settings.CLOCK, LATER)
    return redirect("accounts:demo")
