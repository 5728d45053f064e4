"""What the office does that sends a referral: ask the person and the other office, take it back, read how it ended."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from eindach.accounts.acting import as_program
from eindach.accounts.models import Category, Person
from eindach.accounts.policy import Area, Refused, may
from eindach.consent import telling, trail
from eindach.consent.models import Consent
from eindach.consent.operations import Unfit, ask, give, refuse
from eindach.directory.models import Organization
from eindach.guide.models import Matter
from eindach.kernel.actor import must_be_present
from eindach.kernel.languages import SHIPPED, SOURCE
from eindach.notifications.deferring import defer

from ..guards import REFERRAL
from ..models import Case, Referral
from . import access
from .ending import over, sent

WORDS: Final = frozenset(one.code for one in SHIPPED)
"""Languages the words of a consent exist in."""


@transaction.atomic
def refer(
    *,
    person: Person,
    recipient: Organization,
    words: str,
    language: str,
    now: datetime,
    phone: str = "",
    matter: Matter | None = None,
    case: Case | None = None,
    by_letter: bool = False,
) -> Referral:
    """Ask another office to help them; it is sent with their yes (`answer`, or at their own door, where `by_letter`
    leads them). The same again while it is open is the one that is there. `words` go along where such an office may
    ever know what somebody needs. Raises Refused, Unfit (recipient)."""
    actor = must_be_present(now).actor
    if not may(actor, "open", Area("referrals"), now=now).allowed:
        raise Refused("refer", "referral", person=person.pk)
    if not access.offices(now).filter(pk=recipient.pk).exists():
        raise Unfit("recipient", _("Choose an office from the list."))
    goes_along = access.told(recipient)
    row = Referral(
        person=person, sender_id=access.our_office(), recipient=recipient, matter=matter, case=case, phone=phone,
        words=words if Category.NEEDS in goes_along else "", language=language, created_at=now,
        created_by_id=actor.user,
    )  # fmt: skip
    with as_program(now=now):
        if not access.who_answer(row, now):
            raise Unfit("recipient", _("Some offices serve only the people of their town."))
    if there := _put(row):
        access.looked_at(there)
        if there.consent and there.state == "asked":
            _ask(there, there.consent, by_letter, now)
        return there
    telling.changed()
    consent = ask(
        person=person, recipient=recipient, purpose=REFERRAL, categories=goes_along, now=now, in_writing=True,
        language=language if language in WORDS else SOURCE,
    )  # fmt: skip
    Referral.objects.filter(pk=row.pk).update(consent=consent)
    trail.record(
        act="refer", kind="referral", person=person.pk, object=row.pk, basis=access.BASIS, fields=goes_along, now=now
    )
    _ask(row, consent, by_letter, now)
    row.refresh_from_db()
    return row


def _put(row: Referral) -> Referral | None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        same = Referral.objects.filter(person=row.person_id, sender=row.sender_id, recipient=row.recipient_id)
        return same.get(matter=row.matter_id, ended_at=None)
    return None


def _ask(row: Referral, consent: Consent, by_letter: bool, now: datetime) -> None:
    """Who said yes to the same before is not asked again, but told."""
    from ..jobs import ask_by_letter, tell_person

    if consent.state(now) == Consent.State.GIVEN:
        sent(consent, now=now)
        defer(tell_person, referral_id=str(row.pk), news="request")
    elif by_letter:
        defer(ask_by_letter, consent_id=str(consent.pk))


def answer(*, referral_id: UUID, says_yes: bool, language: str, interpreter: str, now: datetime) -> None:
    """What the person says at our counter or on the phone. Raises Refused, Unfit (language, interpreter), NotOpen."""
    row = access.referral(referral_id, "answer", side="sent")
    assert row.consent is not None  # noqa: S101 - asked as it was made
    word = give if says_yes else refuse
    word(consent=row.consent, now=now, language=language, interpreter=interpreter)


def cancel(*, referral_id: UUID, now: datetime) -> bool:
    """We take it back, and have nothing more to read of it. False: it was over already. Refused."""
    row = access.referral(referral_id, "cancel", side="sent", lock=True)
    said = {"ended_at": now, "outcome": Referral.Outcome.CANCELLED, "confirmed_at": now}
    done = Referral.objects.filter(pk=row.pk, ended_at=None).update(**said)
    _did("cancel" if done else "read", row, now)
    if done:
        over(row, now=now)
    return bool(done)


def confirm(*, referral_id: UUID, now: datetime) -> bool:
    """We have read how it ended: the loop is closed. False: it is not over, or somebody has. Refused."""
    row = access.referral(referral_id, "confirm", side="sent", lock=True)
    ended = Referral.objects.filter(pk=row.pk, ended_at__isnull=False, confirmed_at=None)
    done = ended.update(confirmed_at=now)
    _did("confirm" if done else "read", row, now)
    return bool(done)


def _did(act: str, row: Referral, now: datetime) -> None:
    trail.record(act=act, kind="referral", person=row.person_id, object=row.pk, basis=access.BASIS, now=now)
