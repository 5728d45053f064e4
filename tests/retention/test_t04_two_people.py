"""An advisor's file goes when two people want it gone, and not before."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from eindach.accounts.acting import acting
from eindach.accounts.models import DestructionItem, DestructionList, ProfileEntry
from eindach.accounts.registry import holds, lists
from eindach.consent.models import Consent, Grant
from tests.cast import NOW
from tests.permission.house import House

from .conftest import Run

DAY = timedelta(days=1)
DUE = NOW + 800 * DAY


@pytest.fixture
def told(house: House, run: Run) -> House:
    """Amal's file is two years old, and she was told a month ago."""
    house.grant("bank", "identity")
    run(DUE - 40 * DAY)
    return house


def made(house: House, *, now: datetime = DUE) -> DestructionList:
    with acting(house.staff("coordinator", "authority"), now=now):
        return lists.propose(now=now)


def sign(house: House, one: DestructionList, *, role: str = "data-protection") -> None:
    with acting(house.staff(role, "authority"), now=DUE):
        lists.approve(one, now=DUE)


def test_nothing_goes_unsigned(told: House, run: Run) -> None:
    made(told)
    waiting = run(DUE)["file"]
    assert (waiting.unsigned, waiting.ended) == (1, 0)
    assert ProfileEntry.objects.exists()


def test_two_people_end_the_file_and_the_list_forgets_whose_it_was(told: House, run: Run) -> None:
    sign(told, made(told))
    assert run(DUE)["file"].ended == 1
    assert not ProfileEntry.objects.exists()
    assert not Grant.objects.exists()
    assert list(DestructionItem.objects.values_list("outcome", "object_id")) == [("destroyed", None)]


def test_a_list_is_carried_out_once(told: House, run: Run) -> None:
    told.consent("bank", "identity")
    sign(told, made(told))
    run(DUE)
    told.grant("bank", "identity", since=NOW)
    ProfileEntry.objects.create(
        person=told.amal, category="work", key="new", value="new", written_by=told.offices["bank"], written_at=NOW
    )
    run(DUE + 40 * DAY)
    assert ProfileEntry.objects.exists()


def test_nobody_signs_their_own_list(told: House) -> None:
    officer = told.staff("data-protection", "authority")
    with acting(officer, now=DUE):
        own = lists.propose(now=DUE)
        with pytest.raises(PermissionDenied):
            lists.approve(own, now=DUE)
        assert DestructionList.objects.filter(pk=own.pk).update(approver_id=officer.user, approved_at=DUE) == 0


def test_the_database_knows_no_list_signed_by_its_author(told: House) -> None:
    one = made(told)
    with pytest.raises(IntegrityError), transaction.atomic():
        DestructionList.objects.filter(pk=one.pk).update(approver=one.author, approved_at=DUE)


@pytest.mark.parametrize("role", ["coordinator", "advisor-lead", "administrator"])
def test_only_data_protection_signs(told: House, role: str) -> None:
    one = made(told)
    with pytest.raises(PermissionDenied):
        sign(told, one, role=role)


@pytest.mark.parametrize("role", ["advisor", "front-desk", "administrator"])
def test_others_make_no_list(told: House, role: str) -> None:
    with acting(told.staff(role, "authority"), now=DUE), pytest.raises(PermissionDenied):
        lists.propose(now=DUE)


def test_what_is_on_an_open_list_is_not_listed_twice(told: House) -> None:
    made(told)
    with pytest.raises(lists.NothingDue):
        made(told)


def test_during_the_days_of_grace_nothing_can_be_listed(house: House, run: Run) -> None:
    run(DUE - 10 * DAY)
    with pytest.raises(lists.NothingDue):
        made(house)


def test_what_was_held_after_signing_is_spared(told: House, run: Run) -> None:
    sign(told, made(told))
    with acting(told.staff("data-protection", "authority"), now=DUE):
        holds.place(told.amal.pk, reason="a complaint", now=DUE)
    assert run(DUE)["file"].held == 1
    assert ProfileEntry.objects.exists()
    assert DestructionItem.objects.get().outcome == "spared"


def test_a_consent_is_proof_for_three_years_after_its_end(told: House, run: Run) -> None:
    consent = told.consent("bank", "identity")
    told.say(consent, "withdrawn", at=NOW + DAY)
    assert run(NOW + 1090 * DAY)["consent"].due == 0
    late = NOW + 1100 * DAY
    one = made(told, now=late)
    with acting(told.staff("data-protection", "authority"), now=late):
        lists.approve(one, now=late)
    assert run(late)["consent"].ended == 1
    assert not Consent.objects.exists()


def test_the_role_of_pages_sees_no_list(told: House) -> None:
    made(told)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('eindach_web', 'accounts_destructionlist', 'SELECT')")
        assert cursor.fetchone() == (False,)
