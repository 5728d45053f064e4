"""Nobody holds a whole region: pages are limited for each address, and say so calmly."""

from typing import Any

import pytest
from django.test import Client

from eindach.booking.models import Itinerary

from .stage import CONTACT, Stage, my, run_out, to_contact, to_plans, url

pytestmark = pytest.mark.django_db


def test_over_the_limit_nothing_more_is_held(client: Client, stage: Stage, settings: Any) -> None:
    first, second, *_more = to_plans(client, stage)
    settings.RATES = {"hold": "1/h"}
    assert client.post(url("plans"), {"offer": first}).status_code == 302
    other = Client()
    to_plans(other, stage)
    page = other.post(url("plans"), {"offer": second})
    assert (page.status_code, Itinerary.objects.count()) == (429, 1)
    assert 3500 < int(page["Retry-After"]) <= 3600


def test_the_page_says_how_long_and_whom_to_call_in_the_persons_language(
    client: Client, stage: Stage, settings: Any
) -> None:
    offer = to_plans(client, stage)[0]
    settings.RATES = {"hold": "1/h"}
    client.post(url("plans"), {"offer": offer})
    run_out(Itinerary.objects.get())
    text = client.get(url("contact")).content.decode()
    assert "Please try again in 60 minutes." in text
    assert "tel:02421000100" in text
    assert '<html lang="ar"' in client.get(url("contact", language="ar")).content.decode()


def test_a_plan_that_is_held_already_costs_nothing_more(client: Client, stage: Stage, settings: Any) -> None:
    settings.RATES = {"hold": "1/h"}
    to_contact(client, stage)
    assert client.post(url("contact"), CONTACT).status_code == 302
    assert client.post(url("check")).headers["Location"] == url("booked")


LIMITED = {
    "search": ["plans", "contact", "check", "move"],
    "form": ["matters", "when", "contact", "renew", "loosen"],
    "book": ["check"],
    "manage": ["cancel", "move", "language", "proposal", "earlier", "calendar", "sheet"],
    "letter": ["write-again"],
}


@pytest.mark.parametrize(("limit", "name"), [(limit, page) for limit, pages in LIMITED.items() for page in pages])
def test_a_page_is_refused_over_its_limit(client: Client, stage: Stage, settings: Any, limit: str, name: str) -> None:
    behind_link = limit in ("manage", "letter") or name == "move"
    address = my(stage.booked(), name) if behind_link else url(name)
    ask = client.get if limit == "search" or name in ("calendar", "sheet") else client.post
    settings.RATES = {limit: "1/m"}
    assert [ask(address).status_code == 429 for _turn in range(2)] == [False, True]


def test_a_call_back_is_refused_over_its_limit(client: Client, stage: Stage, settings: Any) -> None:
    settings.RATES = {"letter": "1/h"}
    assert [client.post("/en/call-me-back/").status_code for _turn in range(2)] == [422, 429]


def test_the_way_back_is_the_page_of_the_form_and_never_a_foreign_one(
    client: Client, stage: Stage, settings: Any
) -> None:
    settings.RATES = {"form": "1/m"}
    client.post(url("when"))
    ours = client.post(url("loosen"), headers={"Referer": f"http://testserver{url('plans')}"})
    foreign = client.post(url("loosen"), headers={"Referer": "https://elsewhere.example/"})
    assert f'href="http://testserver{url("plans")}"' in ours.content.decode()
    assert "elsewhere" not in foreign.content.decode()
