"""Personal columns of consent: who may know something of a person, and who looked. And when an advisor's file ends."""

from django.db.models import Case, Exists, F, Min, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Least

from eindach.accounts.models import Person, ProfileEntry
from eindach.accounts.personal import FILE, TASK
from eindach.accounts.registry.contact import last_contact
from eindach.accounts.registry.declared import (
    INNER,
    OF_OTHERS,
    TOLD,
    Ending,
    ending,
    impersonal,
    nothing_open,
    personal,
    tables_of,
)
from eindach.accounts.subjects import subject_of

from .models import AuditEvent, BrokenGlass, Consent, ConsentEvent, Grant

ENDED = (Consent.State.REFUSED, Consent.State.WITHDRAWN, Consent.State.EXPIRED)


def _ends(consent: str) -> QuerySet[ConsentEvent]:
    return ConsentEvent.objects.filter(consent=OuterRef(consent), kind__in=ENDED)


ACCOUNTABLE = {"purpose": "accountability", "basis": "Art. 5 Abs. 2, Art. 32 DSGVO"}
PROVED = {"purpose": "consent", "basis": "Art. 7 Abs. 1 DSGVO", "kept": "consent"}
personal(
    Consent,
    **PROVED,
    person="person",
    recipient="recipient",
    contact=F("asked_at"),
    follow_up=lambda now: Q(expires_at__gt=now) & ~Q(Exists(_ends("pk"))),
    columns={
        "id purpose categories controller_id recipient_id text_id expires_at asked_at": TOLD,
        "person_id": INNER,
    },
)
personal(
    ConsentEvent,
    **PROVED,
    person="consent__person",
    root="consent",
    contact=F("at"),
    columns={"kind at channel language consent_id heard_by_id": TOLD, "interpreter by_user_id": OF_OTHERS, "id": INNER},
)
personal(
    Grant,
    **FILE,
    basis=TASK,
    recipient="organization",
    contact=F("valid_from"),
    follow_up=nothing_open,
    columns={
        "id purpose categories organization_id consent_id legal_basis_id granted_by_id": TOLD,
        "valid_from valid_until ended_at": TOLD,
        "person_id": INNER,
    },
)
personal(
    BrokenGlass,
    **ACCOUNTABLE,
    kept="emergency",
    person="person",
    recipient="organization",
    follow_up=lambda now: Q(reviewed_at=None),
    columns={
        "id role organization_id reason broken_at until reviewed_at": TOLD,
        # Which member of staff it was is not the person's to know: CJEU, 22 June 2023, C-579/21.
        "user_id reviewed_by_id finding": OF_OTHERS,
        "person_id review_due": INNER,
    },
)
personal(
    AuditEvent,
    **ACCOUNTABLE,
    kept="trail",
    find=lambda persons: Q(subject__in=[subject_of(one) for one in persons]),
    columns={
        "at act kind organization role basis reason fields outcome": TOLD,
        "user address": OF_OTHERS,
        "id chain number before digest object subject actor_kind": INNER,
    },
)
impersonal(
    "texts, laws, and the heads of the chains",
    ["consent_legalbasis", "consent_consenttext", "consent_auditseal", "consent_audithead"],
)


def _ended(consents: QuerySet[Consent]) -> QuerySet[Consent]:
    """When it was refused or withdrawn, at the latest when it ran out."""
    said = Subquery(_ends("pk").order_by("at").values("at")[:1])
    return consents.annotate(started=Least("expires_at", said))


def _reviewed(looks: QuerySet[BrokenGlass]) -> QuerySet[BrokenGlass]:
    return looks.annotate(started=Case(When(reviewed_at__isnull=False, then=F("until"))))


def _last_contact(persons: QuerySet[Person]) -> QuerySet[Person]:
    """Of people of whom somebody wrote something down, whom somebody helps, or of whom somebody may know something."""
    facts = ProfileEntry._base_manager.filter(person=OuterRef("pk"))
    first = facts.order_by().values("person").annotate(first=Min("written_at")).values("first")
    in_file = Q()
    for table in tables_of("file"):
        if table.model:
            in_file |= Q(Exists(table.model._base_manager.filter(**{table.person: OuterRef("pk")})))
    return persons.filter(in_file).annotate(started=last_contact(), collected=Subquery(first))


ending(Ending(kept="file", model=Person, started=_last_contact, person="pk", waits=True))
ending(Ending(kept="consent", model=Consent, started=_ended, person="person"))
ending(Ending(kept="emergency", model=BrokenGlass, started=_reviewed, person="person"))
