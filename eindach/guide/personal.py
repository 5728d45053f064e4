"""Personal columns of the guide: what somebody told for the plan we keep."""

from django.db.models import F, QuerySet

from eindach.accounts.personal import CONSENT
from eindach.accounts.registry.declared import INNER, TOLD, Ending, ending, impersonal, nothing_open, personal

from .models import KeptPlan

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
impersonal(
    "what municipalities say of themselves",
    ["guide_municipalitypage", "guide_municipalityfact", "guide_municipalitypicture", "guide_municipalityevent"],
)


def _left_alone(plans: QuerySet[KeptPlan]) -> QuerySet[KeptPlan]:
    return plans.annotate(started=F("changed_at"))


ending(Ending(kept="plan", model=KeptPlan, started=_left_alone, person="person"))
