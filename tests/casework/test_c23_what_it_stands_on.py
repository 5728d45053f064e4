"""What a referral stands on: the yes that was given for it, no other one; and words at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from eindach.accounts.acting import acting, keeping
from eindach.accounts.models import Membership, Person, person_of
from eindach.accounts.policy import Refused, may
from eindach.accounts.registry import tables
from eindach.accounts.registry.declared import Export
from eindach.casework.helping import access, answering, cases, ending, sending
from eindach.casework.models import Case, Referral
from eindach.casework.own import access as own
from eindach.casework.own import deletion, helps, looks, paper_words
from eindach.consent.expiring import expire_due, lock
from eindach.consent.facts import file_of
from eindach.consent.models import AuditEvent, Consent, Grant
from eindach.consent.operations import Unfit, ask, give, refuse, withdraw
from eindach.guide.models import Matter, Topic
from eindach.kernel.actor import Actor
from tests.cast import NOW
from tests.permission.house import OTHER_TOWN, TOWN, House
from tests.races.at_once import elsewhere

from .helping import YES, at, became_a_case, refer, works

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=5)


def asked_apart(house: House, desk: Actor, *categories: str) -> Consent:
    """By hand, in the file: not because of a referral."""
    house.grant("authority", "identity", "contact")
    with at(desk):
        there = {"person": house.amal, "recipient": house.offices["association"], "purpose": "referral", "now": NOW}
        return ask(categories=categories, language="ar", interpreter=YES["interpreter"], **there)  # type: ignore[arg-type]


def test_when_the_last_of_two_is_over_nothing_stays_readable(house: House, desk: Actor, advisor: Actor) -> None:
    first = refer(house, desk)
    matter = Matter.objects.create(key="kita", minutes=15, topic=Topic.objects.create(key="kita", name="Kita"))
    second = refer(house, desk, matter=matter, now=LATER)
    with at(desk, LATER):
        sending.cancel(referral_id=first.pk, now=LATER)
        sending.cancel(referral_id=second.pk, now=LATER)
    with at(advisor, LATER):
        assert not Person.objects.exists()
    assert not Grant._base_manager.filter(ended_at=None).exists()


def test_a_yes_from_before_stays(house: House, desk: Actor, advisor: Actor, amal: Actor) -> None:
    before = asked_apart(house, desk, "contact", "identity", "needs")
    with acting(amal, now=NOW):
        give(consent=before, now=NOW)
    row = refer(house, desk, now=LATER)
    with at(desk, LATER):
        sending.cancel(referral_id=row.pk, now=LATER)
    assert before.state(LATER) == "given"


def test_a_yes_to_something_else_sends_nothing(house: House, desk: Actor, advisor: Actor, amal: Actor) -> None:
    row = refer(house, desk, by_letter=True)
    other = asked_apart(house, desk, "contact", "identity")
    with acting(amal, now=NOW):
        give(consent=other, now=NOW)
    row.refresh_from_db()
    assert row.state == "asked"


def test_a_no_to_something_else_ends_nothing(house: House, desk: Actor, advisor: Actor, amal: Actor) -> None:
    row = refer(house, desk)
    other = asked_apart(house, desk, "contact", "identity")
    with acting(amal, now=NOW):
        refuse(consent=other, now=NOW)
    row.refresh_from_db()
    assert row.state == "requested"


@pytest.mark.django_db(transaction=True)
def test_it_is_taken_back_while_it_is_done_and_both_come_to_an_end(
    house: House, desk: Actor, advisor: Actor, amal: Actor
) -> None:
    row = refer(house, desk)
    with at(advisor):
        answering.accept(referral_id=row.pk, now=NOW)
    took_it_back, is_done = Event(), Event()

    def take_back() -> None:
        with acting(amal, now=NOW):
            lock(row.consent_id)
            took_it_back.set()
            is_done.wait(0.3)
            withdraw(consent=Consent.objects.get(), now=NOW)

    def complete() -> None:
        took_it_back.wait(30)
        with pytest.raises(Refused), at(advisor):
            answering.complete(referral_id=row.pk, result="Done", now=NOW)
        is_done.set()

    with ThreadPoolExecutor(2) as pool:
        for one in [pool.submit(elsewhere(job)) for job in (take_back, complete)]:
            one.result(60)
    row.refresh_from_db()
    assert row.outcome == "withdrawn"


def test_who_takes_it_on_in_the_last_moment_has_it(
    house: House, desk: Actor, advisor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = refer(house, desk)
    rows = Referral._base_manager.filter(pk=row.pk)
    rows.update(reminded_at=NOW)
    monkeypatch.setattr(ending, "word_first", lambda row, now: rows.update(accepted_at=now))
    assert ending.unanswered(now=NOW + timedelta(days=30)) == (0, 0)
    assert rows.get().state == "accepted"


def test_whose_data_go_is_helped_no_more(
    house: House, desk: Actor, advisor: Actor, settings: Any, tmp_path: Path
) -> None:
    settings.DELETION_LOG = tmp_path / "deletions.jsonl"
    row = refer(house, desk)
    with at(advisor):
        cases.open_case(person=house.amal, concern=row.words, language="ar", now=NOW)
    deletion.end((house.amal.pk,), (*deletion.AFTER_A_LOOK, *deletion.AT_ONCE), now=NOW)
    assert not Case._base_manager.exists()
    assert not Referral._base_manager.exists()
    with at(advisor):
        assert not Person.objects.exists()


def test_who_is_passed_on_again_with_the_same_yes_is_told(house: House, desk: Actor, advisor: Actor) -> None:
    refer(house, desk)
    second = refer(house, desk, matter=Matter.objects.create(key="kita", minutes=15, topic=Topic.objects.create()))
    assert second.state == "requested"
    told = ProcrastinateJob.objects.filter(task_name="eindach.casework.jobs.tell_person")
    assert [one.args["referral_id"] for one in told] == [str(second.pk)]


@pytest.mark.parametrize(("town", "goes"), [(TOWN, True), (OTHER_TOWN, False)])
def test_an_office_of_another_town_cannot_be_asked(house: House, desk: Actor, town: str, goes: bool) -> None:
    clerk = house.staff("social-clerk", "municipality")
    office, since = house.offices["municipality"], {"role": "social-clerk", "begun_at": NOW}
    Membership.objects.create(user_id=clerk.user, organization=office, municipality_id=town, **since)
    with nullcontext() if goes else pytest.raises(Unfit):
        refer(house, desk, "municipality")
    assert Referral._base_manager.exists() is goes


def test_what_stood_on_a_yes_alone_is_nobodys_there_once_that_is_taken_back(
    house: House, desk: Actor, advisor: Actor, amal: Actor
) -> None:
    row = refer(house, desk)
    with at(advisor):
        became_a_case(row)
    with acting(amal, now=NOW):
        withdraw(consent=Consent.objects.get(), now=NOW)
        assert [one.standing for one in helps.helps(house.amal)] == [helps.PASSED_ON["withdrawn"]] * 2
        assert own.told_about(house.amal, NOW, office=row.recipient_id) == []
    with keeping(now=NOW):  # who sees every row: the policy alone says no
        assert not may(advisor, "read", file_of(house.amal, NOW), now=NOW).allowed
    with at(advisor):
        for rows in (Case.objects, Person.objects, Case._base_manager, Person._base_manager):  # queryset, database
            assert not rows.exists()


@pytest.mark.parametrize("asks", ["before", "since"])
def test_who_asked_that_office_themselves_stays_known_there_and_reads_why(
    house: House, desk: Actor, advisor: Actor, amal: Actor, asks: str
) -> None:
    row = refer(house, desk)
    with at(advisor):
        for consent in (None, row.consent_id) if asks == "before" else (row.consent_id, None):
            became_a_case(row, consent=consent)
    with acting(amal, now=NOW):
        withdraw(consent=Consent.objects.get(), now=NOW)
        [still] = own.told_about(house.amal, NOW, office=row.recipient_id)
    assert (still.by_consent, set(still.categories)) == (False, {"identity", "contact"})
    with at(advisor):
        assert Case.objects.get().state == "open"


@pytest.mark.parametrize("role", ["advisor", "front-desk"])
def test_a_case_opened_in_the_file_knows_by_what_alone_they_are_known(
    house: House, desk: Actor, advisor: Actor, role: str
) -> None:
    row = refer(house, desk)
    with at(works(house, role, "association")):
        assert access.known_by_alone(house.amal, NOW) == row.consent_id
        became_a_case(row, consent=None)
        assert access.known_by_alone(house.amal, NOW) is None


def test_a_case_that_is_opened_once_more_stands_on_the_same_yes(house: House, desk: Actor, advisor: Actor) -> None:
    row = refer(house, desk)
    with at(advisor):
        for _twice in range(2):
            case = became_a_case(row, consent=access.known_by_alone(house.amal, NOW))
        cases.close(case_id=case.pk, outcome="settled", now=NOW)
        became_a_case(row, consent=access.known_by_alone(house.amal, NOW))
    assert [one.consent_id for one in Case._base_manager.all()] == [row.consent_id] * 2


def test_what_was_over_before_the_yes_was_taken_back_is_nobodys_there_either(
    house: House, desk: Actor, advisor: Actor, amal: Actor
) -> None:
    row = refer(house, desk)
    with at(advisor):
        cases.close(case_id=became_a_case(row).pk, outcome="settled", now=NOW)
    with acting(amal, now=NOW):
        withdraw(consent=Consent.objects.get(), now=NOW)
        assert own.told_about(house.amal, NOW, office=row.recipient_id) == []
    with at(advisor):
        assert not Case._base_manager.exists()
        assert not Person._base_manager.exists()


def test_who_did_not_answer_reads_that_nothing_was_passed_on(house: House, desk: Actor, advisor: Actor) -> None:
    row = refer(house, desk, by_letter=True)
    expire_due(now=NOW + timedelta(days=200))
    row.refresh_from_db()
    assert (row.state, helps.passed_on(row)) == ("expired", helps.PASSED_ON["asked"])


@pytest.mark.parametrize("model", [Case, Referral])
def test_the_copy_for_the_person_names_what_it_tells(model: type[Case | Referral]) -> None:
    table = tables()[model._meta.db_table]
    told = {name for name, column in table.columns.items() if column.export == Export.YES}
    assert table.name in paper_words.TABLES
    assert told - paper_words.COLUMNS.keys() - paper_words.TECHNICAL == set()
    assert set(model.Outcome.values) - paper_words.STATES.keys() == set()


@pytest.mark.parametrize(
    ("act", "sort"), [("read", "looked"), ("list", "found"), ("open", "wrote"), ("refer", "wrote")]
)
def test_who_writes_down_that_they_help_has_not_only_looked(act: str, sort: str) -> None:
    (line,) = looks._lines([AuditEvent(act=act, kind="case", at=NOW, role="advisor")], {})
    assert line.sort == sort


def test_of_more_cases_than_are_shown_ones_own_come_first(
    house: House, advisor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "MOST_SHOWN", 1)
    office, about = house.offices["association"], {"concern": "Kita", "language": "de"}
    for hour, who in enumerate([None, works(house, "advisor-lead", "association").user, advisor.user]):
        person, _new = person_of(name=str(hour), email="a@b.example", phone="", language="de", now=NOW)
        since = NOW + timedelta(hours=hour - 5)
        Case._base_manager.create(person=person, organization=office, advisor_id=who, opened_at=since, **about)
    with at(advisor):
        assert [one.advisor_id for one in access.open_cases()] == [advisor.user]


def test_a_month_after_the_end_there_is_no_page_of_it(house: House, desk: Actor, advisor: Actor) -> None:
    row = refer(house, desk)
    with at(desk):
        case = cases.open_case(person=house.amal, concern="Kita", language="ar", now=NOW)
        cases.close(case_id=case.pk, outcome="settled", now=NOW)
        sending.cancel(referral_id=row.pk, now=NOW)
        assert access.referral(row.pk, "read")
        assert access.case(case.pk, "read")
    with at(desk, NOW + timedelta(days=31)):
        for look, pk in ((access.referral, row.pk), (access.case, case.pk)):
            with pytest.raises(Refused):
                look(pk, "read")


def test_who_was_to_be_asked_at_the_counter_can_be_written_to_after_all(house: House, desk: Actor) -> None:
    works(house, "advisor", "association")
    said = {"person": house.amal, "recipient": house.offices["association"], "words": "Kita", "language": "ar"}
    with at(desk):
        sending.refer(**said, now=NOW)
        sending.refer(**said, by_letter=True, now=NOW)
    assert ProcrastinateJob.objects.filter(task_name__endswith="ask_by_letter").count() == 1
