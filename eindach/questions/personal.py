"""Personal columns of the questions: who asked, how they are reached, what was said."""

from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Greatest

from eindach.accounts.models import Person
from eindach.accounts.personal import TASK
from eindach.accounts.registry.declared import INNER, TOLD, Ending, ending, personal

from .models import Enquiry, Entry


def _said(persons: tuple[UUID, ...], path: str = "") -> Q:
    """Who asked said a name with a phone or a mail address; both must be the person's."""
    people = Person._base_manager.filter(pk__in=persons, name=OuterRef(f"{path}name"))
    by_phone = people.filter(phone=OuterRef(f"{path}phone")).exclude(phone="")
    by_mail = people.filter(email=OuterRef(f"{path}email")).exclude(email="")
    return Q(Exists(by_phone)) | Q(Exists(by_mail))


def _said_in_entries(persons: tuple[UUID, ...]) -> Q:
    """Notes of ours are not what they were told; their thread is."""
    return _said(persons, "enquiry__") & Q(kind__in=(Entry.Kind.SAID, Entry.Kind.ANSWER))


personal(
    Enquiry,
    purpose="callback",
    basis=TASK,
    kept="enquiry",
    find=_said,
    columns={
        "name phone email language answer_by came_by best_time concern matter_id municipality_id": TOLD,
        "created_at answered_at told_at said_again_at asks_back closed_at outcome left_out": TOLD,
        "id assigned_to_id mail_id case_id referral_id": INNER,
    },
)
personal(
    Entry,
    purpose="callback",
    basis=TASK,
    kept="enquiry",
    root="enquiry",
    find=_said_in_entries,
    columns={"kind text language at left_out": TOLD, "id enquiry_id by_id mail_id": INNER},
)


def _closed(enquiries: QuerySet[Enquiry]) -> QuerySet[Enquiry]:
    return enquiries.annotate(started=F("closed_at"), collected=Greatest("created_at", "said_again_at"))


ending(Ending(kept="enquiry", model=Enquiry, started=_closed))
