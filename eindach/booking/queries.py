"""Read bookings: by the secret link, by reference and link together, and as a drawable plan."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from eindach.accounts.acting import as_program
from eindach.kernel.identifiers import REFERENCE_ALPHABET, REFERENCE_LENGTH, ascii_digits, derived_token, token_digest

from .ground import Ground, ground
from .guards import REMEMBERED_DAYS
from .models import Appointment, Itinerary, Proposal
from .plans import Plan, Planned, plan_of

REFERENCE: Final = re.compile(rf"[{REFERENCE_ALPHABET}]{{{REFERENCE_LENGTH}}}")
LINK: Final = re.compile(r"/my/([A-Za-z0-9_-]{16,80})")
"""The secret link as it stands in the square code, in a mail, or in the line of a browser."""


def manage_token(itinerary: Itinerary) -> str:
    """The secret of the link to an itinerary: 256 bit, derived from the server's key, never stored."""
    return derived_token(settings.SECRET_KEY, "manage", str(itinerary.pk))


def itinerary_by_token(token: str) -> Itinerary:
    """The booked itinerary of a secret link. Itinerary.DoesNotExist."""
    booked = Itinerary.objects.select_related("person").filter(booked_at__isnull=False)
    return booked.get(token_digest=token_digest(token))


def itinerary_by_reference(reference: str, token: str) -> Itinerary:
    """The booked itinerary with this reference, for who also holds its token. Itinerary.DoesNotExist is the one
    answer to every other case, after the same work: the digest of the token finds the row, and nobody can choose a
    token by its digest, so the time of the search tells nothing."""
    asked = ascii_digits(reference).replace(" ", "").upper()
    known = Itinerary.objects.select_related("person").filter(booked_at__isnull=False)
    return known.get(reference=asked, token_digest=token_digest(token))


def people_of_number(said: str, now: datetime) -> tuple[list[UUID], UUID | None]:
    """Whose booking somebody holds in hand, by its reference or its link, for staff: the people of those of its
    appointments that the actor may see; else nobody, and whose it is, for the trail alone.

    Only the number itself is looked up as the program. Who carries it to a counter gains nothing by that: without an
    appointment there, or a grant, the answer is the same as for a number nobody has.
    """
    by = _number(said)
    if not by:
        return [], None
    with as_program(now=now):
        row = Itinerary.objects.filter(booked_at__isnull=False, **by).values_list("pk", "person").first()
    if row is None:
        return [], None
    seen = Appointment.objects.filter(itinerary=row[0], person__isnull=False).order_by()
    people = list(seen.values_list("person", flat=True).distinct())
    return people, None if people else row[1]


def _number(said: str) -> dict[str, str]:
    if link := LINK.search(said):
        return {"token_digest": token_digest(link[1])}
    reference = re.sub(r"[\s-]", "", ascii_digits(said)).upper()
    return {"reference": reference} if REFERENCE.fullmatch(reference) else {}


@dataclass(frozen=True)
class Given:
    """What was said in bookings with an organization: phone numbers (E.164) and the language, the latest first."""

    phones: tuple[str, ...] = ()
    language: str = ""


def given_to(organization: UUID, person: UUID, now: datetime) -> Given:
    """How to reach somebody as they said it when they booked there. The rest of what is stored is nobody's to read for
    an appointment: a stranger can book in anybody's name."""
    with as_program(now=now):
        said = list(_booked_with(organization, now).filter(person=person).values_list("phone", "language"))
    phones = dict.fromkeys(str(phone) for phone, _language in said if phone)
    return Given(tuple(phones), next((language for _phone, language in said), ""))


def people_who_gave(phone: str, organization: UUID, now: datetime) -> set[UUID]:
    """Who said this number (E.164) when booking there."""
    with as_program(now=now):
        return set(_booked_with(organization, now).filter(phone=phone).values_list("person", flat=True))


def _booked_with(organization: UUID, now: datetime) -> QuerySet[Itinerary]:
    """As long as an appointment makes its organization know somebody."""
    known = Appointment.objects.exclude(status=Appointment.Status.CANCELLED).filter(
        calendar__counter__organization=organization,
        person__isnull=False,
        during__endswith__gt=now - timedelta(days=REMEMBERED_DAYS),
    )
    return Itinerary.objects.filter(pk__in=known.values("itinerary"), booked_at__isnull=False).order_by("-booked_at")


def drawn(rows: Iterable[Appointment]) -> Plan | None:
    """Appointments of one person as a plan, whichever itineraries they are of; None when there is none."""
    known = list(rows)
    return _plan(known) if known else None


def planned(itinerary: Itinerary, *, statuses: Iterable[str] | None = None) -> Plan | None:
    """The itinerary's appointments as a plan; None when there is none. By default the live ones (without what a
    proposal holds); for a cancelled itinerary ask for `("cancelled",)`."""
    rows = itinerary.appointments.filter(proposal=None)
    rows = rows.filter(live=True) if statuses is None else rows.filter(status__in=list(statuses))
    return _plan(rows)


def proposed(proposal: Proposal) -> Plan | None:
    """The plan as it will be when the proposal is accepted: what it holds, and what stays as it is."""
    held = list(proposal.appointments.exclude(reason=Appointment.Reason.PERSON))
    matters = {one.matter_id for one in held}
    kept = proposal.itinerary.appointments.filter(proposal=None, live=True).exclude(matter__in=matters)
    return _plan([*held, *kept])


def open_proposal(itinerary: Itinerary) -> Proposal | None:
    """The proposal that waits for an answer (it may have run out: accepting it is still tried)."""
    return itinerary.proposals.unanswered().first()


def _plan(rows: Iterable[Appointment]) -> Plan | None:
    base = ground()
    appointments = [_planned(row, base) for row in rows]
    return plan_of(appointments, base.ways) if appointments else None


def _planned(row: Appointment, base: Ground) -> Planned:
    counter = base.calendars[row.calendar_id].counter
    return Planned(
        matter=base.matters_by_id[row.matter_id],
        service=base.services[row.service_id],
        organization=counter.organization,
        location=counter.location,
        counter=counter,
        calendar_id=row.calendar_id,
        start=row.during.lower.astimezone(base.region.zone),
        end=row.during.upper.astimezone(base.region.zone),
        language=row.language,
        appointment_id=row.pk,
        status=row.status,
        displaced=row.displaced_at is not None,
    )
