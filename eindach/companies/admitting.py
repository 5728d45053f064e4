"""From a company's wish to its access: asked by anybody, admitted and ended by the coordinator."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from eindach.accounts.acting import as_program
from eindach.accounts.models import person_of
from eindach.accounts.policy import Refused
from eindach.consent import trail
from eindach.directory.queries import region
from eindach.notifications.operations import write

from . import letters
from .models import Company

ONE_WISH: Final = timedelta(hours=1)
TOLD: Final = ("name", "email", "phone", "language")


@transaction.atomic
def ask(
    *,
    name: str,
    town: str,
    contact_name: str,
    contact_role: str,
    email: str,
    phone: str,
    about: str,
    language: str,
    now: datetime,
) -> Company:
    """Keep the wish and tell the coordinator. Again within an hour: one wish. Nobody is written to at the address that
    was given before a person has looked at it."""
    earlier = Company.objects.filter(name=name, email=email, asked_at__gt=now - ONE_WISH, ended_at=None)
    if same := earlier.first():
        return same
    company = Company.objects.create(
        name=name, town=town, contact_name=contact_name, contact_role=contact_role, email=email, phone=phone,
        about=about, language=language, asked_at=now,
    )  # fmt: skip
    _tell_the_coordinator(company, now)
    trail.record(act="ask", kind="company", object=company.pk, basis="own-wish", fields=TOLD, now=now)
    return company


@transaction.atomic
def admit(*, company_id: UUID, now: datetime) -> Company:
    """The coordinator has called them and knows who they are: from now on their contact signs in by a code to the work
    address. Twice changes nothing. Refused for an ended one."""
    company = _asked(company_id)
    if company.admitted_at:
        return company
    with as_program(now=now):
        company.contact, _new = person_of(
            name=company.contact_name, email=company.email, phone="", language=company.language, now=now
        )
    company.admitted_at = now
    company.save(update_fields=["contact", "admitted_at"])
    trail.record(act="admit", kind="company", person=company.contact_id, object=company.pk, basis="role", fields=TOLD)
    with as_program(now=now):
        letters.admitted(company, now=now)
    return company


@transaction.atomic
def end(*, company_id: UUID, now: datetime) -> Company:
    """Refused, or no longer here: its contact sees nothing any more, its invitations open no more. What employees have
    booked stays theirs."""
    company = _asked(company_id)
    company.ended_at = now
    company.save(update_fields=["ended_at"])
    trail.record(act="close", kind="company", person=company.contact_id, object=company.pk, basis="role")
    return company


def _asked(company_id: UUID) -> Company:
    company = Company.objects.select_for_update().filter(pk=company_id, ended_at=None).first()
    if company is None:
        raise Refused("manage", "company", object=company_id)
    return company


def _tell_the_coordinator(company: Company, now: datetime) -> None:
    """In German, to the region's help desk, where it has an address; the row is kept either way."""
    to = region().help_email
    if not to:
        return
    with override("de"):
        text = _("A company asks for access: %(name)s, %(town)s.\n\nPlease call them, then admit them.")
        subject = _("A company asks for access")
        said = text % {"name": company.name, "town": company.town}
    write(
        to=to, language="de", subject=subject, text=said, html="", kind="company", now=now, key=f"company {company.pk}"
    )
