"""A visitor answers on the phone: another time, or the one they have."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from eindach.booking.operations import AlreadyBooked, NotChangeable, SlotTaken

from ..faults import NotNow
from ..late import refresh_after_commit
from ..models import Remedy, Visit
from ..remedies import decline_remedy, open_remedies, take_remedy
from ..visits import visit_token
from .link import record, with_visit


@with_visit
@require_POST
def other_time(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Only what was proposed to this visit; what somebody else has taken meanwhile is proposed anew at once. Who takes
    another day finds one on its own page."""
    page = reverse("frontdesk:visitor", args=[visit_token(visit.pk)])
    asked = request.POST.get("remedy")
    remedy = next((one for one in open_remedies([visit.pk]) if str(one.pk) == asked), None)
    takes = request.POST.get("answer") == "yes"
    try:
        if remedy is None:
            raise NotNow
        (take_remedy if takes else decline_remedy)(remedy, now=timezone.now())
    except (NotNow, AlreadyBooked, NotChangeable, SlotTaken):
        refresh_after_commit(visit.location_id)
        return HttpResponseRedirect(f"{page}?too-late")
    record("move" if takes else "decline", visit)
    if takes and remedy.way == Remedy.Way.FIND_DAY:
        return HttpResponseRedirect(reverse("frontdesk:another-day", args=[visit_token(visit.pk)]))
    return HttpResponseRedirect(page)
