"""Who waits: for a freed time that makes their plan shorter, or for a new plan because their counter closed."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Exists, F, Max, OuterRef, QuerySet

from .models import Appointment, Calendar, Itinerary, Proposal
from .models.proposal import Proposals

RESTS = timedelta(days=3)
"""Nobody on the waiting list is written to more often: an unanswered or declined offer is an answer for a while."""
RESTS_AFTER_NO = timedelta(days=1)
"""Who declined a new plan after a closure is asked again, but not at once."""
MOST_ASKED = 50
"""A freed time asks that many people; who was looked at longest ago comes first, so everybody's turn comes."""


def waiting_for(calendars: Iterable[int], *, now: datetime) -> list[Itinerary]:
    """Who waits and has a future matter that these calendars serve; longest not looked at, then first come."""
    services = Calendar.services.through.objects.filter(calendar_id__in=list(calendars)).values("service_id")
    recent = _proposals().filter(made_at__gt=now - RESTS)
    found = Itinerary.objects.filter(
        ~Exists(recent),
        ~Exists(_proposals().waiting(now)),
        wants_earlier=True,
        cancelled_at=None,
        booked_at__isnull=False,
        appointments__live=True,
        appointments__proposal=None,
        appointments__during__startswith__gt=now,
        appointments__matter__services__in=services,
    )
    return list(found.distinct().order_by(F("looked_at").asc(nulls_first=True), "booked_at")[:MOST_ASKED])


def displaced_without_answer(now: datetime) -> list[Itinerary]:
    """Whose counter closed, who has a future displaced appointment, and who is to be asked (again) now."""
    displaced = Appointment.objects.filter(live=True, displaced_at__isnull=False, during__startswith__gt=now)
    lately_declined = _proposals().filter(declined_at__gt=now - RESTS_AFTER_NO, cause=Proposal.Cause.CLOSURE)
    found = Itinerary.objects.filter(
        ~Exists(_proposals().waiting(now).filter(cause=Proposal.Cause.CLOSURE)),
        ~Exists(lately_declined),
        Exists(displaced.filter(itinerary=OuterRef("pk"))),
        cancelled_at=None,
    )
    return [one for one in found.order_by("booked_at") if not a_human_was_told(one)]


def asked_since_displaced(itinerary: Itinerary) -> QuerySet[Proposal]:
    """The proposals made since its counter closed (the latest closure counts)."""
    since = itinerary.appointments.filter(live=True).aggregate(Max("displaced_at"))["displaced_at__max"]
    made = itinerary.proposals.filter(cause=Proposal.Cause.CLOSURE)
    return made.filter(made_at__gte=since) if since else made


def a_human_was_told(itinerary: Itinerary) -> bool:
    """Since its counter closed: that this one has to be called."""
    return asked_since_displaced(itinerary).filter(offer="").exists()


def _proposals() -> Proposals:
    return Proposal.objects.filter(itinerary=OuterRef("pk"))
