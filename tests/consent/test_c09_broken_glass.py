"""Broken glass: who may, why, for how long, who is told, and who reviews it."""

from datetime import date, timedelta

import pytest

from eindach.accounts.acting import acting
from eindach.accounts.policy import Refused
from eindach.consent import operations as act
from eindach.consent.breaking import working_day
from eindach.consent.models import AuditEvent, BrokenGlass
from eindach.notifications.models import Message
from tests.cast import NOW
from tests.permission.house import OTHER_TOWN

from .people import Stage, trail

pytestmark = pytest.mark.django_db
REASON = "She collapsed at the counter; who belongs to her?"
SOON = NOW + timedelta(minutes=5)


def smash(stage: Stage, who: str = "social", reason: str = REASON) -> BrokenGlass:
    with acting(getattr(stage, who), now=NOW):
        return act.break_glass(person=stage.house.amal.pk, reason=reason, now=NOW)


def test_a_look_lasts_half_an_hour_and_shows_what_the_role_may_see(stage: Stage) -> None:
    stage.make_officer()
    assert stage.read(stage.social, SOON) == set()
    smash(stage)
    seen = {"identity", "contact", "appointments", "residence", "benefits", "family", "housing"}
    assert stage.read(stage.social, SOON) == seen
    assert stage.read(stage.social, NOW + timedelta(minutes=30)) == set()


def test_the_same_person_in_another_role_sees_nothing(stage: Stage) -> None:
    stage.make_officer()
    smash(stage)
    other = stage.house.staff("jobcenter-clerk", "jobcenter")
    assert stage.read(other, SOON) == set()


def test_data_protection_is_told_at_once_and_the_letter_says_nothing(stage: Stage) -> None:
    officer = stage.make_officer()
    smash(stage)
    letter = Message.objects.get()
    assert (letter.to, letter.kind) == (officer.email, "broken-glass")
    for word in ("Amal", "Beispiel", stage.house.amal.email, "collapsed", "social", str(stage.house.amal.pk)):
        assert word not in letter.subject + letter.text
    assert "/reviews/" in letter.text


def test_nobody_looks_where_nobody_can_be_told(stage: Stage) -> None:
    with pytest.raises(act.NobodyToTell):
        smash(stage)
    assert not BrokenGlass.objects.exists()
    assert stage.read(stage.social, SOON) == set()


def test_an_officer_who_has_left_is_nobody_to_tell(stage: Stage) -> None:
    stage.make_officer().memberships.update(ended_at=NOW)
    with pytest.raises(act.NobodyToTell):
        smash(stage)


@pytest.mark.parametrize("who", ["adviser", "clerk", "protection", "amal"])
def test_who_has_no_such_task_breaks_nothing(stage: Stage, who: str) -> None:
    stage.make_officer()
    with pytest.raises(Refused):
        smash(stage, who)


def test_a_clerk_of_another_town_breaks_nothing_and_finds_nobody(stage: Stage) -> None:
    stage.make_officer()
    stage.social = stage.house.staff("social-clerk", "municipality", OTHER_TOWN)
    with pytest.raises(Refused):
        smash(stage)
    with acting(stage.social, now=NOW):
        assert act.find_exactly(name="Amal Beispiel", contact="amal@mail.example", now=NOW) is None


def test_only_the_exact_name_and_contact_find_her(stage: Stage) -> None:
    with acting(stage.social, now=NOW):
        assert act.find_exactly(name="amal  beispiel", contact="amal@mail.example", now=NOW) == stage.house.amal.pk
        assert act.find_exactly(name="Amal", contact="amal@mail.example", now=NOW) is None
        assert act.find_exactly(name="Amal Beispiel", contact="", now=NOW) is None
    assert trail() == ["find"] * 3


def test_a_short_reason_is_refused_at_the_field(stage: Stage) -> None:
    stage.make_officer()
    with pytest.raises(act.Unfit) as fault:
        smash(stage, reason="urgent             !")
    assert fault.value.field == "reason"


def test_the_reason_stays_out_of_the_trail(stage: Stage) -> None:
    stage.make_officer()
    smash(stage)
    event = AuditEvent._base_manager.get(act="break-glass")
    assert event.reason == ""
    assert event.object


def test_the_review_is_due_after_three_working_days(stage: Stage) -> None:
    stage.make_officer()
    assert smash(stage).review_due == date(2026, 11, 25)  # a Saturday before


def test_holidays_of_the_state_are_no_working_days(stage: Stage) -> None:
    assert working_day(date(2026, 5, 29), 3) == date(2026, 6, 3)
    assert working_day(date(2026, 6, 3), 3) == date(2026, 6, 9)  # 4 June 2026: Corpus Christi, a holiday in NRW


def test_data_protection_reviews_once(stage: Stage) -> None:
    stage.make_officer()
    glass = smash(stage)
    with acting(stage.protection, now=SOON):
        assert act.review_glass(glass=glass, finding="An emergency, as written.", now=SOON)
        assert not act.review_glass(glass=glass, finding="Another.", now=SOON)
    glass.refresh_from_db()
    assert glass.finding == "An emergency, as written."
    assert trail() == ["break-glass", "review"]


def test_a_review_says_something(stage: Stage) -> None:
    stage.make_officer()
    glass = smash(stage)
    with acting(stage.protection, now=SOON), pytest.raises(act.Unfit):
        act.review_glass(glass=glass, finding="  ", now=SOON)


def test_nobody_reviews_their_own_look(stage: Stage) -> None:
    stage.make_officer()
    glass = smash(stage)
    herself = type(stage.protection)(**{**vars(stage.protection), "user": stage.social.user})
    with pytest.raises(Refused), acting(herself, now=SOON):
        act.review_glass(glass=glass, finding="All well.", now=SOON)


@pytest.mark.parametrize("who", ["social", "lead"])
def test_nobody_else_reviews(stage: Stage, who: str) -> None:
    stage.make_officer()
    glass = smash(stage)
    with pytest.raises(Refused), acting(getattr(stage, who), now=SOON):
        act.review_glass(glass=glass, finding="All well.", now=SOON)
