"""Personal columns of the guide: who wants to be called back, and why."""

from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from eindach.accounts.models import Person
from eindach.accounts.personal import TASK
from eindach.accounts.registry.declared import INNER, TOLD, Ending, ending, impersonal, personal

from .models import Enquiry


def _of(persons: tuple[UUID, ...]) -> Q:
    """Who asked said a name and a phone; both must be the person's."""
    same = Person._base_manager.filter(pk__in=persons, name=OuterRef("name"), phone=OuterRef("phone"))
    return Q(Exists(same))


personal(
    Enquiry,
    purpose="callback",
    basis=TASK,
    kept="enquiry",
    find=_of,
    columns={"name phone language best_time concern created_at answered_at": TOLD, "id": INNER},
)
impersonal(
    "topics, matters, steps",
    ["guide_topic", "guide_matter", "guide_matter_after", "guide_matter_services", "guide_step"],
)


def _answered(enquiries: QuerySet[Enquiry]) -> QuerySet[Enquiry]:
    return enquiries.annotate(started=F("answered_at"), collected=F("created_at"))


ending(Ending(kept="enquiry", model=Enquiry, started=_answered))
