"""What may be kept on a phone: pages that say how old they are, and no other."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from eindach.accounts import sessions
from eindach.accounts.models import Person
from eindach.site.views_offline import WORKER
from tests.booking_pages.stage import Stage, my, set_stage
from tests.guide.my_steps import make_steps, told
from tests.permission.signed_in import as_person

LINE = re.findall(r"const LINE = '([^']+)'", WORKER.read_text())[0]


@pytest.fixture
def stage(db: None) -> Stage:
    found = set_stage()
    make_steps(found.cast)
    return found


def kept_by(page: str) -> list[str]:
    """The addresses a page would keep with itself."""
    return re.findall(r'data-pages="([^"]*)"', page)[0].split()


def test_the_worker_answers_for_all_pages(client: Client) -> None:
    answer = client.get("/worker.js")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert (answer.headers["Cache-Control"], "script-src 'self'" in answer.headers["Content-Security-Policy"]) == (
        "no-cache", True,
    )  # fmt: skip


def test_a_plan_says_how_old_it_is_and_takes_its_offices_along(client: Client, stage: Stage) -> None:
    cast = stage.cast
    cast.bank.services.get().at_locations.create(location=cast.town_hall_1.counter.location, languages=["de"])
    page = client.get(f"/de/next-steps/{told().sealed()}/").content.decode()
    assert page.count(LINE) == 1
    assert "/de/on-this-phone/" in kept_by(page)
    assert [one for one in kept_by(page) if client.get(one).content.decode().count(LINE) != 1] == []
    assert any("/places/" in one for one in kept_by(page))
    assert "/de/matter/bank/" in {*re.findall(r'href="([^"#]*)#where"', page)} & {*kept_by(page)}  # "2 places"


def test_a_booking_says_how_old_it_is(client: Client, stage: Stage) -> None:
    page = client.get(my(stage.booked(), language="de")).content.decode()
    assert (page.count(LINE), kept_by(page)) == (1, ["/de/on-this-phone/"])


def test_ones_own_door_takes_the_bookings_along(client: Client, stage: Stage) -> None:
    booked = stage.booked()
    page = as_person("robin@mail.example").get("/de/own/").content.decode()
    assert (page.count(LINE), my(booked, language="de") in kept_by(page)) == (1, True)


@pytest.mark.parametrize("path", ["", "plan/", "my/sign-in/", "account/sign-in/", "next-steps/ask/have/"])
def test_forms_and_pages_of_staff_are_never_kept(client: Client, stage: Stage, path: str) -> None:
    page = client.get(f"/de/{path}")
    assert (page.status_code, LINE in page.content.decode()) == (200, False)


def test_the_age_is_said_in_the_readers_language_and_time(client: Client, stage: Stage) -> None:
    page = client.get(f"/en/next-steps/{told().sealed()}/").content.decode()
    now = timezone.localtime()
    said = page.split(LINE)[1].split("</div></div>")[0]
    assert any(f"{one.hour}:{one.minute:02}" in said for one in (now, now - timedelta(minutes=1)))


def test_the_next_one_at_this_phone_has_a_slot_of_their_own(stage: Stage) -> None:
    stage.booked()
    page = as_person("robin@mail.example").get("/de/own/").content.decode()
    robin = Person.objects.get(email="robin@mail.example")
    assert re.findall(r'data-slot="([^"]*)"', page) == [f"own:{robin.pk}"]


def test_signing_out_leaves_nothing_in_the_browser(stage: Stage) -> None:
    stage.booked()
    door = as_person("robin@mail.example")
    assert "storage" in door.post("/de/account/sign-out/").headers["Clear-Site-Data"]


def test_what_is_kept_stays_when_a_newcomers_time_is_over(stage: Stage) -> None:
    stage.booked()
    door = as_person("robin@mail.example")
    session = door.session
    session[sessions.SEEN] = timezone.now().timestamp() - sessions.IDLE.total_seconds()
    session.save()
    assert door.get("/de/own/").headers["Clear-Site-Data"] == '"cache"'
