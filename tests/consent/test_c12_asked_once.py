"""What an office was told is gathered once an act, and anew when it changes in the act."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from eindach.accounts.acting import acting
from eindach.accounts.models import Person
from eindach.consent import operations as act
from eindach.consent import telling
from eindach.consent.models import Consent
from tests.cast import NOW

from .people import Stage


def statements_about_grants(count: int) -> int:
    with CaptureQueriesContext(connection) as asked:
        for _ in range(count):
            list(Person.objects.all())
    return sum('FROM "consent_grant"' in one["sql"] for one in asked.captured_queries)


def test_ten_lists_of_people_ask_once_what_the_office_was_told(stage: Stage) -> None:
    with telling.kept_for_an_act(), acting(stage.adviser, now=NOW):
        assert statements_about_grants(10) == 1


def test_outside_of_a_request_nothing_is_kept(stage: Stage) -> None:
    with acting(stage.adviser, now=NOW):
        assert statements_about_grants(2) == 2


def test_another_actor_in_the_same_act_is_asked_for_themselves(stage: Stage) -> None:
    with telling.kept_for_an_act():
        with acting(stage.adviser, now=NOW):
            assert Person.objects.exists()
        with acting(stage.clerk, now=NOW):
            assert not Person.objects.exists()


def test_a_withdrawal_ends_access_in_the_same_act(stage: Stage) -> None:
    """The clerk of the bank hears it at their counter."""
    consent = stage.given()
    with telling.kept_for_an_act(), acting(stage.clerk, now=NOW):
        assert Person.objects.exists()
        row = Consent.objects.get(pk=consent.pk)
        act.withdraw(consent=row, now=NOW, language="de")
        assert not Person.objects.exists()


def test_a_broken_glass_opens_in_the_same_act(stage: Stage) -> None:
    stage.make_officer()
    lead = stage.house.staff("advisor-lead", "jobcenter")
    with telling.kept_for_an_act(), acting(lead, now=NOW):
        assert not Person.objects.exists()
        act.break_glass(person=stage.house.amal.pk, reason="She collapsed at the counter.", now=NOW)
        assert Person.objects.exists()


@pytest.mark.parametrize("many", [1, 3])
def test_an_act_sets_who_acts_by_one_statement(stage: Stage, many: int) -> None:
    with CaptureQueriesContext(connection) as asked:
        for _ in range(many):
            with acting(stage.adviser, now=NOW):
                pass
    assert (
        sum("set_config" in one["sql"] or "current_setting" in one["sql"] for one in asked.captured_queries) == 2 * many
    )
