"""What an office does with a case. Each act is one transaction on behalf of the actor, and leaves an event."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from eindach.accounts.models import Category, Person
from eindach.accounts.policy import Area, Refused, may
from eindach.consent import telling, trail
from eindach.consent.models import AuditEvent
from eindach.guide.models import Matter
from eindach.kernel.actor import must_be_present

from ..guards import ADVISES
from ..models import Case
from . import access

FIELDS = (Category.IDENTITY, Category.CONTACT, Category.NEEDS)


class NobodyThere(ValueError):
    """Whom it was given to does not advise at this office."""


class Helped(ValueError):
    """A colleague of this office helps them already, which the actor does not read."""


def open_case(
    *,
    person: Person,
    concern: str,
    language: str,
    now: datetime,
    phone: str = "",
    matter: Matter | None = None,
    advisor: UUID | None = None,
    consent: UUID | None = None,
) -> Case:
    """Our office helps them from now on. One open case a person: who has one gets it back. An advisor who names nobody
    takes it themselves. `consent`: by which alone we know them, locked by the caller. Refused, NobodyThere, Helped."""
    actor = must_be_present(now).actor
    if not may(actor, "open", Area("cases"), now=now).allowed:
        raise Refused("open", "case", person=person.pk)
    advisor = advisor or (actor.user if actor.role in ADVISES else None)
    _must_advise(advisor, now)
    case = Case(
        person=person, organization_id=access.our_office(), advisor_id=advisor, matter=matter, concern=concern,
        phone=phone, language=language, opened_at=now, opened_by_id=actor.user, consent_id=consent,
    )  # fmt: skip
    try:
        with transaction.atomic():
            case.save(force_insert=True)
    except IntegrityError:
        there = Case.objects.filter(person=person, organization=actor.organization, ended_at=None).first()
        if there is None:
            trail.record(act="open", kind="case", person=person.pk, outcome=AuditEvent.Outcome.REFUSED, now=now)
            raise Helped from None
        if consent is None:  # they have come themselves since
            Case.objects.filter(pk=there.pk).update(consent=None)
        access.looked_at(there)
        return there
    telling.changed()
    basis = f"consent:{consent}" if consent else access.BASIS
    trail.record(act="open", kind="case", person=person.pk, object=case.pk, basis=basis, fields=FIELDS, now=now)
    return case


def give(*, case_id: UUID, to: UUID, now: datetime) -> None:
    """Somebody of our office takes it over; of what is over nothing changes. Refused, NobodyThere."""
    case = access.case(case_id, "assign", lock=True)
    _must_advise(to, now)
    done = Case.objects.filter(pk=case.pk, ended_at=None).update(advisor=to)
    trail.record(
        act="assign" if done else "read", kind="case", person=case.person_id, object=case.pk, basis="role", now=now
    )


def close(*, case_id: UUID, outcome: str, now: datetime) -> bool:
    """It is over, and how. False: it was over already, and keeps its outcome. Refused."""
    case = access.case(case_id, "close", lock=True)
    done = Case.objects.filter(pk=case.pk, ended_at=None).update(ended_at=now, outcome=Case.Outcome(outcome))
    trail.record(
        act="close" if done else "read", kind="case", person=case.person_id, object=case.pk, basis="role",
        fields=["outcome"], now=now,
    )  # fmt: skip
    return bool(done)


def _must_advise(user: UUID | None, now: datetime) -> None:
    if user is not None and user not in {one.pk for one in access.advisors(now)}:
        raise NobodyThere
