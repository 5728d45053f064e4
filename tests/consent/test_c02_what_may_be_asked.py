"""What may be asked for whom: refused at the field that is wrong."""

from datetime import timedelta
from typing import Any

import pytest

from eindach.accounts.acting import acting
from eindach.accounts.policy import Refused
from eindach.consent import operations as act
from eindach.consent.words import filled
from tests.cast import NOW

from .people import LATER, Stage, nothing_changes

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"categories": ["identity", "residence"]}, "categories"),  # a bank is never told
        ({"categories": []}, "categories"),
        ({"purpose": "advertising"}, "purpose"),
        ({"purpose": "change-of-law"}, "recipient"),  # a bank is no Jobcenter
        ({"purpose": "appointments", "categories": ["identity", "family"]}, "categories"),
        ({"until": NOW + timedelta(days=4000)}, "until"),
        ({"spoken": "ti", "interpreter": ""}, "interpreter"),
        ({"until": NOW}, "until"),
        ({"language": ""}, "language"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(stage: Stage, changes: dict[str, Any], field: str) -> None:
    with nothing_changes(), pytest.raises(act.Unfit) as fault:
        stage.ask(**changes)
    assert fault.value.field == field


@pytest.mark.parametrize("purpose", ["referral", "appointments"])
def test_an_office_passes_nothing_on_to_itself(stage: Stage, purpose: str) -> None:
    with nothing_changes(), pytest.raises(act.Unfit) as fault:
        stage.ask(purpose=purpose, recipient=stage.house.offices["association"])
    assert fault.value.field == "recipient"


def test_only_a_social_office_hands_over_on_a_change_of_law(stage: Stage) -> None:
    with nothing_changes(), pytest.raises(act.Unfit) as fault:
        stage.ask(purpose="change-of-law", recipient=stage.house.offices["jobcenter"])
    assert fault.value.field == "purpose"


@pytest.mark.parametrize("answered", [False, True])
def test_the_same_is_not_asked_twice(stage: Stage, answered: bool) -> None:
    first = stage.given() if answered else stage.ask()
    with nothing_changes():
        assert stage.ask(now=LATER) == first
    assert stage.ask(now=LATER, categories=["identity"]) != first


def test_the_words_and_what_is_spoken_are_two_languages(stage: Stage) -> None:
    consent = stage.ask(language="en", spoken="ti")
    assert (consent.text.language, consent.events.get().language) == ("en", "ti")


def test_health_is_never_asked_beside_anything_else(stage: Stage) -> None:
    house = stage.house.offices["association"]
    with pytest.raises(act.Unfit) as fault:
        stage.ask(recipient=house, purpose="advice", categories=["identity", "health"])
    assert fault.value.field == "categories"


def test_health_asked_by_itself_is_named_and_opens_after_a_yes(stage: Stage) -> None:
    consent = stage.ask(recipient=stage.house.offices["association"], purpose="health", categories=["health"])
    words = filled(consent, "de")
    assert "Gesundheit" in words.title
    assert "health" not in stage.read(stage.adviser)
    with acting(stage.amal, now=NOW):
        act.give(consent=consent, now=NOW)
    assert "health" in stage.read(stage.adviser)


def test_the_question_is_put_in_her_language(stage: Stage) -> None:
    consent = stage.ask()
    assert consent.text.language == "ar"
    words = filled(consent)
    assert words.rtl
    assert "bank (ar)" in words.paragraphs[0]
    assert "اسمك، مواعيدك" in words.paragraphs[0]


def test_a_language_without_words_gets_english_ones(stage: Stage) -> None:
    assert stage.ask(language="pl").text.language == "en"


def test_a_social_clerk_asks_people_of_their_own_town_only(stage: Stage) -> None:
    stage.house.grant("municipality", "identity", since=NOW)
    jobcenter = stage.house.offices["jobcenter"]
    asked: dict[str, Any] = {
        "person": stage.house.amal, "recipient": jobcenter, "purpose": "change-of-law",
        "categories": ["identity", "residence"], "language": "de", "now": LATER,
    }  # fmt: skip
    elsewhere = stage.house.staff("social-clerk", "municipality", "05358024")
    with pytest.raises(Refused), acting(elsewhere, now=LATER):
        act.ask(**asked)
    with acting(stage.social, now=LATER):
        assert act.ask(**asked).state(LATER) == "asked"
