"""Personal columns of the guide: who wants to be called back, and why; what somebody told for the plan we keep."""

from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from eindach.accounts.models import Person
from eindach.accounts.personal import CONSENT, TASK
from eindach.accounts.registry.declared import INNER, TOLD, Ending, ending, impersonal, nothing_open, personal

from .models import Enquiry, KeptPlan


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
personal(
    KeptPlan,
    purpose="plan",
    basis=CONSENT,
    kept="plan",
    person="person",
    follow_up=nothing_open,
    columns={"place chosen dates done kept_at changed_at": TOLD, "id person_id": INNER},
)
impersonal(
    "topics, matters, steps",
    ["guide_topic", "guide_matter", "guide_matter_after", "guide_matter_services", "guide_step"],
)


def _answered(enquiries: QuerySet[Enquiry]) -> QuerySet[Enquiry]:
    return enquiries.annotate(started=F("answered_at"), collected=F("created_at"))


ending(Ending(kept="enquiry", model=Enquiry, started=_answered))


def _left_alone(plans: QuerySet[KeptPlan]) -> QuerySet[KeptPlan]:
    return plans.annotate(started=F("changed_at"))


ending(Ending(kept="plan", model=KeptPlan, started=_left_alone, person="person"))
