"""Granting by law: in the direction the norm names, no more than it names, by who knows it."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from eindach.accounts.acting import acting
from eindach.accounts.policy import Refused
from eindach.consent import operations as act
from eindach.consent.models import Grant
from tests.cast import NOW
from tests.permission.signed_in import as_staff

from .people import LATER, Stage, trail

pytestmark = pytest.mark.django_db


def residence_is_told(stage: Stage, now: Any = NOW, **changes: Any) -> Any:
    """The foreigners' office, which knows Amal's residence, tells the social office of her town."""
    stage.house.grant("authority", "identity", "contact", "residence", "family", since=NOW)
    said: dict[str, Any] = {
        "person": stage.house.amal, "recipient": stage.house.offices["municipality"], "basis": "abh-status",
        "categories": ["identity", "residence"], "until": NOW + timedelta(days=90), "now": now,
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
        ({"until": NOW + timedelta(days=400)}, "until"),
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


def test_the_office_that_tells_it_ends_it(stage: Stage) -> None:
    grant = residence_is_told(stage)
    with acting(stage.house.staff("abh-clerk", "authority"), now=LATER):
        act.end_grant(grant_id=grant.pk, now=LATER)
        act.end_grant(grant_id=grant.pk, now=LATER)
    assert stage.read(stage.social, LATER) == set()
    assert trail() == ["grant-by-law", "end-grant"]


def test_nobody_else_ends_it(stage: Stage) -> None:
    grant = residence_is_told(stage)
    for other in (stage.social, stage.adviser, stage.amal):
        with pytest.raises(Refused), acting(other, now=LATER):
            act.end_grant(grant_id=grant.pk, now=LATER)
    assert stage.read(stage.social, LATER) == {"identity", "residence"}


def test_the_page_grants_lists_and_ends(stage: Stage) -> None:
    stage.house.grant("authority", "identity", "contact", "residence", since=NOW - timedelta(days=30))
    clerk = as_staff(stage.house, "abh-clerk")
    page = f"/en/staff/consents/law/{stage.house.amal.pk}/"
    said = {
        "basis": "abh-status", "recipient": str(stage.house.offices["municipality"].pk),
        "categories": ["identity", "residence"], "until": str(timezone.localdate() + timedelta(days=30)),
    }  # fmt: skip
    assert clerk.post(page, said | {"recipient": str(stage.house.offices["bank"].pk)}).status_code == 422
    assert clerk.post(page, said).status_code == 302
    grant = Grant._base_manager.get(legal_basis__key="abh-status")
    assert f"/law/{grant.pk}/end/" in clerk.get(page).content.decode()
    assert clerk.post(f"/en/staff/consents/law/{grant.pk}/end/").status_code == 302
    assert f"/law/{grant.pk}/end/" not in clerk.get(page).content.decode()
