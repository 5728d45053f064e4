"""A plan kept with one's own data: only on wish, only for oneself, gone at a word."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext, override

from eindach.accounts.models import Person, person_of
from eindach.accounts.registry import export
from eindach.accounts.subjects import subject_of
from eindach.casework.own.paper import _chapter
from eindach.consent.models import AuditEvent
from eindach.guide.models import KeptPlan
from eindach.guide.plan import kept
from eindach.guide.plan.answers import Answers
from tests.cast import Cast
from tests.permission.signed_in import as_person

from .my_steps import make_steps, told

AMAL = "amal@mail.example"
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
TOLD = told(reason="work", family="school-child", dates={"moving-in": date(2026, 11, 14)})


@pytest.fixture(autouse=True)
def steps(cast: Cast) -> None:
    make_steps(cast)


def person(name: str = "Amal", email: str = AMAL) -> Person:
    return person_of(name=name, email=email, phone="", language="ar", now=NOW)[0]


@pytest.fixture
def amal(steps: None) -> Person:
    return person()


def keep(owner: Person, answers: Answers = TOLD) -> Client:
    """Their browser, after they kept it."""
    door = as_person(owner.email)
    kept_now = door.post(f"/en/next-steps/{answers.sealed()}/keep/", {"person": owner.pk})
    assert kept_now.headers["Location"] == f"/en/own/plan/{owner.pk}/"
    return door


def row() -> KeptPlan:
    return KeptPlan._base_manager.get()


def test_who_is_not_signed_in_is_led_there_and_back(client: Client) -> None:
    where = f"/en/next-steps/{TOLD.sealed()}/keep/"
    assert f"next={where}" in client.get(where).headers["Location"].replace("%2F", "/")


def test_looking_at_what_would_be_kept_keeps_nothing(amal: Person) -> None:
    page = as_person(AMAL).get(f"/en/next-steps/{TOLD.sealed()}/keep/")
    assert (page.status_code, KeptPlan._base_manager.exists()) == (200, False)


def test_it_is_kept_as_it_was_told(amal: Person) -> None:
    keep(amal)
    assert kept.told(row()) == TOLD


def test_it_is_found_at_ones_own_door(amal: Person) -> None:
    page = keep(amal).get("/en/own/")
    assert [one.key for _, one in page.context["doors"][0].steps.first] == ["registration", "bank", "residence"]
    assert f"/en/own/plan/{amal.pk}/#bank" in page.content.decode()


def test_a_tick_and_a_changed_answer_stay(amal: Person) -> None:
    door, plan = keep(amal), f"/en/own/plan/{amal.pk}/"
    door.post(plan + "tick/", {"step": "registration"})
    door.post(plan + "ask/reason/", {"answer": "study"})
    assert (list(row().done), row().chosen["reason"]) == (["registration"], ["study"])
    door.post(plan + "tick/", {"step": "registration", "undo": "1"})
    door.post(plan + "ask/family/", {"skip": "1"})
    assert (row().done, row().chosen) == ({}, {"reason": ["study"]})


def test_kept_again_it_takes_the_place_of_the_first(amal: Person) -> None:
    keep(amal)
    door = keep(amal, told(reason="study"))
    assert row().chosen == {"reason": ["study"]}
    assert door.get(f"/en/next-steps/{TOLD.sealed()}/keep/").context["owners"][0][1] == row()


def test_at_a_word_it_is_gone_and_still_a_link(amal: Person) -> None:
    left = keep(amal).post(f"/en/own/plan/{amal.pk}/forget/").headers["Location"]
    assert not KeptPlan._base_manager.exists()
    assert Answers.of_pass(left.split("/")[-2]) == TOLD


@pytest.mark.parametrize("act", ["", "ask/reason/", "tick/", "forget/"])
def test_somebody_elses_is_not_there(amal: Person, act: str) -> None:
    keep(amal)
    other = as_person(person("Robin", "robin@mail.example").email)
    ask = other.get if act in ("", "ask/reason/") else other.post
    assert ask(f"/en/own/plan/{amal.pk}/{act}").status_code == 404
    assert kept.told(row()) == TOLD


def test_nobody_keeps_a_plan_for_somebody_else(amal: Person) -> None:
    other = as_person(person("Robin", "robin@mail.example").email)
    assert other.post(f"/en/next-steps/{TOLD.sealed()}/keep/", {"person": amal.pk}).status_code == 404
    assert not KeptPlan._base_manager.exists()


def test_of_two_people_with_one_mailbox_each_has_their_own(amal: Person) -> None:
    sister = person("Sami")
    keep(amal)
    page = keep(sister, told(reason="study")).get("/en/own/")
    assert [len(door.steps.plan.steps) for door in page.context["doors"]] == [4, 3]


def test_keeping_reading_and_forgetting_leave_events(amal: Person) -> None:
    door = keep(amal)
    door.get(f"/en/own/plan/{amal.pk}/")
    door.post(f"/en/own/plan/{amal.pk}/forget/")
    acts = AuditEvent._base_manager.filter(kind="kept-plan", subject=subject_of(amal.pk)).values_list("act", flat=True)
    assert set(acts) == {"write", "read", "delete"}


def test_it_is_in_ones_own_copy(amal: Person) -> None:
    keep(amal)
    copy = export.everything_about([amal.pk], now=NOW)["data"]["guide_keptplan"]["rows"]
    assert copy[0]["chosen"] == {"reason": ["work"], "family": ["school-child"]}


def test_the_copy_to_read_has_it_in_words(amal: Person) -> None:
    keep(amal, TOLD.ticked("bank", date(2026, 11, 20)))
    said = export.everything_about([amal.pk], now=NOW)["data"]["guide_keptplan"]
    with override("en"):
        words = dict(_chapter("guide_keptplan", said).rows[0])
        assert words[gettext("What you answered")].startswith(gettext("Why are you here?"))
        assert words[gettext("Done")] == "Bank: 20.11.2026"
        assert words[gettext("Days you told")].endswith(": 14.11.2026")


def test_more_steps_ask_the_database_no_more_questions(amal: Person) -> None:
    door, counted = keep(amal), []
    door.get("/en/own/")  # whoever comes first reads the steps for all
    for said in (told(reason="eu", have="registered bank-account"), TOLD):
        keep(amal, said)
        with CaptureQueriesContext(connection) as queries:
            door.get("/en/own/")
        counted.append(len(queries))
    assert counted[0] == counted[1]
