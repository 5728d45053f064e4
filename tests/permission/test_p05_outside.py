"""Whoever has not signed in reads nobody's words: pages, API, directory, operations, letters, logs. Streams: p08."""

import logging
import re

import pytest
from django.test import Client
from django.utils import timezone

from eindach.booking.documents.letters import write_letter
from eindach.booking.queries import manage_token
from eindach.notifications.models import Message
from eindach.notifications.sending import send
from tests.notifications.working import Postman, mail_server

from .canaries import KINDS, MATTERS, Canaries, ids, word, words_in
from .crawl import Reader, text_of, text_of_mail
from .routes import address, of_audience
from .signed_in import as_staff

pytestmark = pytest.mark.django_db
PLACE = re.compile(r"\{(\w+)\}")
METHODS = {"get", "post", "put", "patch", "delete"}


@pytest.mark.parametrize("audience", ["public", "account", "demo", "operations", "staff", "person"])
def test_nobody_reads_a_word_at_any_address(canaries: Canaries, audience: str) -> None:
    reader = Reader(Client())
    for where, _view in of_audience(audience):
        for kind in KINDS if "<" in where else KINDS[:1]:
            path = address(where, **ids(canaries, kind), reference=canaries.plans["bank"].reference)
            reader.get(f"{path}?q=canary{kind}")
            if audience in ("public", "account"):
                reader.post(path, {"q": "canary", "go": "x"})
    assert reader.found == {}
    assert len(reader.opened) > 2


@pytest.mark.parametrize("whose", MATTERS)
def test_a_link_opens_this_booking_and_no_other(canaries: Canaries, client: Client, whose: str) -> None:
    reader, own = Reader(client), canaries.plans[whose]
    texts = [
        text_of(reader.get(address(where, token=manage_token(own))))
        for where, _view in of_audience("link-holder")
        if "<str:token>" in where
    ]
    assert reader.found == {}  # not even the name of who booked: a link may be passed on
    numbers = {key: plan.reference for key, plan in canaries.plans.items()}
    said = " ".join(texts).replace(" ", "")
    assert [key for key, number in numbers.items() if number in said] == [whose]


def calls_of(client: Client, description: str) -> list[tuple[str, str]]:
    """Every method and path the API says it has."""
    paths = client.get(description).json()["paths"]
    return [(method, path) for path, methods in paths.items() for method in methods if method in METHODS]


@pytest.mark.parametrize("description", ["/api/v1/openapi.json", "/hsds/openapi.json"])
def test_programs_read_nobodys_word(canaries: Canaries, client: Client, description: str) -> None:
    """With the link of the bank's person in hand, and the number of somebody else's booking."""
    bearer = {"Authorization": f"Bearer {manage_token(canaries.plans['bank'])}"}
    found = calls_of(client, description)
    theirs = canaries.plans["authority"].reference
    told = {"reference": theirs, "id": str(canaries.people["bank"].pk), "code": "not-found"}
    for method, path in found:
        answer = client.generic(method, PLACE.sub(lambda place: told[place[1]], path), headers=bearer)
        assert words_in(text_of(answer)) == set(), path  # type: ignore[arg-type]
        assert "{reference}" not in path or answer.status_code in (401, 404), path
    assert len(found) > 4


def test_a_program_with_the_link_reads_this_booking(canaries: Canaries, client: Client) -> None:
    plan = canaries.plans["bank"]
    bearer = {"Authorization": f"Bearer {manage_token(plan)}"}
    answer = client.get(f"/api/v1/bookings/{plan.reference}", headers=bearer)
    assert (answer.status_code, answer.json()["reference"]) == (200, plan.reference)
    assert words_in(text_of(answer)) <= {word("bank", "identity"), word("bank", "contact")}


def test_every_letter_speaks_of_nobody_but_whom_it_goes_to(canaries: Canaries, settings) -> None:
    _write_all(canaries)
    with mail_server(settings) as postman:
        for letter in Message.objects.all():
            send(letter.pk, now=timezone.now())
    assert len(postman.mails) >= len(canaries.plans) + len(KINDS) + 1
    assert strangers_in(postman) == {}


def _write_all(canaries: Canaries) -> None:
    """Confirmations with their files, invitations (written with the stage), a code, and word of an emergency look."""
    for plan in canaries.plans.values():
        write_letter.func(itinerary_id=str(plan.pk), kind="booked", sequence=plan.sequence)
    Client().post("/de/my/sign-in/", {"email": canaries.people["bank"].email})
    as_staff(canaries.house, "data-protection", "authority")
    person = canaries.people["association"]
    said = {"name": person.name, "contact": person.email, "reason": "she collapsed at the counter"}
    assert as_staff(canaries.house, "advisor-lead", "bank").post("/de/staff/break-glass/", said).status_code == 302


def strangers_in(postman: Postman) -> dict[str, set[str]]:
    """Letter -> words in it of anybody but its reader."""
    found = {}
    for mail in postman.mails:
        reader = next(iter(words_in(mail["To"])), "")
        whose = reader.split("x")[0]
        foreign = {one for one in words_in(text_of_mail(mail)) if not whose or one.split("x")[0] != whose}
        if foreign:
            found[f"{mail['Subject']} to {mail['To']}"] = foreign
    return found


def test_a_letter_that_says_too_much_is_seen(canaries: Canaries, settings) -> None:
    letter = Message.objects.first()
    assert letter is not None
    Message.objects.filter(pk=letter.pk).update(text=word("bank", "health"), to="anybody@mail.example")
    with mail_server(settings) as postman:
        send(letter.pk, now=timezone.now())
    assert strangers_in(postman)


def test_no_log_holds_a_word(canaries: Canaries, caplog: pytest.LogCaptureFixture, capfd) -> None:
    with caplog.at_level(logging.DEBUG), caplog.at_level(logging.INFO, "django.request"):
        client = as_staff(canaries.house, "advisor")
        for kind in KINDS:
            client.post("/de/staff/people/", {"q": word(kind, "identity")})
            client.get(f"/de/staff/people/{canaries.people[kind].pk}/")
        Client().post("/de/account/sign-in/", {"login": word("bank", "mailbox") + "@haus.example", "password": "wrong"})
    assert "Not Found" in caplog.text
    assert words_in(caplog.text + capfd.readouterr().err) == set()


def test_a_fault_tells_nobody_what_was_on_the_desk(canaries: Canaries, monkeypatch) -> None:
    from eindach.casework import access

    def failing(*_: object) -> None:
        raise RuntimeError(word("bank", "health"))

    monkeypatch.setattr(access, "find", failing)
    client = as_staff(canaries.house, "advisor")
    client.raise_request_exception = False
    client.post("/de/staff/people/", {"q": "canary"})
    answer = client.get("/de/staff/people/")
    assert (answer.status_code, words_in(text_of(answer))) == (500, set())
