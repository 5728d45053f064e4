"""Data protection answers a request for deletion: carries it out as far as the law allows, or says why not."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from eindach.accounts.acting import as_program, keeping
from eindach.accounts.models import Person
from eindach.accounts.policy import Area, Refused, may
from eindach.consent import trail
from eindach.kernel.actor import must_be_present
from eindach.notifications.operations import write

from ..models import DeletionRequest
from .deletion import AFTER_A_LOOK, AT_ONCE, end


def answer(*, request_id: UUID, outcome: str, reason: str, now: datetime) -> None:
    """The person is told by mail that there is an answer, not which. Answering twice keeps the first. Refused for
    whoever is not of data protection."""
    actor = must_be_present().actor
    row = DeletionRequest.objects.filter(pk=request_id, outcome="").first()
    if row is None or not may(actor, "review", Area("reviews"), now=now).allowed:
        raise Refused("write", "deletion-request", object=request_id)
    changed = DeletionRequest.objects.filter(pk=row.pk, outcome="").update(
        outcome=outcome, reason=reason, answered_at=now, answered_by_id=actor.user
    )
    if not changed:
        return
    trail.record(
        act="write", kind="deletion-request", person=row.person_id, object=row.pk, basis="role", fields=["outcome"]
    )
    with keeping(now=now):
        person = Person._base_manager.filter(pk=row.person_id).first()
    if outcome == DeletionRequest.Outcome.DONE:
        end((row.person_id,), (*AFTER_A_LOOK, *AT_ONCE), now=now)
    if person and person.email:
        _tell(person, now)


def _tell(person: Person, now: datetime) -> None:
    with as_program(now=now), override(person.language):
        text = _("Hello,\n\nyour question to us has an answer. Please sign in to read it, or call us.")
        write(
            to=person.email, language=person.language, subject=_("You have an answer"), text=text, html="",
            kind="deletion", now=now,
        )  # fmt: skip
