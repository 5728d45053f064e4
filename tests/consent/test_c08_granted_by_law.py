"""Granting by law: in the direction the norm names, no more than it names, by who knows it."""

from typing import Any

import pytest

from eindach.accounts.acting import acting
from eindach.accounts.policy import Refused
from eindach.consent import operations as act
from tests.cast import NOW

from .people import LATER, Stage, trail

pytestmark = pytest.mark.django_db


def residence_is_told(stage: Stage, now: Any = NOW, **changes: Any) -> Any:
    """The foreigners' office, which knows Amal's residence, tells the social office of her town."""
    stage.house.grant("authority", "identity", "contact", "residence", "family", since=NOW)
    said: dict[str, Any] = {
        "person": stage.house.amal, "recipient": stage.house.offices["municipality"], "basis": "abh-status",
        "categories": ["identity", "residence"], "now": now,
    }  # fmt: skip
    with acting(stage.house.staff("abh-clerk", "authority"), now=now):
        return act.grant_by_law(**(said | changes))


def test_the_other_office_reads_it(stage: Stage) -> None:
    residence_is_told(stage)
    assert stage.read(stage.social) == {"identity", "residence"}
    assert trail() == ["grant-by-law"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"basis": "reimbursement"}, "recipient"),
        ({"basis": "nothing"}, "basis"),
        ({"categories": ["identity", "family"]}, "categories"),
        ({"categories": []}, "categories"),
        ({"until": NOW}, "until"),
    ],
)
def test_what_the_law_does_not_say_is_refused_at_its_field(stage: Stage, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(act.Unfit) as fault:
        residence_is_told(stage, **changes)
    assert fault.value.field == field


def test_what_an_office_does_not_know_it_cannot_pass_on(stage: Stage) -> None:
    with pytest.raises(Refused):
        residence_is_told(stage, categories=["identity", "residence", "benefits"])


def test_a_social_office_of_another_town_still_reads_nothing(stage: Stage) -> None:
    residence_is_told(stage)
    assert stage.read(stage.house.staff("social-clerk", "municipality", "05358024"), LATER) == set()
