"""The second layer: what the guarded querysets show to whom, written in the words of Django, not of the database."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from eindach.accounts.guarded import NOTHING, rule
from eindach.accounts.models import Category, Person, ProfileEntry, Role
from eindach.accounts.models.membership import OF_A_MUNICIPALITY
from eindach.accounts.policy import Area, may
from eindach.accounts.subjects import subject_of
from eindach.kernel.actor import Actor

from .models import AuditEvent, Consent, Grant
from .telling import expected, task_of, told


def declare() -> None:
    """Called once, when all parts are there."""
    rule(Person)(_persons)
    rule(ProfileEntry)(_facts)
    rule(Consent)(_consents)
    rule(Grant)(_grants)
    rule(AuditEvent)(_trail)


def known(actor: Actor, now: datetime) -> dict[UUID, frozenset[str]]:
    """Persons a member of staff may read about, with the categories; without the rule of towns."""
    task = task_of(actor)
    seen: dict[UUID, frozenset[str]] = {}
    for person, categories in told(actor, now).items():
        if Category.IDENTITY in (shown := categories & task):
            seen[person] = shown
    return seen


def of_their_town(actor: Actor, now: datetime, person: str = "") -> Q:
    """The rule of towns; `person` leads from the row to its person, as in "person__"."""
    if actor.role not in OF_A_MUNICIPALITY:
        return Q()
    if not actor.municipality:
        return NOTHING
    did_not_say = Q(**{f"{person}municipality": "", f"{person}pk__in": expected(actor, now)})
    return Q(**{f"{person}municipality": actor.municipality}) | did_not_say


def _persons(actor: Actor, now: datetime) -> Q:
    if actor.kind == "person":
        return Q(pk__in=actor.persons)
    return Q(pk__in=known(actor, now)) & of_their_town(actor, now)


def _facts(actor: Actor, now: datetime) -> Q:
    if actor.kind == "person":
        return Q(person__in=actor.persons) & ~Q(category=Category.NOTES)
    by_category: dict[str, list[UUID]] = {}
    for person, categories in known(actor, now).items():
        for category in categories:
            by_category.setdefault(category, []).append(person)
    shown = NOTHING
    for category, persons in by_category.items():
        shown |= Q(category=category, person__in=persons)
    return shown & of_their_town(actor, now, "person__")


def _consents(actor: Actor, now: datetime) -> Q:
    if actor.kind == "person":
        return Q(person__in=actor.persons)
    ours = Q(controller=actor.organization) | Q(recipient=actor.organization)
    return ours & _of_people_they_see(actor) if _cares(actor, now) else NOTHING


def _of_people_they_see(actor: Actor) -> Q:
    """A role of one town learns nothing of people it may not see, not even that they were asked."""
    return Q(person__in=Person.objects.all()) if actor.role in OF_A_MUNICIPALITY else Q()


def _grants(actor: Actor, now: datetime) -> Q:
    if actor.kind == "person":
        return Q(person__in=actor.persons)
    if not _cares(actor, now):
        return NOTHING
    of_our_consents = Q(consent__controller=actor.organization) | Q(consent__recipient=actor.organization)
    told_us = (Q(organization=actor.organization) | of_our_consents) & _of_people_they_see(actor)
    by_us = Q(granted_by=actor.organization) if may(actor, "manage", Area("consents"), now=now).allowed else NOTHING
    return told_us | by_us


def _cares(actor: Actor, now: datetime) -> bool:
    """Has to do with people at all; coordinators, the steering group and administrators have not."""
    return may(actor, "open", Area("people"), now=now).allowed


def _trail(actor: Actor, now: datetime) -> Q:
    if actor.kind == "person":
        return Q(subject__in=[subject_of(one) for one in actor.persons])
    return Q() if actor.role == Role.PROTECTION else NOTHING
