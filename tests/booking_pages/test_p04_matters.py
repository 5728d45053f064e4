"""Step 1: choosing what one needs."""

import pytest
from django.test import Client

from eindach.guide.places.words import write_words

from .stage import Stage, url

pytestmark = pytest.mark.django_db


def chosen(client: Client) -> list[str]:
    return [
        tile.matter.key
        for _topic, tiles in client.get(url("matters")).context["topics"]
        for tile in tiles
        if tile.is_chosen
    ]


def test_a_link_chooses_beforehand(client: Client, stage: Stage) -> None:
    page = client.get(url("matters"), {"matter": "bank"})
    assert b'value="bank" id="m-bank" checked' in page.content


def test_a_link_to_an_unknown_matter_is_harmless(client: Client, stage: Stage) -> None:
    assert client.get(url("matters"), {"matter": "<script>"}).status_code == 200


def test_nothing_chosen_is_said_in_the_page(client: Client, stage: Stage) -> None:
    page = client.post(url("matters"), {"go": "on"})
    assert (page.status_code, "Choose at least one matter." in page.content.decode()) == (422, True)


def test_more_than_can_be_planned_is_refused(client: Client, stage: Stage) -> None:
    from eindach.guide.models import Matter

    bank = stage.cast.bank
    for number in range(11):
        extra = Matter.objects.create(
            key=f"m{number}", topic=bank.topic, name=bank.name, short_name=bank.short_name, official_term="x",
            icon="home", minutes=10,
        )  # fmt: skip
        extra.services.set(bank.services.all())
    page = client.post(url("matters"), {"matter": [f"m{number}" for number in range(11)], "go": "on"})
    assert (page.status_code, "at most 10" in page.content.decode()) == (422, True)


def test_what_comes_first_is_said_and_can_be_added(client: Client, stage: Stage) -> None:
    page = client.post(url("matters"), {"matter": "bank", "go": "on"})
    assert [one.first.key for one in page.context["missing"]] == ["registration"]
    client.post(url("matters"), {"matter": "bank", "go": "add"})
    assert set(chosen(client)) == {"bank", "registration"}


def test_what_two_matters_need_first_is_added_once(client: Client, stage: Stage) -> None:
    stage.cast.residence.after.add(stage.cast.registration)
    client.post(url("matters"), {"matter": ["bank", "residence"], "go": "add"})
    assert client.session["booking.draft"]["matters"] == ["bank", "residence", "registration"]


def test_what_comes_first_can_be_done_already_and_is_not_asked_again(client: Client, stage: Stage) -> None:
    answer = client.post(url("matters"), {"matter": "bank", "go": "settled"})
    assert answer.headers["Location"] == url("when")
    assert client.post(url("matters"), {"matter": "bank", "go": "on"}).status_code == 302


def test_searching_without_a_script_keeps_what_is_chosen(client: Client, stage: Stage) -> None:
    answer = client.post(url("matters"), {"matter": "registration", "q": "bank", "go": "find"})
    page = client.get(answer.headers["Location"].split("#")[0])
    assert [tile.matter.key for tile in page.context["hidden"]] == ["registration"]
    assert b'type="hidden" name="matter" value="registration"' in page.content


@pytest.mark.parametrize("asked", ["bank konto", "benk", "банк"])
def test_a_need_is_found_as_the_search_of_the_house_finds_it(client: Client, stage: Stage, asked: str) -> None:
    write_words()
    topics = client.get(url("matters"), {"q": asked}).context["topics"]
    assert [tile.matter.key for _topic, tiles in topics for tile in tiles if tile.found] == ["bank"]


def test_a_search_that_finds_nothing_leads_to_a_person(client: Client, stage: Stage) -> None:
    assert "We found nothing" in client.get(url("matters"), {"q": "zebra"}).content.decode()


def test_papers_are_listed_once_although_several_services_ask_for_them(client: Client, stage: Stage) -> None:
    stage.cast.bank.services.add(stage.cast.registration.services.get())
    tiles = [tile for _t, found in client.get(url("matters")).context["topics"] for tile in found]
    [bank] = [tile for tile in tiles if tile.matter.key == "bank"]
    assert sorted(paper.key for paper in bank.papers) == ["passport", "registration-proof"]
