"""A consent ends by itself, and is renewed on purpose."""

from datetime import timedelta

import pytest

from eindach.accounts.acting import acting
from eindach.consent import operations as act
from eindach.consent.models import Consent
from tests.cast import NOW

from .people import LATER, Stage, live_grants, state, trail

pytestmark = pytest.mark.django_db
END = NOW + timedelta(days=180)


def test_it_ends_at_the_very_moment_without_any_job(stage: Stage) -> None:
    consent = stage.given()
    assert consent.expires_at == END
    just_before = END - timedelta(microseconds=1)
    assert stage.read(stage.clerk, just_before) == {"identity", "appointments"}
    assert stage.read(stage.clerk, END) == set()
    assert state(consent, END) == "expired"


def test_the_job_writes_it_down_once(stage: Stage) -> None:
    consent, unanswered = stage.given(), stage.ask(categories=["identity"])
    assert act.expire_due(now=END - timedelta(seconds=1)) == 0
    assert act.expire_due(now=END) == 2
    assert act.expire_due(now=END) == 0
    assert [list(one.events.values_list("kind", flat=True))[-1] for one in (consent, unanswered)] == ["expired"] * 2
    assert consent.grants.get().ended_at == END
    assert trail()[-2:] == ["expire-consent"] * 2


def test_the_job_leaves_alone_what_was_taken_back(stage: Stage) -> None:
    consent = stage.given()
    with acting(stage.amal, now=LATER):
        act.withdraw(consent=consent, now=LATER)
    assert act.expire_due(now=END) == 0
    assert state(consent, END) == "withdrawn"


def test_an_expired_question_is_not_answered_any_more(stage: Stage) -> None:
    consent = stage.ask()
    with acting(stage.amal, now=END), pytest.raises(act.NotOpen):
        act.give(consent=consent, now=END)


def test_renewing_lasts_longer_and_leaves_one_to_take_back(stage: Stage) -> None:
    old = stage.given()
    with acting(stage.amal, now=LATER):
        fresh = act.renew(consent=old, now=LATER)
    assert fresh.expires_at == LATER + timedelta(days=180)
    assert (state(old), state(fresh)) == ("expired", "given")
    assert stage.read(stage.clerk, END) == {"identity", "appointments"}
    with acting(stage.amal, now=END):
        act.withdraw(consent=fresh, now=END)
    assert stage.read(stage.clerk, END) == set()


def test_renewing_twice_renews_once(stage: Stage) -> None:
    old = stage.given()
    with acting(stage.amal, now=LATER):
        assert act.renew(consent=old, now=LATER) == act.renew(consent=old, now=LATER)
    assert Consent._base_manager.count() == 2


def test_an_expired_consent_can_be_renewed_at_the_counter(stage: Stage) -> None:
    old = stage.given()
    with acting(stage.adviser, now=END):
        fresh = act.renew(consent=old, now=END, language="ar", interpreter="Frau Beispiel")
    assert live_grants(fresh, END) == 1


def test_what_was_taken_back_is_asked_anew_not_renewed(stage: Stage) -> None:
    consent = stage.given()
    with acting(stage.amal, now=LATER):
        act.withdraw(consent=consent, now=LATER)
        with pytest.raises(act.NotOpen):
            act.renew(consent=consent, now=LATER)
