"""Pages of what ends: a preview, lists that two people sign, legal holds. Who may not is let in nowhere."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from eindach.accounts import sessions
from eindach.accounts.models import DestructionList, LegalHold, ProfileEntry, RetentionNotice, Role
from eindach.consent.models import AuditEvent
from tests.permission.house import House
from tests.permission.signed_in import as_staff

from .conftest import Run

LONG_AGO = timezone.now() - timedelta(days=2000)
LISTS, HOLDS = "/en/staff/retention/", "/en/staff/holds/"
HOLD = {"name": "Amal Beispiel", "contact": "amal@mail.example", "reason": "Complaint 7/26"}


@pytest.fixture
def old(house: House) -> House:
    """Amal's file is long due, and she was told."""
    ProfileEntry.objects.update(written_at=LONG_AGO)
    told_at = timezone.now() - timedelta(days=40)
    RetentionNotice.objects.create(kept="file", object_id=house.amal.pk, told_at=told_at)
    return house


def listed(house: House, role: str = "coordinator") -> tuple[Client, str]:
    """Who made a list, and its page."""
    author = as_staff(house, role, "authority")
    return author, author.post(LISTS + "lists/")["Location"]


def test_what_is_due_is_shown_and_nothing_is_done(old: House) -> None:
    page = as_staff(old, "coordinator", "authority").get(LISTS).content.decode()
    assert "Akte der Beratung" in page
    assert "Amal" not in page
    assert ProfileEntry.objects.exists()


def test_one_makes_a_list_another_signs_it_and_the_night_carries_it_out(old: House, run: Run) -> None:
    _author, page = listed(old)
    officer = as_staff(old, "data-protection", "authority")
    assert str(old.amal.pk) in officer.get(page).content.decode()
    assert officer.post(page + "sign/").status_code == 302
    run(timezone.now())
    assert not ProfileEntry.objects.exists()
    assert str(old.amal.pk) not in officer.get(page).content.decode()


def test_nobody_signs_their_own_list(old: House) -> None:
    officer, page = listed(old, "data-protection")
    assert "sign/" not in officer.get(page).content.decode()
    assert officer.post(page + "sign/").status_code == 409
    assert not DestructionList.objects.exclude(approver=None).exists()


def test_a_coordinator_does_not_sign(old: House) -> None:
    author, page = listed(old)
    assert author.post(page + "sign/").status_code == 409
    assert not DestructionList.objects.exclude(approver=None).exists()


def test_nobody_signs_twice(old: House) -> None:
    _author, page = listed(old)
    officer = as_staff(old, "data-protection", "authority")
    officer.post(page + "sign/")
    signed = DestructionList.objects.get()
    assert officer.post(page + "sign/").status_code == 409
    assert DestructionList.objects.get().approved_at == signed.approved_at
    assert AuditEvent._base_manager.filter(act="approve").count() == 1


def test_where_nothing_is_due_no_list_is_made(house: House) -> None:
    coordinator = as_staff(house, "coordinator", "authority")
    assert "/lists/" not in coordinator.get(LISTS).content.decode()
    assert coordinator.post(LISTS + "lists/").status_code == 409
    assert not DestructionList.objects.exists()


@pytest.mark.parametrize("path", ["lists/", "sign/"])
def test_signing_asks_again_who_it_is(old: House, path: str) -> None:
    _author, page = listed(old)
    officer = as_staff(old, "data-protection", "authority")
    session = officer.session
    sessions.begin(session, now=timezone.now() - timedelta(minutes=10))
    session.save()
    answer = officer.post(LISTS + "lists/" if path == "lists/" else page + "sign/")
    assert "/account/check/again/" in answer["Location"]
    assert not DestructionList.objects.exclude(approver=None).exists()


@pytest.mark.parametrize("role", [one for one in Role.values if one not in ("coordinator", "data-protection")])
def test_nobody_else_sees_lists(house: House, role: str) -> None:
    kind = {"social-clerk": "municipality"}.get(role, "")
    assert as_staff(house, role, kind).get(LISTS).status_code == 403


@pytest.mark.parametrize("role", [one for one in Role.values if one != "data-protection"])
def test_nobody_else_places_a_hold(house: House, role: str) -> None:
    kind = {"social-clerk": "municipality"}.get(role, "")
    assert as_staff(house, role, kind).post(HOLDS, HOLD).status_code == 403
    assert not LegalHold.objects.exists()


def test_a_hold_is_placed_seen_on_the_file_and_lifted_for_a_reason(house: House) -> None:
    officer = as_staff(house, "data-protection", "authority")
    assert officer.post(HOLDS, HOLD).status_code == 302
    hold = LegalHold.objects.get()
    page = officer.get(HOLDS).content.decode()
    assert ("Complaint 7/26" in page, "Amal" in page) == (True, False)
    lift = f"{HOLDS}{hold.pk}/lift/"
    assert officer.post(lift, {}).status_code == 422
    assert LegalHold.objects.get().lifted_at is None
    assert officer.post(lift, {f"{hold.pk}-reason": "settled"}).status_code == 302
    assert LegalHold.objects.get().lift_reason == "settled"
    acts = AuditEvent._base_manager.filter(act__endswith="hold").values_list("act", flat=True)
    assert sorted(acts) == ["hold", "lift-hold"]


@pytest.mark.parametrize("changes", [{"reason": ""}, {"name": "Amal"}, {"contact": ""}])
def test_half_a_hold_is_none(house: House, changes: dict[str, str]) -> None:
    assert as_staff(house, "data-protection", "authority").post(HOLDS, HOLD | changes).status_code == 422
    assert not LegalHold.objects.exists()


def test_a_second_hold_on_the_same_person_is_refused(house: House) -> None:
    officer = as_staff(house, "data-protection", "authority")
    officer.post(HOLDS, HOLD)
    assert officer.post(HOLDS, HOLD | {"reason": "another"}).status_code == 422
    assert LegalHold.objects.count() == 1


def test_a_hold_that_is_not_there_is_lifted_by_nobody(house: House) -> None:
    officer = as_staff(house, "data-protection", "authority")
    assert officer.post(f"{HOLDS}{house.amal.pk}/lift/", {f"{house.amal.pk}-reason": "x"}).status_code == 404


def test_whoever_opens_the_file_reads_that_a_hold_stands_and_not_why(house: House) -> None:
    house.grant("association", "identity")
    adviser, file = as_staff(house, "advisor"), f"/en/staff/people/{house.amal.pk}/"
    assert "legal hold" not in adviser.get(file).content.decode()
    as_staff(house, "data-protection", "authority").post(HOLDS, HOLD)
    page = adviser.get(file).content.decode()
    assert ("A legal hold stands since" in page, "Complaint 7/26" in page) == (True, False)


@pytest.mark.parametrize(("role", "seen"), [("data-protection", True), ("advisor", False)])
def test_the_ways_of_a_role_lead_there(house: House, role: str, seen: bool) -> None:
    page = as_staff(house, role, "authority").get("/en/staff/").content.decode()
    assert (LISTS in page, HOLDS in page) == (seen, seen)
