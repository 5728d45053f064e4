"""The door of every page behind a secret link: token to itinerary, or 404 for every other case alike."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from eindach.accounts.pacing import paced
from eindach.kernel.audience import audience

from .. import queries
from ..models import Itinerary
from ..recorded import BY_LINK, opened
from .responses import personal

LONGEST_TOKEN = 80


def with_link(view: Callable[[HttpRequest, Itinerary], HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view the booked itinerary of the token in the address. Every change is counted, every look recorded."""

    @audience("link-holder")
    @personal
    @paced(posts="manage")
    @wraps(view)
    def with_it(request: HttpRequest, token: str) -> HttpResponse:
        itinerary = _itinerary(token)
        opened(itinerary, timezone.now(), basis=BY_LINK)
        return view(request, itinerary)

    return with_it


def _itinerary(token: str) -> Itinerary:
    try:
        return queries.itinerary_by_token(token[:LONGEST_TOKEN])
    except Itinerary.DoesNotExist as fault:
        raise Http404(_("This link leads to no appointments.")) from fault
