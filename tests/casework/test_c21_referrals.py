"""A referral from the question to the person to its end: who sees it when, who may say what, and that it is told."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from eindach.accounts.acting import acting
from eindach.accounts.models import Person
from eindach.accounts.policy import Refused
from eindach.casework import jobs
from eindach.casework.helping import access, answering, ending, letters, sending
from eindach.casework.helping.asker import Asker
from eindach.casework.models import Referral
from eindach.consent.breaking import working_day
from eindach.consent.models import Consent
from eindach.consent.operations import Unfit, give, refuse, withdraw
from eindach.guide.models import Matter, Topic
from eindach.kernel.actor import Actor
from eindach.notifications.models import Message
from tests.cast import NOW
from tests.permission.house import House

from .helping import at, refer, works, works_through

pytestmark = pytest.mark.django_db


def seen(actor: Actor) -> list[str]:
    with at(actor):
        return [one.state for one in Referral.objects.all()]


def state(row: Referral) -> str:
    return Referral._base_manager.get(pk=row.pk).state


def test_with_a_yes_the_other_office_sees_it_at_once(house: House, desk: Actor, advisor: Actor) -> None:
    row = refer(house, desk)
    assert row.state == "requested"
    assert seen(advisor) == seen(desk) == ["requested"]
    with at(advisor):
        assert Person.objects.get().name == "Amal Beispiel"


def test_without_a_yes_nothing_is_to_be_seen_elsewhere(house: House, desk: Actor, advisor: Actor) -> None:
    assert refer(house, desk, by_letter=True).state == "asked"
    assert seen(advisor) == []
    with at(advisor):
        assert not Person.objects.exists()


def test_the_person_answers_at_their_own_door(house: House, desk: Actor, advisor: Actor, amal: Actor) -> None:
    row = refer(house, desk, by_letter=True)
    with acting(amal, now=NOW):
        give(consent=Consent.objects.get(), now=NOW)
    assert state(row) == "requested"
    assert seen(advisor) == ["requested"]


def test_a_no_ends_it(house: House, desk: Actor, advisor: Actor, amal: Actor) -> None:
    row = refer(house, desk, by_letter=True)
    with acting(amal, now=NOW):
        refuse(consent=Consent.objects.get(), now=NOW)
    assert state(row) == "refused"


def test_what_is_taken_back_is_gone_there_at_once(house: House, desk: Actor, advisor: Actor, amal: Actor) -> None:
    row = refer(house, desk)
    with acting(amal, now=NOW):
        withdraw(consent=Consent.objects.get(), now=NOW)
    assert (state(row), seen(advisor)) == ("withdrawn", [])
    with at(advisor), pytest.raises(Refused):
        answering.accept(referral_id=row.pk, now=NOW)


def test_the_loop_is_closed_when_the_sender_has_read_what_was_done(house: House, desk: Actor, advisor: Actor) -> None:
    row = refer(house, desk)
    with at(advisor):
        answering.see(Referral.objects.get(), now=NOW)
        answering.accept(referral_id=row.pk, now=NOW)
        answering.complete(referral_id=row.pk, result="Kita Sonnenschein from August", now=NOW)
    assert (state(row), seen(advisor)) == ("done", [])
    with at(desk):
        assert sending.confirm(referral_id=row.pk, now=NOW)
        assert not access.referrals()
    assert state(row) == "closed"


def test_an_office_that_does_not_take_it_says_why_and_sees_nothing_more(
    house: House, desk: Actor, advisor: Actor
) -> None:
    row = refer(house, desk)
    with at(advisor):
        answering.reject(referral_id=row.pk, reason="full", result="Ask again in May", now=NOW)
    assert seen(advisor) == []
    with at(desk):
        (ended,) = access.referrals().ended
    assert (ended.came_back, ended.reason) == (True, "full")


def test_two_referrals_to_one_office_stand_on_one_yes(house: House, desk: Actor, advisor: Actor) -> None:
    first = refer(house, desk)
    matter = Matter.objects.create(key="kita", minutes=15, topic=Topic.objects.create(key="kita", name="Kita"))
    second = refer(house, desk, matter=matter)
    with at(desk):
        sending.cancel(referral_id=first.pk, now=NOW)
    assert seen(advisor) == ["requested"]
    with at(desk):
        sending.cancel(referral_id=second.pk, now=NOW)
    assert seen(advisor) == []


def test_the_same_again_is_the_one_that_is_there(house: House, desk: Actor) -> None:
    works(house, "advisor", "association")
    assert refer(house, desk).pk == refer(house, desk).pk


@pytest.mark.parametrize("to", ["authority", "bank"])
def test_nobody_refers_to_themselves_or_to_where_nobody_answers(house: House, desk: Actor, to: str) -> None:
    with pytest.raises(Unfit) as fault:
        refer(house, desk, to)
    assert fault.value.field == "recipient"


def test_a_bank_is_not_told_what_somebody_needs(house: House, desk: Actor) -> None:
    works(house, "partner", "bank")
    row = refer(house, desk, "bank")
    assert (row.words, set(Consent._base_manager.get().categories)) == ("", {"identity", "contact"})


@pytest.mark.parametrize(("act", "who"), [("accept", "desk"), ("cancel", "advisor"), ("confirm", "advisor")])
def test_each_office_says_what_is_its_own_to_say(house: House, desk: Actor, advisor: Actor, act: str, who: str) -> None:
    row = refer(house, desk)
    acts = {"accept": answering.accept, "cancel": sending.cancel, "confirm": sending.confirm}
    with at({"desk": desk, "advisor": advisor}[who]), pytest.raises(Refused):
        acts[act](referral_id=row.pk, now=NOW)


@pytest.mark.parametrize(
    ("who", "changes"),
    [
        ("desk", {"accepted_at": NOW}),
        ("desk", {"outcome": "done", "ended_at": NOW, "result": "x", "accepted_at": NOW}),
        ("desk", {"words": "other words"}),
        ("desk", {"due_on": NOW.date() + timedelta(days=1)}),
        ("desk", {"requested_at": NOW + timedelta(days=1)}),
        ("advisor", {"outcome": "cancelled", "ended_at": NOW}),
        ("advisor", {"confirmed_at": NOW}),
        ("advisor", {"language": "de"}),
    ],
)
def test_the_database_refuses_what_the_program_would_not_do(
    house: House, desk: Actor, advisor: Actor, who: str, changes: dict[str, object]
) -> None:
    refer(house, desk)
    with pytest.raises(DatabaseError), transaction.atomic(), at({"desk": desk, "advisor": advisor}[who]):
        assert Referral.objects.update(**changes) == 1


def test_what_has_ended_never_opens_again(house: House, desk: Actor, advisor: Actor) -> None:
    row = refer(house, desk)
    with at(desk):
        sending.cancel(referral_id=row.pk, now=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        Referral._base_manager.update(ended_at=None, outcome="")


def test_nobody_answers_they_are_reminded_once_and_then_it_comes_back(
    house: House, desk: Actor, advisor: Actor
) -> None:
    row = refer(house, desk)
    assert works_through(NOW + timedelta(days=1)) == (0, 0)
    assert works_through(NOW + timedelta(days=7)) == (1, 0)
    assert works_through(NOW + timedelta(days=8)) == (0, 0)
    assert works_through(NOW + timedelta(days=30)) == (0, 1)
    assert (state(row), seen(advisor)) == ("expired", [])


def test_where_no_worker_ran_they_are_reminded_first_and_have_the_days_of_a_reminder(
    house: House, desk: Actor, advisor: Actor
) -> None:
    row, woke = refer(house, desk), NOW + timedelta(days=28)
    assert works_through(woke) == (1, 0)
    row.refresh_from_db()
    assert row.due_on == working_day(timezone.localdate(woke), ending.REMINDED_FOR)
    assert works_through(woke + (row.due_on - timezone.localdate(woke))) == (0, 0)
    assert works_through(woke + (row.due_on - timezone.localdate(woke)) + timedelta(days=1)) == (0, 1)


def test_a_reminder_that_nobody_wrote_counts_for_nothing(house: House, desk: Actor, advisor: Actor) -> None:
    refer(house, desk)
    assert [ending.unanswered(now=NOW + timedelta(days=days)) for days in (7, 30, 60)] == [(1, 0)] * 3


def test_letters_say_that_there_is_news_and_nothing_else(house: House, desk: Actor, advisor: Actor) -> None:
    row = refer(house, desk)
    jobs.tell_office(str(row.pk), again=False)
    with at(advisor):
        answering.accept(referral_id=row.pk, now=NOW)
    jobs.tell_person(str(row.pk), news="accept")
    jobs.tell_person(str(row.pk), news="accept")
    written = list(Message._base_manager.filter(kind="referral").values_list("to", flat=True))
    assert sorted(written) == ["advisor.association@haus.example", "amal@mail.example"]
    assert not any("Kita" in one.text for one in Message._base_manager.filter(kind="referral"))


def test_of_more_than_are_shown_what_waits_for_us_comes_first(
    house: House, desk: Actor, advisor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    works(house, "partner", "bank")
    house.grant("association", "identity", "contact")
    refer(house, advisor, "bank")
    asks_us = refer(house, desk, now=NOW + timedelta(minutes=1))
    monkeypatch.setattr(access, "MOST_SHOWN", 1)
    with at(advisor, NOW + timedelta(minutes=1)):
        assert [one.pk for one in access.referrals().to_answer] == [asks_us.pk]


def test_who_has_a_phone_only_gets_one_text_message(
    house: House, desk: Actor, advisor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(letters, "are_offered", lambda: True)
    with at(desk):
        by_phone = Asker(name="Robin Beispiel", phone="+492421123456", language="ar").person(now=NOW)
    row = refer(house, desk, person=by_phone)
    jobs.tell_person(str(row.pk), news="accept")
    jobs.tell_person(str(row.pk), news="accept")
    assert Message._base_manager.filter(kind="referral", channel="text").count() == 1


@pytest.mark.parametrize(("read", "days", "waits"), [(False, 31, True), (False, 181, False), (True, 31, False)])
def test_an_end_nobody_has_read_waits_for_the_sender(
    house: House, desk: Actor, advisor: Actor, read: bool, days: int, waits: bool
) -> None:
    row = refer(house, desk)
    with at(advisor):
        answering.reject(referral_id=row.pk, reason="full", result="", now=NOW)
    if read:
        with at(desk):
            sending.confirm(referral_id=row.pk, now=NOW)
    with at(desk, NOW + timedelta(days=days)):
        assert Person.objects.exists() == waits
        assert bool(access.referrals().ended) == waits
