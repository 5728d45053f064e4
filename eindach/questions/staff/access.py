"""The only way to an enquiry on behalf of staff: policy, then rows, then the event."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from eindach.accounts.models import Membership, Person, Role, User
from eindach.accounts.policy import AREAS, Area, Refused, may
from eindach.casework.helping import access as helping
from eindach.casework.models import Case, Referral
from eindach.consent import trail
from eindach.kernel.actor import must_be_present

from ..models import Enquiry, Entry


@dataclass(frozen=True)
class Thread:
    """An enquiry with all that was said about it, our notes too, in the order of time."""

    enquiry: Enquiry
    entries: Sequence[Entry]


def open_thread(enquiry_id: int) -> Thread:
    """Refused when there is none, or none for this actor: both look the same."""
    enquiry = for_act(enquiry_id, "read")
    entries = list(Entry.objects.filter(enquiry=enquiry).select_related("by"))
    looked_at(enquiry)
    return Thread(enquiry, entries)


def looked_at(enquiry: Enquiry) -> None:
    """Leave the event of it."""
    told = ("name", "phone", "email", "language", "concern", "text")
    trail.record(act="read", kind="enquiry", object=enquiry.pk, basis="role", fields=told)


def for_act(enquiry_id: int, act: str, *, lock: bool = False) -> Enquiry:
    """The row, as far as it is the actor's. Refused."""
    acting = must_be_present()
    if may(acting.actor, "open", Area("enquiries"), now=acting.now).allowed:
        rows = Enquiry.objects.select_for_update(of=("self",)) if lock else Enquiry.objects.all()
        if found := rows.select_related("assigned_to", "matter", "municipality").filter(pk=enquiry_id).first():
            return found
    raise Refused(act, "enquiry", object=enquiry_id)


@dataclass(frozen=True)
class CameOfIt:
    """As far as the actor may see it: another office's cases and referrals are not theirs."""

    case: Case | None
    referral: Referral | None

    @property
    def came_back(self) -> bool:
        """The office that was asked does not help: another one can be asked."""
        return self.referral is not None and self.referral.came_back


def came_of(enquiry: Enquiry) -> CameOfIt:
    """An event for each person who is shown; of whom we know no more, nothing."""
    known = {"person__in": Person.objects.all()}
    case = Case.objects.filter(pk=enquiry.case_id, **known).first() if enquiry.case_id else None
    sent = Referral.objects.filter(pk=enquiry.referral_id, **known) if enquiry.referral_id else None
    referral = sent.select_related("recipient").first() if sent is not None else None
    for row in (case, referral):
        if row:
            helping.looked_at(row)
    return CameOfIt(case, referral)


def colleagues(enquiry: Enquiry) -> list[User]:
    """Who of the actor's office answers questions and sees this one, by name; who has another town does not."""
    acting = must_be_present()
    answers = [str(role) for role in Role if role in AREAS["open", "enquiries"]]
    members = Membership.objects.live(acting.now).filter(organization=acting.actor.organization, role__in=answers)
    members = members.filter(Q(municipality=None) | Q(municipality=enquiry.municipality_id))
    return list(User.objects.filter(pk__in=members.values("user")).order_by("name"))
