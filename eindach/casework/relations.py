"""Who is known to an office because they asked it for help, and who sees which cases and referrals: the first two
layers of permission; the database has the same in guards.py."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q

from eindach.accounts.guarded import NOTHING, rule
from eindach.accounts.models import Category, Person, Role
from eindach.accounts.models.membership import OF_A_MUNICIPALITY
from eindach.accounts.policy import Relation
from eindach.consent.facts import law, relations
from eindach.consent.models import Consent
from eindach.consent.telling import told_by_asking
from eindach.kernel.actor import Actor

from .guards import ADVISES, ANSWERS, HELP_BASIS, REFERRAL, REMEMBERED_DAYS, SENDS, UNREAD_DAYS
from .models import Case, DeletionRequest, Referral

TOLD = frozenset({Category.IDENTITY, Category.CONTACT})
NOT_TAKEN_BACK = ~Q(outcome=Case.Outcome.WITHDRAWN)
REMEMBERED, UNREAD = timedelta(days=REMEMBERED_DAYS), timedelta(days=UNREAD_DAYS)


def declare() -> None:
    """Called once, when all parts are there."""
    rule(DeletionRequest)(_requests)
    rule(Case)(_cases)
    rule(Referral)(_referrals)
    relations(_of_person)
    told_by_asking(_of_office)


def _requests(actor: Actor, now: datetime) -> Q:
    if actor.kind == "person":
        return Q(person__in=actor.persons)
    return Q() if actor.role == Role.PROTECTION else NOTHING


def _of_person(person: Person, now: datetime) -> Iterator[Relation]:
    holds = law(HELP_BASIS, now) is not None

    def known(
        office: UUID, since: datetime, until: datetime | None, roles: frozenset[str], case: Case | None,
        user: UUID | None = None,
    ) -> Relation:  # fmt: skip
        return Relation(
            organization=office,
            categories=TOLD,
            basis=f"law:{HELP_BASIS}",
            since=since,
            until=until,
            holds=holds,
            roles=roles,
            user=user,
            by_asking=True,
            through=case.consent_id if case else None,
        )

    for one in Case._base_manager.filter(NOT_TAKEN_BACK, person=person):
        until = one.ended_at and one.ended_at + REMEMBERED
        yield known(one.organization_id, one.opened_at, until, frozenset(ADVISES), one)
        if one.opened_by_id:
            desk = frozenset({str(Role.FRONT_DESK)})
            yield known(one.organization_id, one.opened_at, until, desk, one, one.opened_by_id)
    for sent in Referral._base_manager.filter(person=person).select_related("case"):
        until = sent.ended_at and sent.ended_at + (REMEMBERED if sent.confirmed_at else UNREAD)
        yield known(sent.sender_id, sent.created_at, until, frozenset(SENDS), sent.case)


def _of_office(actor: Actor, now: datetime) -> Iterator[tuple[UUID, frozenset[str]]]:
    if law(HELP_BASIS, now) is None:
        return
    lately = Q(ended_at=None) | Q(ended_at__gt=now - REMEMBERED)
    cases = Case._base_manager.filter(_our_cases(actor), lately, opened_at__lte=now)
    unread = Q(confirmed_at=None, ended_at__gt=now - UNREAD)
    sent = Referral._base_manager.filter(_sent_by_us(actor), lately | unread, created_at__lte=now)
    for rows in (cases, sent):
        for person in rows.values_list("person_id", flat=True):
            yield person, TOLD


def _our_cases(actor: Actor) -> Q:
    """Advisors see those of their office; who sits at the front desk those they have opened. Nobody sees what
    stood on a consent alone that was taken back."""
    ours = Q(organization=actor.organization) & NOT_TAKEN_BACK
    if actor.role in ADVISES:
        return ours
    return ours & Q(opened_by=actor.user) if actor.role == Role.FRONT_DESK else NOTHING


def _sent_by_us(actor: Actor) -> Q:
    return Q(sender=actor.organization) if actor.role in SENDS else NOTHING


def _cases(actor: Actor, now: datetime) -> Q:
    if actor.kind == "person":
        return Q(person__in=actor.persons)
    return _our_cases(actor) & _of_one_we_see(actor)


def _referrals(actor: Actor, now: datetime) -> Q:
    if actor.kind == "person":
        return Q(person__in=actor.persons)
    to_us = NOTHING
    if actor.role in ANSWERS:
        agreed = [Q(person=person, sender=sender) for person, sender in _agreed(actor, now)]
        to_us = Q(recipient=actor.organization, requested_at__isnull=False, ended_at=None) & reduce(
            or_, agreed, NOTHING
        )
    return (_sent_by_us(actor) | to_us) & _of_one_we_see(actor)


def _agreed(actor: Actor, now: datetime) -> list[tuple[UUID, UUID]]:
    """Who said yes to being passed on to this office, and by which one."""
    asked = Consent._base_manager.filter(recipient=actor.organization, purpose=REFERRAL, expires_at__gt=now)
    return [
        (one.person_id, one.controller_id)
        for one in asked.prefetch_related("events")
        if one.state(now) == Consent.State.GIVEN
    ]


def _of_one_we_see(actor: Actor) -> Q:
    """A role of one town learns nothing of people it may not see."""
    return Q(person__in=Person.objects.all()) if actor.role in OF_A_MUNICIPALITY else Q()
