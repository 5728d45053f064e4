"""Everything about a person, as a file or to read, is given to whoever has proved the contact just now."""

import pytest
from django.test import Client
from django.utils import timezone

from eindach.accounts import sessions
from tests.casework.newcomer import AMAL, code_sent_to
from tests.permission.house import House
from tests.permission.signed_in import as_person

FILES = ["/de/own/my-data.json", "/de/own/my-data.pdf"]
ASKED = "/de/my/sign-in/?again=1&next=%2Fde%2Fown%2F%3Fsaid%3Dproved"


def long_signed_in() -> Client:
    client = as_person(AMAL)
    session = client.session
    session[sessions.PROVED] = (timezone.now() - sessions.FRESH).timestamp()
    session.save()
    return client


@pytest.mark.parametrize("path", FILES)
def test_who_proved_their_contact_long_ago_does_so_again(house: House, path: str) -> None:
    client = long_signed_in()
    assert client.get("/de/own/").status_code == 200
    assert client.get(path).url == ASKED


@pytest.mark.parametrize("path", FILES)
def test_who_has_just_signed_in_takes_it_along(house: House, path: str) -> None:
    assert as_person(AMAL).get(path).headers["Content-Disposition"].startswith("attachment")


def test_the_way_there_and_back(house: House) -> None:
    client = long_signed_in()
    page = client.get(client.get(FILES[0]).url)
    assert page.context["form"].initial == {"contact": AMAL}
    entering = client.post(ASKED, {"contact": AMAL}).url
    back = client.post(entering, {"code": code_sent_to(AMAL)}).url
    assert back == "/de/own/?said=proved"
    assert 'role="status"' in client.get(back).content.decode()
    assert client.get(FILES[0]).status_code == 200


def test_a_wrong_code_opens_nothing(house: House) -> None:
    client = long_signed_in()
    client.post(client.post(ASKED, {"contact": AMAL}).url, {"code": "000"})
    assert client.get(FILES[0]).url == ASKED


def test_the_page_tells_nobody_else_who_was_here(house: House) -> None:
    assert Client().get(ASKED).context["form"].initial == {}


@pytest.mark.parametrize("path", FILES)
def test_who_is_not_signed_in_is_led_there_first(house: House, path: str) -> None:
    assert Client().get(path).url.startswith("/de/my/sign-in/?next=%2Fde%2Fown%2Fmy-data.")
