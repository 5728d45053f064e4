"""The secret link by which somebody sees what their employer entered, and makes it their own, once."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from eindach.accounts.models import person_of
from eindach.accounts.sealed import NotSealed, seal, unseal
from eindach.consent import trail

from .answers import say
from .models import Answer, Details, Employee

PURPOSE = "eindach.companies.invitation"


class NoInvitation(ValueError):
    """Never ours, or replaced by a later one, or its company is gone, or it is too old."""


@dataclass(frozen=True, kw_only=True)
class Corrected:
    """What the person says in place of what their employer entered."""

    name: str
    language: str
    languages: tuple[str, ...]
    adults: int
    children: tuple[int, ...]
    needs: tuple[str, ...]
    matters: tuple[str, ...]
    municipality: str


def link(employee: Employee, language: str) -> str:
    """The secret link, absolute; nothing of it is stored."""
    assert employee.invited_at  # noqa: S101 - whoever is written to was invited
    said = [employee.pk.hex, int(employee.invited_at.timestamp())]
    with translation.override(language):
        return settings.PUBLIC_URL + reverse("companies:invited", args=[seal(PURPOSE, said)])


def invited(sealed: str, *, now: datetime, locked: bool = False) -> Employee:
    """Whom a link is for; asked as the program. NoInvitation."""
    try:
        key, invited_at = unseal(PURPOSE, sealed)
    except NotSealed as fault:
        raise NoInvitation from fault
    rows = Employee.objects.select_related("company")
    rows = rows.select_for_update(of=("self",)) if locked else rows
    found = rows.filter(pk=UUID(key), company__ended_at=None).first()
    if found is None or found.invited_at is None or int(found.invited_at.timestamp()) != invited_at:
        raise NoInvitation
    if found.state(now) == "late":
        raise NoInvitation
    return found


@transaction.atomic
def accept(sealed: str, *, said: Corrected, answers: dict[str, bool], now: datetime) -> Employee:
    """From now on it is theirs: by name, and by the contact the link went to, which it has proved. A number beside a
    mail address is only what the company said, and whoever has it could sign in by it: it is not kept. The second press
    changes nothing. NoInvitation."""
    employee = invited(sealed, now=now, locked=True)
    if employee.state(now) != "invited":
        return employee
    details = Details.objects.get(employee=employee)
    employee.person, _new = person_of(
        name=said.name, email=details.email, phone="" if details.email else details.phone, language=said.language,
        municipality=said.municipality, now=now,
    )  # fmt: skip
    employee.accepted_at = now
    employee.save(update_fields=["person", "accepted_at"])
    details.name = details.email = details.phone = ""
    change(details, said)
    trail.record(
        act="accept", kind="employee", person=employee.person_id, object=employee.pk, basis="link",
        fields=("identity", "contact"), now=now,
    )  # fmt: skip
    for question, yes in answers.items():
        say(employee=employee, question=Answer.Question(question), yes=yes, language=said.language, now=now)
    return employee


@transaction.atomic
def decline(sealed: str, *, now: datetime) -> None:
    """They want nothing of it: what was entered is deleted at once. NoInvitation."""
    employee = invited(sealed, now=now, locked=True)
    if employee.state(now) == "invited":
        Details.objects.filter(employee=employee).delete()
        employee.ended_at = now
        employee.save(update_fields=["ended_at"])
        trail.record(act="decline", kind="employee", object=employee.pk, basis="link", now=now)


def change(details: Details, said: Corrected) -> None:
    """The person corrects what is known of them."""
    details.language, details.languages = said.language, list(said.languages)
    details.adults, details.children = said.adults, list(said.children)
    details.needs, details.matters, details.municipality = list(said.needs), list(said.matters), said.municipality
    details.save()
