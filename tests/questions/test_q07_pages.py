"""Pages of the help desk, and a mail that goes out and comes back through a real server."""

import re
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from eindach.accounts.acting import acting
from eindach.kernel.actor import Actor
from eindach.notifications.models import Message
from eindach.notifications.sending import send
from eindach.questions import jobs
from eindach.questions.asking import ask
from eindach.questions.incoming import take_mail
from eindach.questions.models import Enquiry, Entry
from eindach.questions.staff import answering
from tests.casework.office import Office, set_office
from tests.cast import NOW, Cast
from tests.notifications.working import Postman, mail_server

from .conftest import QUESTION, asked

INBOX = "/de/staff/questions/"


@pytest.fixture
def office(db: None) -> Office:
    return set_office()


@pytest.fixture
def client(office: Office) -> Client:
    """Somebody of the help desk, signed in."""
    return office.signed_in("front-desk")


@pytest.fixture
def number(office: Office) -> int:
    return ask(asked(), now=timezone.now()).pk


@pytest.fixture
def postman(settings: Any) -> Iterator[Postman]:
    with mail_server(settings) as postman:
        yield postman


def test_from_the_inbox_to_the_answer(client: Client, number: int) -> None:
    assert f'href="{INBOX}{number}/"' in client.get(INBOX).content.decode()
    page = client.get(f"{INBOX}{number}/").content.decode()
    assert f'lang="ar" dir="rtl"><p>{QUESTION}' in page
    said = {"text": "Kommen Sie vorbei.", "language": "de"}
    assert client.post(f"{INBOX}{number}/answer/", said)["Location"] == f"{INBOX}{number}/"
    assert Enquiry.objects.get().state == "answered"


def test_a_prepared_sentence_is_in_their_language_and_what_was_typed_stays(client: Client, number: int) -> None:
    page = client.post(f"{INBOX}{number}/answer/", {"text": "Hallo", "language": "de", "add": "come-by"})
    form = page.context["answer"]
    assert form.initial["text"].startswith("Hallo\n\n")
    assert form.initial["language"] == "ar"
    assert not Entry.objects.exists()


def test_no_language_of_an_answer_is_chosen_beforehand(client: Client, number: int) -> None:
    page = client.get(f"{INBOX}{number}/").content.decode()
    choices = re.findall(r'<option value="([^"]*)"( selected)?', page.split('id="id_language"')[1])
    assert choices[:3] == [("", " selected"), ("ar", ""), ("de", "")]


@pytest.mark.parametrize(("text", "chosen", "stands"), [
    ("تعال إلينا يوم الاثنين من فضلك", "", "ar"),
    ("تعال إلى Bürgerbüro, Wilhelmstraße 34, 52349 Düren", "ar", "ar"),
    ("Kommen Sie vorbei.", "de", "de"),
    ("Come by on Monday.", "en", "en"),
    ("Kommen Sie vorbei.", "", None),
    ("Kommen Sie vorbei.", "ar", None),
    ("تعال إلينا يوم الاثنين من فضلك", "de", None),
    ("Bitte kommen Sie mit der Karte, wir helfen.", "fr", None),
])  # fmt: skip
def test_an_answer_carries_the_language_of_its_words(
    client: Client, number: int, text: str, chosen: str, stands: str | None
) -> None:
    answer = client.post(f"{INBOX}{number}/answer/", {"text": text, "language": chosen})
    assert answer.status_code == (302 if stands else 422)
    assert list(Entry.objects.values_list("language", "text")) == ([(stands, text)] if stands else [])
    assert bool(stands) or f"{text}</textarea>" in answer.content.decode()


def test_an_empty_answer_is_refused_and_nothing_sent(client: Client, number: int) -> None:
    assert client.post(f"{INBOX}{number}/answer/", {"text": " ", "language": "de"}).status_code == 422
    assert not Entry.objects.exists()


def test_an_answer_sent_from_two_windows_is_sent_once(client: Client, number: int) -> None:
    said = {"text": "Kommen Sie vorbei.", "language": "de", "read": client.get(f"{INBOX}{number}/").context["latest"]}
    assert [client.post(f"{INBOX}{number}/answer/", said).status_code for _window in range(2)] == [302, 302]
    assert Entry.objects.count() == 1


def test_an_answer_to_a_thread_that_has_gone_on_waits_until_that_is_read(client: Client, number: int) -> None:
    client.post(f"{INBOX}{number}/answer/", {"text": "Von einer Kollegin.", "language": "de"})
    late = client.post(f"{INBOX}{number}/answer/", {"text": "Von mir.", "language": "de", "read": 0})
    page = late.content.decode()
    assert (late.status_code, "Von einer Kollegin." in page, "Von mir.</textarea>" in page) == (409, True, True)
    assert Entry.objects.count() == 1
    client.post(f"{INBOX}{number}/answer/", {"text": "Von mir.", "language": "de", "read": late.context["latest"]})
    assert Entry.objects.count() == 2


def test_what_is_not_known_is_not_done(client: Client, number: int) -> None:
    assert client.post(f"{INBOX}{number}/delete/", {}).status_code == 422
    assert client.post(f"{INBOX}4711/take/").status_code == 404


def test_when_to_call_is_said_in_words(client: Client, office: Office) -> None:
    wish = ask(asked(answer_by="phone", phone="+4917612345678", best_time="morning"), now=timezone.now())
    page = client.get(f"{INBOX}{wish.pk}/").content.decode()
    assert "Vormittags (9 bis 12 Uhr)" in page
    assert ">morning<" not in page


def test_a_booking_takes_the_contact_along_and_not_a_word(client: Client, number: int) -> None:
    assert client.post(f"{INBOX}{number}/book/")["Location"] == "/de/plan/"
    draft = client.session["booking.draft"]
    assert draft["contact"] == {"name": ["Amal Beispiel"], "email": ["amal@mail.example"], "language": ["ar"]}
    assert QUESTION not in str(draft)
    assert draft["back"] == f"{INBOX}{number}/"


def test_a_call_is_written_down_and_is_mine(client: Client, office: Office) -> None:
    said = {"concern": "Wo ist das Amt?", "name": "Olena", "phone": "0176 12345678", "language": "uk"}
    assert client.post(f"{INBOX}phone-note/", said).status_code == 302
    kept = Enquiry.objects.get()
    assert (kept.state, kept.came_by, kept.answer_by) == ("assigned", "phone", "phone")
    assert not Message.objects.filter(kind="call-me-back").exists()


def test_forty_that_wait_are_no_more_questions_than_two(client: Client, number: int) -> None:
    ask(asked(concern="2"), now=timezone.now())
    client.get(INBOX)
    with CaptureQueriesContext(connection) as few:
        client.get(INBOX)
    for other in range(40):
        ask(asked(concern=f"more {other}"), now=timezone.now())
    with CaptureQueriesContext(connection) as many:
        assert len(client.get(INBOX).context["inbox"].lines) == 42
    assert len(many) <= len(few)


def test_the_figures_name_nobody(office: Office, number: int) -> None:
    page = office.signed_in("coordinator").get(f"{INBOX}figures/").content.decode()
    assert "Amal" not in page
    assert QUESTION not in page


def test_an_answer_travels_and_its_reply_comes_back(cast: Cast, desk: Actor, postman: Postman, settings: Any) -> None:
    settings.QUESTIONS_MAIL = "fragen@kreis.example"
    enquiry = ask(asked(), now=NOW)
    with acting(desk, now=NOW):
        said = answering.answer(enquiry_id=enquiry.pk, text="تعال إلينا", language="ar", asks_back=False, now=NOW)
    jobs.write_answer(said.pk)
    assert send(Message.objects.get(kind="question-answer").pk, now=NOW)
    [letter] = postman.mails
    assert "تعال إلينا" in letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    reply = EmailMessage()
    reply["From"], reply["To"] = letter["To"], letter["Reply-To"]
    reply["Message-ID"], reply["In-Reply-To"], reply["Subject"] = "<r@mail.example>", letter["Message-ID"], "Re: x"
    reply.set_content("شكرا\n\n> " + letter.get_body(("plain",)).get_content().splitlines()[0])  # type: ignore[union-attr]
    assert take_mail(reply.as_bytes(), now=NOW) == "added"
    assert Entry.objects.filter(kind="said").get().text == "شكرا"
