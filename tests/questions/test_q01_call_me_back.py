"""A wish to be called back is kept and reaches a human; nothing typed is lost."""

from datetime import timedelta

import pytest
from django.test import Client

from eindach.directory.models import Region
from eindach.notifications.models import Message
from eindach.questions.asking import Asked, ask
from eindach.questions.models import Enquiry
from tests.cast import NOW, Cast

ASKED = {"name": "Amal Beispiel", "phone": "0176 12345678", "language": "ar", "best_time": "any", "concern": "Konto"}


def wish() -> Asked:
    return Asked(**ASKED | {"phone": "+4917612345678"}, answer_by="phone")


def test_a_wish_is_kept(client: Client, cast: Cast) -> None:
    answer = client.post("/de/call-me-back/", ASKED)
    assert (answer.status_code, answer["Location"]) == (302, "/de/call-me-back/thanks/")
    kept = Enquiry.objects.get()
    assert (kept.name, str(kept.phone), kept.language) == ("Amal Beispiel", "+4917612345678", "ar")


@pytest.mark.parametrize("number", ["+380 50 123 4567", "0032 470 12 34 56", "02421/22-0", "٠١٧٦ ١٢٣٤٥٦٧٨"])
def test_a_number_may_be_written_in_many_ways(client: Client, cast: Cast, number: str) -> None:
    assert client.post("/de/call-me-back/", {**ASKED, "phone": number}).status_code == 302


@pytest.mark.parametrize("number", ["", "12", "+49", "no phone", "0176 1234567890123"])
def test_a_number_nobody_can_call_is_refused(client: Client, cast: Cast, number: str) -> None:
    assert client.post("/de/call-me-back/", {**ASKED, "phone": number}).status_code == 422
    assert Enquiry.objects.count() == 0


def test_faults_come_all_at_once_and_keep_what_was_typed(client: Client, cast: Cast) -> None:
    answer = client.post("/en/call-me-back/", {**ASKED, "name": " ", "phone": "12", "concern": "Mein <b>Konto"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#id_name"' in page
    assert 'href="#id_phone"' in page
    assert 'value="12"' in page
    assert "Mein &lt;b&gt;Konto" in page
    assert Enquiry.objects.count() == 0


def test_the_form_starts_in_the_readers_language(client: Client, cast: Cast) -> None:
    assert '<option value="uk" selected>' in client.get("/uk/call-me-back/").content.decode()


def test_the_team_is_told(cast: Cast) -> None:
    ask(wish(), now=NOW)
    letter = Message.objects.get()
    assert letter.to == "hilfe@muster.example"
    assert "+49 176 12345678" in letter.text
    assert "Amal" not in letter.subject


def test_without_an_address_the_wish_is_kept_all_the_same(cast: Cast) -> None:
    Region.objects.update(help_email="")
    ask(wish(), now=NOW)
    assert (Enquiry.objects.count(), Message.objects.count()) == (1, 0)


def test_pressing_twice_asks_once(cast: Cast) -> None:
    first = ask(wish(), now=NOW)
    again = ask(wish(), now=NOW + timedelta(minutes=59))
    assert first == again
    assert Message.objects.count() == 1


def test_asking_again_later_counts_again(cast: Cast) -> None:
    ask(wish(), now=NOW)
    ask(wish(), now=NOW + timedelta(hours=1))
    assert Enquiry.objects.count() == 2


@pytest.mark.parametrize("name", ["Amal\r\nBcc: x@mail.example", "A\tB"])
def test_a_line_break_in_a_name_stays_harmless(client: Client, cast: Cast, name: str) -> None:
    client.post("/de/call-me-back/", {**ASKED, "name": name})
    assert "\n" not in Enquiry.objects.get().name
