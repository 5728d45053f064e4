"""Nothing possible: why, what to change, and a person."""

import pytest
from django.test import Client

from eindach.booking.models import Opening

from .stage import Stage, to_plans, url, when

pytestmark = pytest.mark.django_db


def test_the_reason_is_a_sentence_and_a_person_is_near(client: Client, stage: Stage) -> None:
    Opening.objects.filter(calendar=stage.cast.forum_bank).delete()
    to_plans(client, stage)
    page = client.get(url("plans"))
    assert page.context["impossible"][0].message in page.content.decode().replace("&quot;", '"').replace("&#x27;", "'")
    assert "Plan with a person instead" in page.content.decode()


def test_only_changes_that_help_are_offered(client: Client, stage: Stage) -> None:
    Opening.objects.filter(calendar=stage.cast.forum_bank).update(languages=["de"])
    to_plans(client, stage, languages=["ar"], max_days="1")
    assert client.get(url("plans")).context["changes"] == ["languages"]


def test_one_press_loosens_the_wish_and_shows_the_plans(client: Client, stage: Stage) -> None:
    Opening.objects.filter(calendar=stage.cast.forum_bank).update(languages=["de"])
    to_plans(client, stage, languages=["ar"])
    assert client.post(url("loosen"), {"change": "languages"}).headers["Location"] == url("plans")
    assert len(client.get(url("plans")).context["cards"]) == 3


def test_a_matter_can_be_left_out(client: Client, stage: Stage) -> None:
    Opening.objects.filter(calendar=stage.cast.forum_bank).delete()
    to_plans(client, stage)
    client.post(url("loosen"), {"without": "bank"})
    assert len(client.get(url("plans")).context["cards"]) >= 1


def test_an_unknown_change_changes_nothing(client: Client, stage: Stage) -> None:
    to_plans(client, stage)
    before = client.session["booking.draft"]
    client.post(url("loosen"), {"change": "everything"})
    assert client.session["booking.draft"] == before


def test_a_way_without_steps_leaves_out_places_with_steps(client: Client, stage: Stage) -> None:
    assert to_plans(client, stage, "residence", step_free="on") == []
    assert client.get(url("plans")).context["changes"] == ["needs"]


def test_mornings_only_are_only_mornings(client: Client, stage: Stage) -> None:
    mornings = [key for key in when(stage)["times"] if key.endswith("am")]  # type: ignore[attr-defined]
    assert to_plans(client, stage, "residence", times=mornings) == []
    assert client.get(url("plans")).context["changes"] == ["times"]


def test_the_same_cause_is_said_once_with_all_its_matters(client: Client, stage: Stage) -> None:
    Opening.objects.all().delete()
    to_plans(client, stage)
    page = client.get(url("plans"))
    [(_message, others)] = page.context["reasons"]
    assert (len(page.context["impossible"]), [matter.key for matter in others]) == (2, ["bank"])
    assert page.content.decode().count("There is no free time") == 1
    assert "The same is true for:" in page.content.decode()
