"""Asking: one question to a person, in words, for one recipient and one purpose."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from eindach.accounts.models import Person
from eindach.accounts.policy import Area, Decision, Refused, may
from eindach.accounts.rules import OF_A_KIND
from eindach.directory.models import Organization
from eindach.kernel.actor import Actor, must_be_present
from eindach.kernel.languages import is_german

from . import trail
from .facts import file_of
from .models import Consent, ConsentEvent
from .words import Purpose, purposes, text_of


class Unfit(ValueError):
    """This cannot be asked, answered or granted so: `field` is wrong, `message` says why, in the active language."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


def ask(
    *,
    person: Person,
    recipient: Organization,
    purpose: str,
    categories: Iterable[str],
    language: str,
    now: datetime,
    spoken: str = "",
    interpreter: str = "",
    until: datetime | None = None,
    in_writing: bool = False,
) -> Consent:
    """Ask somebody our office may see, at a counter; nothing is allowed by it yet. Who asks the same twice gets the one
    that is open, or given. `language`: of the words; `spoken`: the one it was explained in, else the same;
    `in_writing`: they read the words at their own door, nobody explained them. `until`: at most (and by default) as
    long as the purpose lasts. Raises Refused, Unfit, TextBent."""
    actor = must_be_present(now).actor
    decision = known(actor, person, now, act="ask-consent")
    controller = Organization.objects.get(pk=actor.organization)  # type: ignore[misc]  # staff have an organization
    wanted = fitting(purpose, controller, recipient, categories)
    end = end_of(purposes()[purpose], until, now)
    how = {"language": language, "interpreter": ""} if in_writing else explained(spoken or language, interpreter)
    question = Consent(
        person=person, controller=controller, recipient=recipient, purpose=purpose, categories=wanted,
        text=text_of(purpose, language), expires_at=end, asked_at=now,
    )  # fmt: skip
    if there := put(question):
        trail.record(
            act="read", kind="consent", person=person.pk, object=there.pk, basis=decision.basis, fields=wanted, now=now
        )
        return there
    consent = question
    ConsentEvent.objects.create(
        consent=consent, kind=Consent.State.ASKED, at=now, channel=ConsentEvent.Channel.COUNTER, by_user_id=actor.user,
        heard_by=controller, **how,
    )  # fmt: skip
    trail.record(
        act="ask-consent", kind="consent", person=person.pk, object=consent.pk, basis=decision.basis, fields=wanted,
        now=now,
    )  # fmt: skip
    return consent


def put(question: Consent) -> Consent | None:
    """Write a new question down; the same one instead, if it is open or given (a trigger refuses a second)."""
    try:
        with transaction.atomic():
            question.save(force_insert=True)
    except IntegrityError:
        if there := standing(question):
            return there
        raise
    return None


def standing(question: Consent) -> Consent | None:
    """The same question to the same person, open or given when this one is asked."""
    same = Consent.objects.filter(
        person=question.person_id, controller=question.controller_id, recipient=question.recipient_id,
        purpose=question.purpose, categories=question.categories,
    ).exclude(pk=question.pk)  # fmt: skip
    live = (Consent.State.ASKED, Consent.State.GIVEN)
    return next((one for one in same.prefetch_related("events") if one.state(question.asked_at) in live), None)


def known(actor: Actor, person: Person, now: datetime, *, act: str) -> Decision:
    """What staff whose task consents are may read of the person. Refused."""
    decision = may(actor, "read", file_of(person, now), now=now)
    if not (decision.allowed and may(actor, "manage", Area("consents"), now=now).allowed):
        raise Refused(act, "person", person=person.pk)
    return decision


def fitting(purpose: str, controller: Organization, recipient: Organization, categories: Iterable[str]) -> list[str]:
    """The categories, if this office may ask it of anybody for this recipient. Unfit names the field."""
    asked = purposes().get(purpose)
    if asked is None:
        raise Unfit("purpose", _("Choose what the consent is for."))
    if asked.recipient_kinds and recipient.kind not in asked.recipient_kinds:
        raise Unfit("recipient", _("This purpose is for another kind of organization."))
    if asked.controller_kinds and controller.kind not in asked.controller_kinds:
        raise Unfit("purpose", _("Another kind of organization asks for this."))
    if asked.to_another and recipient == controller:
        raise Unfit("recipient", _("Choose another organization than your own."))
    wanted = sorted(set(categories))
    if not wanted:
        raise Unfit("categories", _("Choose which data it is about."))
    if not set(wanted) <= set(asked.categories):
        # Health is a purpose of its own: its words name it, and it is never asked beside anything else (Art. 9 GDPR).
        raise Unfit("categories", _("For this purpose you may not ask for all of these data."))
    if not set(wanted) <= OF_A_KIND.get(recipient.kind, frozenset()):
        raise Unfit("categories", _("This kind of organization may never be told all of these data."))
    return wanted


def end_of(purpose: Purpose, until: datetime | None, now: datetime) -> datetime:
    end = until or now + purpose.lasts
    if not now < end <= now + purpose.lasts:
        raise Unfit("until", _("Choose an earlier day in the future."))
    return end


def explained(language: str, interpreter: str) -> dict[str, str]:
    """How somebody was told at a counter; who does not speak German is told by somebody who has a name. Unfit."""
    if not language:
        raise Unfit("language", _("Choose the language it was explained in."))
    name = " ".join(interpreter.split())
    if not is_german(language) and not name:
        raise Unfit("interpreter", _("Say who interpreted. If you speak the language yourself, enter your name."))
    return {"language": language, "interpreter": name}
