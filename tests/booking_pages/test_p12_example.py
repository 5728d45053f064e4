"""An example of the day on which matters are settled together: for who has not begun, drawn, nothing held."""

import re

import pytest
from django.test import Client

from eindach.booking.models import Appointment, Itinerary, Opening
from eindach.directory.models import Municipality

from .stage import Stage

ASKED = "/en/plan/example/?matter=registration&matter=bank&settled=residence"


def starts(page: str) -> list[str]:
    return re.findall(r'carry__when"><strong>([^<]+)<', page)


def test_one_visit_is_drawn_the_soonest_there_is(client: Client, stage: Stage) -> None:
    page = client.get(ASKED).content.decode()
    assert starts(page) == ["9:00", "11:30"]
    assert page.count("carry__wait") == 1


def test_it_leads_straight_into_the_booking(client: Client, stage: Stage) -> None:
    page = client.get(ASKED).content.decode()
    assert "/en/plan/?matter=registration&amp;matter=bank&amp;settled=residence" in page


def test_the_part_of_a_page_is_in_the_page(client: Client, stage: Stage) -> None:
    part = client.get(ASKED, headers={"HX-Request": "true"}).content.decode()
    assert part.strip().startswith('<div class="example">')
    assert part.strip() in client.get(ASKED).content.decode()


def test_nothing_is_held_and_nothing_remembered(client: Client, stage: Stage) -> None:
    client.get(ASKED)
    assert (Itinerary.objects.count(), Appointment.objects.count(), dict(client.session)) == (0, 0, {})


@pytest.mark.parametrize("asked", ["", "?matter=nothing", "?matter=bank&municipality=00000000"])
def test_a_wish_nobody_can_have_is_no_fault(client: Client, stage: Stage, asked: str) -> None:
    assert client.get(f"/en/plan/example/{asked}").status_code == 200


def test_without_a_free_day_it_says_so_and_leads_on(client: Client, stage: Stage) -> None:
    Opening.objects.all().delete()
    page = client.get(ASKED).content.decode()
    assert (starts(page), 'class="button button--main' in page) == ([], True)


def test_a_town_that_is_told_counts(client: Client, stage: Stage) -> None:
    town = Municipality.objects.create(ags="05358044", name="Nideggen", latitude=50.7, longitude=6.5, source="test")
    assert starts(client.get(f"{ASKED}&municipality={town.ags}").content.decode()) == ["9:00", "11:30"]
