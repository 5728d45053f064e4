"""Who helps a person just now, and what became of what was passed on: at their own door and behind their question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from eindach.accounts.acting import keeping
from eindach.accounts.models import Person

from ..models import Case, Referral

Outcome = Referral.Outcome
PASSED_ON: Final[Mapping[str, object]] = {
    "asked": _("You have not answered yet. Nothing was passed on."),
    "requested": _("We have asked this office. It has not answered yet."),
    "seen": _("We have asked this office. It has not answered yet."),
    "accepted": _("This office helps you."),
    Outcome.DONE: _("This office has helped you."),
    Outcome.REJECTED: _("This office cannot help you. We look for another way."),
    Outcome.FAILED: _("This office could not help you. We look for another way."),
    Outcome.CANCELLED: _("We do not ask this office any more."),
    Outcome.REFUSED: _("You said no. Nothing was passed on."),
    Outcome.WITHDRAWN: _("You took your yes back. This office knows nothing more of it."),
    Outcome.EXPIRED: _("This office did not answer. We look for another way."),
}


@dataclass(frozen=True)
class Help:
    """An office that helps, or that was asked to; `said`: what the office wrote, in German as a rule."""

    office: str
    since: datetime
    standing: str
    needs: str
    said: str = ""


def helps(person: Person) -> Sequence[Help]:
    """The latest first. Runs as the person."""
    cases = Case.objects.filter(person=person).select_related("organization")
    found = [Help(str(one.organization.name), one.opened_at, _of_case(one), one.concern) for one in cases]
    for one in Referral.objects.filter(person=person).select_related("recipient"):
        found.append(Help(str(one.recipient.name), one.created_at, passed_on(one), one.words, one.result))
    return sorted(found, key=lambda one: one.since, reverse=True)


def passed_on(row: Referral) -> str:
    """How it stands, in words for the person; what the sender has read stays what it was."""
    if row.outcome == Outcome.EXPIRED and not row.requested_at:
        return str(PASSED_ON["asked"])  # it was they who did not answer
    if row.outcome in (Outcome.EXPIRED, Outcome.WITHDRAWN) and row.accepted_at:
        return str(PASSED_ON[Outcome.CANCELLED])  # it helped until the yes was over, and may have files of its own
    return str(PASSED_ON[row.outcome or row.state])


def standing_of(referral_id: UUID, *, now: datetime) -> Help:
    """For whoever holds the link of the question it came from: the office and how it stands, nothing that was written.
    Read as the keeper; the caller has shown that the question is theirs."""
    with keeping(now=now):
        row = Referral.objects.select_related("recipient").get(pk=referral_id)
    return Help(str(row.recipient.name), row.created_at, passed_on(row), "")


def _of_case(case: Case) -> str:
    if case.outcome == Case.Outcome.WITHDRAWN:
        return str(PASSED_ON[Outcome.WITHDRAWN])
    return str(_("This office has helped you.") if case.ended_at else _("This office helps you."))
