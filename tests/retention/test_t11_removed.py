"""Who recorded something is never deleted: nothing is left of them but an id."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from eindach.accounts import operations
from eindach.accounts.models import Membership, User
from eindach.consent.models import AuditEvent, ConsentEvent
from tests.cast import NOW
from tests.permission.house import House
from tests.permission.signed_in import as_staff

from .conftest import Run

LEFT_LONG_AGO = NOW + timedelta(days=4 * 365)


@pytest.fixture
def clerk(house: House) -> User:
    """An advisor who wrote down Amal's answer."""
    as_staff(house, "advisor")
    user = User.objects.get(name="advisor.association")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    consent = house.consent("bank", "identity", given=False)
    consent.events.create(kind="given", at=NOW, channel="counter", language="ar", by_user=user)
    return user


def is_nobody(user: User) -> bool:
    left = User.objects.get(pk=user.pk)
    told = (left.name, left.email, left.phone, left.last_login, left.is_active, left.has_usable_password())
    return told[:4] == ("", None, None, None) and not left.is_active and not left.check_password("")


def test_nothing_is_left_but_an_id(house: House, clerk: User) -> None:
    boss = User.objects.get(pk=house.staff("administrator", "authority").user)
    assert operations.remove_for_good(user=clerk, by=boss, now=timezone.now())
    assert is_nobody(clerk)
    assert str(User.objects.get(pk=clerk.pk)) == str(clerk.pk)
    assert not EmailAddress.objects.filter(user=clerk).exists()
    assert not Authenticator.objects.filter(user=clerk).exists()
    assert not Membership.objects.live(timezone.now()).filter(user=clerk).exists()
    assert ConsentEvent.objects.get(kind="given").by_user_id == clerk.pk
    assert not operations.remove_for_good(user=clerk, by=boss, now=timezone.now())


def test_the_administrator_says_so_on_a_page_that_warns_first(house: House, clerk: User) -> None:
    boss = as_staff(house, "administrator", "authority")
    page = f"/en/staff/users/remove/{clerk.pk}/"
    assert "cannot be undone" in boss.get(page).content.decode()
    assert not is_nobody(clerk)
    assert boss.post(page).status_code == 302
    assert is_nobody(clerk)
    assert AuditEvent._base_manager.get(act="anonymise").object == str(clerk.pk)


def test_their_session_is_over_at_once(house: House, clerk: User) -> None:
    theirs = as_staff(house, "advisor")
    assert theirs.get("/en/staff/consents/").status_code == 200
    as_staff(house, "administrator", "authority").post(f"/en/staff/users/remove/{clerk.pk}/")
    assert theirs.get("/en/staff/consents/").status_code in (302, 403)


def test_who_left_can_still_be_removed(house: House, clerk: User) -> None:
    Membership.objects.filter(user=clerk).update(ended_at=timezone.now())
    boss = as_staff(house, "administrator", "authority")
    assert f"/staff/users/remove/{clerk.pk}/" in boss.get("/en/staff/users/").content.decode()
    boss.post(f"/en/staff/users/remove/{clerk.pk}/")
    assert f"/staff/users/remove/{clerk.pk}/" not in boss.get("/en/staff/users/").content.decode()


def test_nobody_removes_themselves(house: House) -> None:
    boss = as_staff(house, "administrator", "authority")
    myself = User.objects.get(name="administrator.authority")
    assert boss.post(f"/en/staff/users/remove/{myself.pk}/").status_code == 409
    assert not is_nobody(myself)


@pytest.mark.parametrize("role", ["advisor-lead", "data-protection", "coordinator"])
def test_nobody_else_removes_anybody(house: House, clerk: User, role: str) -> None:
    other: Client = as_staff(house, role, "authority")
    assert other.post(f"/en/staff/users/remove/{clerk.pk}/").status_code == 403
    assert not is_nobody(clerk)


def test_when_it_is_due_the_night_does_it(house: House, clerk: User, run: Run) -> None:
    Membership.objects.all().delete()
    User.objects.update(created_at=NOW, last_login=None)
    assert run(LEFT_LONG_AGO)["signer"].told >= 1
    assert not is_nobody(clerk)
    assert run(LEFT_LONG_AGO + timedelta(days=31))["signer"].ended >= 1
    assert is_nobody(clerk)
    assert run(LEFT_LONG_AGO + timedelta(days=62))["signer"].due == 0


def test_who_works_here_stays_however_seldom_they_sign_in(house: House, clerk: User, run: Run) -> None:
    User.objects.update(created_at=NOW, last_login=None)
    assert run(NOW + timedelta(days=900))["signer"].due == 0
    assert not is_nobody(clerk)
