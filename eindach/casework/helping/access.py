"""The only way to a case or a referral on behalf of staff: policy, then rows, then the event."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal, TypeVar
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet

from eindach.accounts.acting import as_program
from eindach.accounts.models import Category, Membership, Person, User
from eindach.accounts.models.membership import OF_A_MUNICIPALITY
from eindach.accounts.policy import Area, Refused, may
from eindach.accounts.rules import OF_A_KIND
from eindach.consent import trail
from eindach.consent.expiring import lock
from eindach.consent.facts import file_of
from eindach.consent.models import Consent
from eindach.directory.models import Organization
from eindach.kernel.actor import must_be_present

from ..guards import ADVISES, ANSWERS, HELP_BASIS
from ..models import Case, Referral
from .ending import word_first

MOST_SHOWN: Final = 100
BASIS: Final = f"law:{HELP_BASIS}"
Side = Literal["sent", "received"]
Row = TypeVar("Row", Case, Referral)


@dataclass(frozen=True)
class Referrals:
    """Of the acting office. `to_answer`, `ours`: received and waiting for a yes or no, taken on. `ended`: sent and
    over, and nobody has read how; `under_way`: sent and open. The oldest first."""

    to_answer: Sequence[Referral]
    ours: Sequence[Referral]
    ended: Sequence[Referral]
    under_way: Sequence[Referral]

    def __bool__(self) -> bool:
        return bool(self.to_answer or self.ours or self.ended or self.under_way)


def referrals() -> Referrals:
    """What the actor's office was asked and has asked, but for what is closed; an event for each who is named. Of more
    than are shown, what waits for us comes first."""
    office = our_office()
    rows = Referral.objects.filter(confirmed_at=None).select_related("person", "sender", "recipient", "matter")
    asks_us = ExpressionWrapper(Q(recipient=office, accepted_at=None), BooleanField()).desc()
    ended_first = F("ended_at").asc(nulls_last=True)
    found = _named("referral", rows.order_by(asks_us, ended_first, "created_at")[:MOST_SHOWN])
    received = [one for one in found if one.recipient_id == office and not one.ended_at]
    sent = [one for one in found if one.sender_id == office]
    return Referrals(
        to_answer=[one for one in received if not one.accepted_at],
        ours=[one for one in received if one.accepted_at],
        ended=[one for one in sent if one.ended_at],
        under_way=[one for one in sent if not one.ended_at],
    )


def open_cases() -> list[Case]:
    """Of the actor's office, their own first; an event for each person who is named."""
    me = must_be_present().actor.user
    mine = ExpressionWrapper(Q(advisor=me, advisor__isnull=False), BooleanField()).desc()
    rows = Case.objects.filter(ended_at=None).select_related("person", "advisor", "matter")
    return _named("case", rows.order_by(mine, "opened_at")[:MOST_SHOWN])


def _named(kind: str, rows: Iterable[Row]) -> list[Row]:
    found = list(rows)
    if not found:
        trail.record(act="list", kind=kind, basis="role")
    for person, basis in dict.fromkeys((one.person_id, _basis(one)) for one in found):
        trail.record(act="list", kind=kind, person=person, basis=basis, fields=[Category.IDENTITY])
    return found


def referral(referral_id: UUID, act: str, *, side: Side | None = None, lock: bool = False) -> Referral:
    """The row, as far as it is the actor's; `side`: only from this one. Refused."""
    acting = must_be_present()
    if may(acting.actor, "open", Area("referrals"), now=acting.now).allowed:
        row = _row(Referral.objects.all(), referral_id, False)
        if row and lock:
            word_first(row, now=acting.now)
            row = _row(Referral.objects.all(), referral_id, True)
        if row and (side is None or side == side_of(row)):
            return row
    raise Refused(act, "referral", object=referral_id)


def case(case_id: UUID, act: str, *, lock: bool = False) -> Case:
    """The row, as far as it is the actor's. Refused."""
    acting = must_be_present()
    if may(acting.actor, "open", Area("cases"), now=acting.now).allowed and (
        row := _row(Case.objects.all(), case_id, lock)
    ):
        return row
    raise Refused(act, "case", object=case_id)


def _row(rows: QuerySet[Row], pk: UUID, lock: bool) -> Row | None:
    """Whose person is still known here: some time after the end they are not."""
    rows = rows.filter(person__in=Person.objects.all())
    locked = rows.select_for_update(of=("self",)) if lock else rows
    return locked.filter(pk=pk).first()


def side_of(row: Referral) -> Side:
    return "sent" if row.sender_id == our_office() else "received"


def our_office() -> UUID:
    office = must_be_present().actor.organization
    assert office is not None  # noqa: S101 - staff work somewhere
    return office


def looked_at(row: Case | Referral) -> None:
    """Leave the event of it."""
    kind = "case" if isinstance(row, Case) else "referral"
    fields = [Category.IDENTITY, Category.CONTACT, Category.NEEDS]
    trail.record(act="read", kind=kind, person=row.person_id, object=row.pk, basis=_basis(row), fields=fields)


def _basis(row: Case | Referral) -> str:
    """Why we know them: they said yes to its being passed on to us, or asked us."""
    received = isinstance(row, Referral) and side_of(row) == "received"
    return f"consent:{row.consent_id}" if isinstance(row, Referral) and received else BASIS


def known_by_alone(person: Person, now: datetime) -> UUID | None:
    """The consent by which alone we know them, locked until the transaction ends; what we did by it changes nothing.
    None: they came to us themselves, or a law tells us. Refused: it was taken back just now."""
    actor = must_be_present().actor
    why = [one for one in file_of(person, now).relations if one.covers(actor, now) and not one.only_reading]
    agreed = [one for one in why if one.by_consent]
    if not agreed or any(not one.by_consent and one.through is None for one in why):
        return None
    consent = Consent.objects.get(pk=max(agreed, key=lambda one: one.since).basis.removeprefix("consent:"))
    lock(consent.pk)
    if consent.state(now) != Consent.State.GIVEN:
        raise Refused("open", "case", person=person.pk)
    return consent.pk


def offices(now: datetime) -> QuerySet[Organization]:
    """Who can be asked: other offices where somebody works who answers."""
    with as_program(now=now):  # who works elsewhere is not the actor's to know; that somebody does, is
        there = set(Membership.objects.live(now).filter(role__in=ANSWERS).values_list("organization", flat=True))
    return Organization.objects.filter(pk__in=there - {our_office()}).order_by("key")


def who_answer(row: Referral, now: datetime) -> list[User]:
    """Of the recipient; who works for one town hears only of its people."""
    members = Membership.objects.live(now).filter(organization=row.recipient_id, role__in=ANSWERS)
    town = row.person.municipality
    elsewhere = [one.pk for one in members if one.role in OF_A_MUNICIPALITY and one.municipality_id != town]
    return list(User.objects.filter(pk__in=members.exclude(pk__in=elsewhere).values("user")).order_by("name"))


def advisors(now: datetime) -> list[User]:
    """Of the actor's office, by name."""
    members = Membership.objects.live(now).filter(organization=our_office(), role__in=ADVISES)
    return list(User.objects.filter(pk__in=members.values("user")).order_by("name"))


def told(recipient: Organization) -> list[str]:
    """What goes along: who it is, how to reach them, and what they need where such an office may ever know that."""
    allowed = OF_A_KIND.get(recipient.kind, frozenset())
    return sorted(one for one in (Category.IDENTITY, Category.CONTACT, Category.NEEDS) if one in allowed)


def is_late(row: Referral, today: date) -> bool:
    """Nobody has answered, and the last day is near or over."""
    return bool(row.due_on and not row.accepted_at and not row.ended_at and row.due_on <= today)
