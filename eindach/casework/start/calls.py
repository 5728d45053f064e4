"""People who asked to be called."""

from eindach.consent import trail
from eindach.guide.models import Enquiry
from eindach.kernel.actor import Acting

MOST_SHOWN = 50


def waiting(acting: Acting) -> list[Enquiry]:
    """Whom nobody has called yet, who waits longest first; an event for each."""
    found = list(Enquiry.objects.filter(answered_at=None).order_by("created_at")[:MOST_SHOWN])
    for enquiry in found:
        trail.record(act="list", kind="enquiry", object=enquiry.pk, basis="role")
    return found
