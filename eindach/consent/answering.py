"""Answering: what a person says to a question, at their own door or at a counter. Saying yes makes the grant, taking it
back ends it, in the transaction of the word. Words about one consent come one after the other (consent_lock)."""

from datetime import datetime
from typing import Any

from django.db import connection

from eindach.accounts.policy import Area, File, Refused, may
from eindach.kernel.actor import must_be_present

from . import telling, trail
from .asking import end_of, explained, fitting, put
from .events import said
from .letters import confirm_withdrawal, tell_of_yes
from .models import Consent, ConsentEvent, Grant
from .words import proved, purposes, text_of

State = Consent.State


class NotOpen(ValueError):
    """The consent is no longer at a point where this can be said; `state` is where it is."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


def give(*, consent: Consent, now: datetime, language: str = "", interpreter: str = "") -> bool:
    """Yes. At a counter with the language it was explained in and who interpreted; then the person is written to.
    False: it was given already. Raises Refused, Unfit, NotOpen, TextBent."""
    word = _word("give-consent", consent, now, language, interpreter)
    if not _answer(consent, State.GIVEN, word):
        return False
    _grant(consent, now)
    _tell_of_yes(consent, word)
    return True


def refuse(*, consent: Consent, now: datetime, language: str = "", interpreter: str = "") -> bool:
    """No. False: it was refused already. Raises Refused, Unfit, NotOpen (what was given is withdrawn instead)."""
    return _answer(consent, State.REFUSED, _word("refuse-consent", consent, now, language, interpreter))


def withdraw(*, consent: Consent, now: datetime, language: str = "", interpreter: str = "") -> bool:
    """Take it back: access ends with this transaction. Told at the counter of either office, or at one's own door;
    confirmed by letter. Nobody has to say in which language. False: there was nothing to take back. Raises Refused."""
    word = _word("withdraw-consent", consent, now, language, interpreter)
    if _locked(consent, now) != State.GIVEN:
        return False
    _say(consent, State.WITHDRAWN, word)
    _end(consent, now)
    confirm_withdrawal(consent, now=now)
    return True


def renew(*, consent: Consent, now: datetime, language: str = "", interpreter: str = "") -> Consent:
    """The same once more, in today's words and for as long as the purpose lasts. The old one ends, so that taking back
    the new one leaves nothing behind. Who renews twice gets the same answer. Raises Refused, Unfit, NotOpen."""
    word = _word("renew-consent", consent, now, language, interpreter)
    state = _locked(consent, now)
    if state not in (State.GIVEN, State.EXPIRED):
        raise NotOpen(state)
    fresh = Consent(
        person_id=consent.person_id,
        controller_id=consent.controller_id,
        recipient_id=consent.recipient_id,
        purpose=consent.purpose,
        categories=fitting(consent.purpose, consent.controller, consent.recipient, consent.categories),
        text=text_of(consent.purpose, consent.text.language),
        asked_at=now,
        expires_at=end_of(purposes()[consent.purpose], None, now),
    )
    if state == State.GIVEN:
        _say(consent, State.EXPIRED, word)
        _end(consent, now)
    if there := put(fresh):
        if (newer := there.state(now)) != State.GIVEN:
            raise NotOpen(newer)  # the same is being asked anew: that question is to be answered
        return there
    _say(fresh, State.GIVEN, word)
    _grant(fresh, now)
    _tell_of_yes(fresh, word)
    return fresh


def _answer(consent: Consent, answer: str, word: dict[str, Any]) -> bool:
    """Yes or no to a question that is still open; False: this was the answer already. NotOpen."""
    state = _locked(consent, word["at"])
    if state == answer:
        return False
    if state != State.ASKED:
        raise NotOpen(state)
    if answer == State.GIVEN:
        proved(consent.text)
    _say(consent, answer, word)
    return True


def _word(act: str, consent: Consent, now: datetime, language: str, interpreter: str) -> dict[str, Any]:
    """Who says it and how: columns of the event, and `act` for the trail. Clerks of the office that asked hear a yes or
    a no; anybody at a counter of either office hears that it is taken back. Refused, Unfit."""
    actor = must_be_present(now).actor
    word = {"act": act, "at": now, "by_user_id": actor.user}
    if actor.kind == "person" and may(actor, "write", File(consent.person_id), now=now).allowed:
        return word | {"channel": ConsentEvent.Channel.PERSON, "language": language or consent.text.language}
    is_taken_back = act == "withdraw-consent"
    task = may(actor, "open" if is_taken_back else "manage", Area("consents"), now=now)
    offices = {consent.controller_id} | ({consent.recipient_id} if is_taken_back else set())
    if not task.allowed or actor.organization not in offices:
        raise Refused(act, "consent", person=consent.person_id, object=consent.pk)
    how = {"language": language, "interpreter": interpreter} if is_taken_back else explained(language, interpreter)
    return word | {"channel": ConsentEvent.Channel.COUNTER, "heard_by_id": actor.organization} | how


def _tell_of_yes(consent: Consent, word: dict[str, Any]) -> None:
    """Of what was written down at a counter the person hears without asking: a clerk could write down anything."""
    if word["channel"] == ConsentEvent.Channel.COUNTER:
        tell_of_yes(consent, now=word["at"])


def _locked(consent: Consent, now: datetime) -> str:
    """The state, read when nobody else can change it until we are done."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT consent_lock(%s)", [consent.pk])
    getattr(consent, "_prefetched_objects_cache", {}).clear()
    return consent.state(now)


def _say(consent: Consent, kind: str, word: dict[str, Any]) -> None:
    columns = {name: value for name, value in word.items() if name != "act"}
    ConsentEvent.objects.create(consent=consent, kind=kind, **columns)
    trail.record(
        act=word["act"], kind="consent", person=consent.person_id, object=consent.pk, basis=f"consent:{consent.pk}",
        fields=consent.categories, now=word["at"],
    )  # fmt: skip
    if kind in (State.REFUSED, State.WITHDRAWN):  # given: once the grant stands; renewed: the new one follows
        said.send(sender=Consent, consent=consent, kind=kind, now=word["at"])


def _grant(consent: Consent, now: datetime) -> None:
    Grant.objects.create(
        person_id=consent.person_id, organization_id=consent.recipient_id, purpose=consent.purpose,
        categories=consent.categories, consent=consent, valid_from=now, valid_until=consent.expires_at,
    )  # fmt: skip
    telling.changed()
    said.send(sender=Consent, consent=consent, kind=State.GIVEN, now=now)


def _end(consent: Consent, now: datetime) -> None:
    Grant.objects.filter(consent=consent, ended_at=None).update(ended_at=now)
    telling.changed()
