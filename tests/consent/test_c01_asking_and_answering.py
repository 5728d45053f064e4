"""Asking, yes, no, taking back: at one's own door and at a counter."""

from datetime import timedelta

import pytest

from eindach.accounts.acting import acting
from eindach.accounts.policy import Refused
from eindach.consent import operations as act
from tests.cast import NOW

from .people import LATER, Stage, live_grants, nothing_changes, state, trail

pytestmark = pytest.mark.django_db


def test_a_question_allows_nothing(stage: Stage) -> None:
    consent = stage.ask()
    assert state(consent) == "asked"
    assert stage.read(stage.clerk) == set()


def test_a_yes_at_her_own_door_opens_what_was_asked(stage: Stage) -> None:
    consent = stage.given()
    assert state(consent) == "given"
    assert stage.read(stage.clerk) == {"identity", "appointments"}


def test_a_yes_at_a_counter_names_language_and_interpreter(stage: Stage) -> None:
    consent = stage.ask()
    with acting(stage.adviser, now=NOW):
        assert act.give(consent=consent, now=NOW, language="ar", interpreter="Herr Muster, Dolmetschdienst")
    event = consent.events.last()
    assert (event.channel, event.language, event.interpreter) == ("counter", "ar", "Herr Muster, Dolmetschdienst")
    assert event.by_user_id == stage.adviser.user


@pytest.mark.parametrize(("said", "field"), [({}, "language"), ({"language": "ar"}, "interpreter")])
def test_a_yes_at_a_counter_without_them_is_none(stage: Stage, said: dict[str, str], field: str) -> None:
    consent = stage.ask()
    with acting(stage.adviser, now=NOW), pytest.raises(act.Unfit) as fault:
        act.give(consent=consent, now=NOW, **said)
    assert fault.value.field == field
    assert state(consent) == "asked"


def test_in_german_nobody_has_to_interpret(stage: Stage) -> None:
    consent = stage.ask(language="de", interpreter="")
    with acting(stage.adviser, now=NOW):
        assert act.give(consent=consent, now=NOW, language="de")


def test_a_no_opens_nothing_and_stays(stage: Stage) -> None:
    consent = stage.ask()
    with acting(stage.amal, now=NOW):
        assert act.refuse(consent=consent, now=NOW)
        assert not act.refuse(consent=consent, now=NOW)
        with pytest.raises(act.NotOpen):
            act.give(consent=consent, now=NOW)
    assert state(consent) == "refused"
    assert live_grants(consent) == 0


def test_a_yes_twice_grants_once(stage: Stage) -> None:
    consent = stage.given()
    with nothing_changes(), acting(stage.amal, now=LATER):
        assert not act.give(consent=consent, now=LATER)
    assert live_grants(consent) == 1


def test_taking_it_back_ends_access_at_once(stage: Stage) -> None:
    consent = stage.given()
    assert stage.read(stage.clerk) == {"identity", "appointments"}
    with acting(stage.amal, now=LATER):
        assert act.withdraw(consent=consent, now=LATER)
    assert stage.read(stage.clerk) == set()
    assert live_grants(consent) == 0


def test_taking_it_back_twice_changes_nothing(stage: Stage) -> None:
    consent = stage.given()
    with acting(stage.amal, now=LATER):
        act.withdraw(consent=consent, now=LATER)
    ended = consent.grants.get().ended_at
    with nothing_changes(), acting(stage.amal, now=LATER + timedelta(hours=1)):
        assert not act.withdraw(consent=consent, now=LATER + timedelta(hours=1))
    assert consent.grants.get().ended_at == ended


def test_what_was_not_given_cannot_be_taken_back(stage: Stage) -> None:
    consent = stage.ask()
    with nothing_changes(), acting(stage.amal, now=NOW):
        assert not act.withdraw(consent=consent, now=NOW)


def test_either_office_hears_that_it_is_taken_back(stage: Stage) -> None:
    consent = stage.given()
    with acting(stage.clerk, now=LATER):
        assert act.withdraw(consent=consent, now=LATER, language="ar", interpreter="am Telefon: Frau Beispiel")
    assert state(consent) == "withdrawn"
    assert live_grants(consent) == 0


@pytest.mark.parametrize(("role", "kind"), [("expert", "bank"), ("expert", "association"), ("partner", "bank")])
def test_nobody_at_either_office_needs_a_language_to_hear_it(stage: Stage, role: str, kind: str) -> None:
    consent = stage.given()
    clerk = stage.house.staff(role, kind)
    with acting(clerk, now=LATER):
        assert act.withdraw(consent=consent, now=LATER)
    event = consent.events.last()
    assert (event.kind, event.language, event.heard_by_id) == ("withdrawn", "", clerk.organization)
    assert live_grants(consent) == 0


def test_an_expert_still_writes_down_no_yes(stage: Stage) -> None:
    consent = stage.ask()
    with pytest.raises(Refused), acting(stage.house.staff("expert", "association"), now=LATER):
        act.give(consent=consent, now=LATER, language="de")


def test_the_recipient_cannot_say_yes_for_her(stage: Stage) -> None:
    consent = stage.ask()
    with pytest.raises(Refused), acting(stage.clerk, now=NOW):
        act.give(consent=consent, now=NOW, language="de")
    assert state(consent) == "asked"


def test_somebody_else_cannot_answer_at_their_own_door(stage: Stage) -> None:
    consent = stage.ask()
    other = type(stage.amal)(kind="person", user=stage.amal.user, persons=())
    for word in (act.give, act.refuse, act.withdraw, act.renew):
        with pytest.raises(Refused), acting(other, now=NOW):
            word(consent=consent, now=NOW)


@pytest.mark.parametrize("role", ["steering", "administrator", "coordinator", "data-protection", "expert"])
def test_who_has_no_such_task_asks_nobody(stage: Stage, role: str) -> None:
    with pytest.raises(Refused), acting(stage.house.staff(role, "association"), now=NOW):
        act.ask(
            person=stage.house.amal, recipient=stage.house.offices["bank"], purpose="referral",
            categories=["identity"], language="de", now=NOW,
        )  # fmt: skip


def test_who_does_not_know_her_cannot_ask_her(stage: Stage) -> None:
    with pytest.raises(Refused), acting(stage.clerk, now=NOW):
        act.ask(
            person=stage.house.amal, recipient=stage.house.offices["bank"], purpose="advice",
            categories=["identity"], language="de", now=NOW,
        )  # fmt: skip


def test_each_word_leaves_an_event(stage: Stage) -> None:
    consent = stage.given()
    with acting(stage.amal, now=LATER):
        act.withdraw(consent=consent, now=LATER)
        act.withdraw(consent=consent, now=LATER)
    assert trail() == ["ask-consent", "give-consent", "withdraw-consent", "send"]
