"""Who can be told is told once, has a month, and keeps what is theirs by coming back."""

from datetime import timedelta

from eindach.accounts.models import RetentionNotice, User
from eindach.notifications.models import Message
from tests.cast import NOW
from tests.permission.house import House

from .conftest import Run

DAY = timedelta(days=1)
UNUSED = NOW + 396 * DAY
"""Thirteen months after the cast's day."""


def account(**more: object) -> User:
    user = User.objects.create_user("olena@mail.example", language="uk", **more)
    User.objects.update(created_at=NOW)
    return user


def test_an_unused_account_is_told_a_month_before_once(db: None, run: Run) -> None:
    account()
    run(UNUSED - 40 * DAY)
    assert not Message.objects.exists()
    run(UNUSED - 29 * DAY)
    run(UNUSED - 28 * DAY)
    told = Message.objects.get()
    assert (told.to, told.language, told.kind) == ("olena@mail.example", "uk", "retention")


def test_it_goes_when_the_days_of_grace_are_over(db: None, run: Run) -> None:
    account()
    run(UNUSED - 20 * DAY)
    assert run(UNUSED)["account"].in_grace == 1
    assert run(UNUSED + 10 * DAY)["account"].ended == 1
    assert not User.objects.exists()
    assert not RetentionNotice.objects.exists()


def test_after_a_long_pause_there_are_days_of_grace_all_the_same(db: None, run: Run) -> None:
    account()
    late = run(UNUSED + 400 * DAY)["account"]
    assert (late.told, late.in_grace, late.ended) == (1, 1, 0)


def test_who_signs_in_again_stays_and_is_told_anew(db: None, run: Run) -> None:
    account()
    run(UNUSED - 20 * DAY)
    User.objects.update(last_login=UNUSED - 10 * DAY)
    assert run(UNUSED + 20 * DAY)["account"].due == 0
    assert not RetentionNotice.objects.exists()
    assert run(UNUSED + 380 * DAY)["account"].told == 1


def test_whom_no_mail_reaches_ends_without(db: None, run: Run) -> None:
    User.objects.create_user("", phone="+4924211234567")
    User.objects.update(created_at=NOW)
    assert run(UNUSED + DAY)["account"].ended == 1


def test_an_account_somebody_signed_with_stays(house: House, run: Run) -> None:
    """Who recorded a consent must stay tellable."""
    user = account()
    consent = house.consent("bank", "identity", given=False)
    consent.events.create(kind="given", at=NOW, channel="counter", language="ar", by_user=user)
    assert run(UNUSED + 400 * DAY)["account"].due == 0
