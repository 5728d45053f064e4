"""The door of a visitor's page: token to visit, or 404 for every other case alike. Every look is recorded."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from eindach.accounts.models import Category
from eindach.accounts.pacing import paced
from eindach.booking.recorded import BY_LINK
from eindach.booking.views.responses import personal
from eindach.consent import trail
from eindach.kernel.audience import audience

from ..models import Visit
from ..visits import visit_by_token

LONGEST_TOKEN = 80


def with_visit(view: Callable[[HttpRequest, Visit], HttpResponse]) -> Callable[..., HttpResponse]:
    @audience("link-holder")
    @personal
    @paced(posts="manage")
    @wraps(view)
    def with_it(request: HttpRequest, token: str) -> HttpResponse:
        visit = _visit(token)
        record("read", visit)
        return view(request, visit)

    return with_it


def record(act: str, visit: Visit, *, basis: str = BY_LINK) -> None:
    """Something was done to a visit, or it was shown, by whoever holds its link or stands at the kiosk."""
    trail.record(
        act=act,
        kind="visit",
        person=visit.person_id,
        object=visit.pk,
        basis=basis,
        fields=(Category.APPOINTMENTS,),
        now=timezone.now(),
    )


def _visit(token: str) -> Visit:
    try:
        return visit_by_token(token[:LONGEST_TOKEN])
    except Visit.DoesNotExist as fault:
        raise Http404(_("This link leads to no visit.")) from fault
