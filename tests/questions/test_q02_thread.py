"""A question, its answer, the next words, the end: by page, by the desk, and what must be refused."""

from contextlib import nullcontext
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from eindach.accounts.acting import acting
from eindach.accounts.models import Membership, User
from eindach.accounts.policy import Refused
from eindach.consent.models import AuditEvent
from eindach.directory.models import Municipality
from eindach.kernel.actor import Actor
from eindach.notifications.models import Message
from eindach.questions import asking, jobs, resting
from eindach.questions.links import sealed
from eindach.questions.models import Enquiry, Entry
from eindach.questions.staff import access, answering, inbox
from tests.cast import NOW, Cast

from .conftest import OTHER_TOWN, QUESTION, TOWN, asked

HOUR = timedelta(hours=1)
FORM = {"concern": QUESTION, "language": "ar", "answer_by": "mail", "email": "amal@mail.example"}


def answer(
    desk: Actor, enquiry: Enquiry, *, at: datetime = NOW + HOUR, text: str = "Kommen Sie vorbei.", **more: object
) -> Entry:
    with acting(desk, now=at):
        said = {"language": "de", "asks_back": False} | more
        return answering.answer(enquiry_id=enquiry.pk, text=text, now=at, **said)


def somebody(name: str) -> UUID:
    return User.objects.create_user(f"{name}@haus.example", name=name).pk


def again(enquiry: Enquiry) -> Enquiry:
    return Enquiry._base_manager.get(pk=enquiry.pk)


def test_a_question_leads_to_its_own_page(client: Client, cast: Cast) -> None:
    page = client.post("/ar/ask/", FORM, follow=True)
    assert page.status_code == 200
    assert f'lang="ar" dir="rtl"><p>{QUESTION}' in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    assert Enquiry.objects.get().state == "new"


def test_two_strangers_with_the_same_words_do_not_share_a_thread(client: Client, cast: Cast) -> None:
    said = {"concern": "Wie melde ich mich an?", "language": "de", "answer_by": "link"}
    mine, theirs = (client.post("/de/ask/", said)["Location"] for _stranger in range(2))
    client.post(mine, {"text": "Ich wohne in Düren, Musterweg 1."})
    assert "Musterweg" in client.get(mine).content.decode()
    assert "Musterweg" not in client.get(theirs).content.decode()


@pytest.mark.parametrize(("way", "missing"), [("mail", "email"), ("phone", "phone")])
def test_a_way_without_its_address_is_refused_with_what_was_typed(
    client: Client, cast: Cast, way: str, missing: str
) -> None:
    page = client.post("/ar/ask/", {"concern": QUESTION, "language": "ar", "answer_by": way})
    assert page.status_code == 422
    assert f'href="#id_{missing}"' in page.content.decode()
    assert QUESTION in page.content.decode()
    assert not Enquiry.objects.exists()


def test_of_the_contact_only_what_the_way_needs_is_kept(client: Client, cast: Cast) -> None:
    client.post("/de/ask/", FORM | {"answer_by": "link", "phone": "0176 12345678"})
    kept = Enquiry.objects.get()
    assert (kept.email, kept.phone, Message.objects.filter(to="amal@mail.example").count()) == ("", "", 0)


def test_a_link_that_is_not_ours_opens_nothing(client: Client, question: Enquiry) -> None:
    good = sealed(question)
    for bent in ("nothing", good[:-2], "A" + good[1:], str(question.pk)):
        assert client.get(f"/de/ask/{bent}/").status_code == 404
        assert client.post(f"/de/ask/{bent}/", {"text": "x"}).status_code == 404


def test_an_answer_says_in_which_language_it_is(client: Client, desk: Actor, question: Enquiry) -> None:
    answer(desk, question)
    page = client.get(f"/ar/ask/{sealed(question)}/").content.decode()
    assert '<div class="said__text" lang="de" dir="ltr"><p>Kommen Sie vorbei.' in page


def test_the_letter_brings_the_words_and_a_subject_that_tells_nothing(desk: Actor, question: Enquiry, settings) -> None:
    settings.QUESTIONS_MAIL = "fragen@kreis.example"
    jobs.write_answer(answer(desk, question).pk)
    jobs.write_answer(Entry.objects.get().pk)
    [letter] = Message.objects.filter(kind="question-answer")
    assert 'lang="de" dir="ltr"' in letter.html
    assert "Kommen Sie vorbei." in letter.text
    assert letter.reply_to.startswith(f"fragen+{question.pk}-")
    assert (letter.language, "Kommen" in letter.subject, "Amal" in letter.subject) == ("ar", False, False)


def test_a_text_message_brings_the_link_alone(desk: Actor, cast: Cast, settings) -> None:
    settings.DEMO = True
    enquiry = asking.ask(asked(answer_by="text", email="", phone="+4917612345678"), now=NOW)
    jobs.write_answer(answer(desk, enquiry).pk)
    text = Message.objects.get(channel="text").text
    assert "/ar/ask/" in text
    assert "Kommen" not in text


def test_a_reply_opens_what_was_closed(desk: Actor, question: Enquiry) -> None:
    answer(desk, question)
    with acting(desk, now=NOW + HOUR):
        answering.close(enquiry_id=question.pk, outcome="answered", now=NOW + HOUR)
    assert again(question).state == "closed"
    asking.say_more(question, text="Und wann?", now=NOW + 2 * HOUR)
    assert (again(question).state, again(question).outcome) == ("reopened", "")


def test_the_asker_may_say_that_it_is_enough_but_not_before_an_answer(desk: Actor, question: Enquiry) -> None:
    asking.enough(question, now=NOW)
    assert again(question).state == "new"
    answer(desk, question)
    asking.enough(question, now=NOW + 2 * HOUR)
    assert (again(question).state, again(question).outcome) == ("closed", "answered")


def test_two_who_take_it_at_once_do_not_both_have_it(desk: Actor, question: Enquiry) -> None:
    Enquiry._base_manager.update(assigned_to=None)
    with acting(desk, now=NOW):
        assert answering.take(enquiry_id=question.pk, now=NOW)
    other = Actor(**vars(desk) | {"user": somebody("berit")})
    with acting(other, now=NOW):
        assert not answering.take(enquiry_id=question.pk, now=NOW)


def test_notes_are_ours_and_stay_ours(client: Client, desk: Actor, question: Enquiry) -> None:
    with acting(desk, now=NOW):
        answering.note(enquiry_id=question.pk, text="wirkt eilig", now=NOW)
    assert "wirkt eilig" not in client.get(f"/de/ask/{sealed(question)}/").content.decode()
    with acting(desk, now=NOW):
        assert [one.text for one in access.open_thread(question.pk).entries] == ["wirkt eilig"]


def test_a_call_nobody_answers_leaves_it_waiting(desk: Actor, question: Enquiry) -> None:
    with acting(desk, now=NOW):
        answering.called(enquiry_id=question.pk, text="", reached=False, now=NOW)
    assert again(question).state == "new"
    with acting(desk, now=NOW):
        answering.called(enquiry_id=question.pk, text="", reached=True, now=NOW)
    assert again(question).state == "answered"


def test_what_rests_is_closed_and_what_waits_is_not(desk: Actor, question: Enquiry) -> None:
    waiting = asking.ask(asked(concern="Noch eine Frage"), now=NOW)
    answer(desk, question)
    assert resting.close_what_rests(now=NOW + timedelta(days=14)) == 0
    assert resting.close_what_rests(now=NOW + timedelta(days=15)) == 1
    assert (again(question).outcome, again(waiting).state) == ("silent", "new")


@pytest.mark.parametrize(("role", "town"), [("expert", ""), ("coordinator", ""), ("front-desk", OTHER_TOWN)])
def test_whoever_does_not_answer_for_this_town_finds_nothing(desk: Actor, cast: Cast, role: str, town: str) -> None:
    enquiry = asking.ask(asked(municipality=Municipality.objects.get(pk=TOWN)), now=NOW)
    other = Actor(**vars(desk) | {"role": role, "municipality": town})
    with acting(other, now=NOW), pytest.raises(Refused):
        access.open_thread(enquiry.pk)
    with pytest.raises(Refused):
        answer(other, enquiry)
    with acting(other, now=NOW), connection.cursor() as cursor:
        cursor.execute("UPDATE questions_enquiry SET name = 'x'")
        assert cursor.rowcount == 0
    with pytest.raises(DatabaseError), transaction.atomic(), acting(other, now=NOW):
        Entry._base_manager.create(enquiry=enquiry, kind="answer", text="x", language="de", at=NOW, by_id=other.user)
    assert not Entry._base_manager.exists()


def test_nobody_writes_in_the_name_of_who_asked_or_of_a_colleague(desk: Actor, question: Enquiry) -> None:
    other = somebody("berit")
    for kind, by in (("said", desk.user), ("answer", other)):
        with pytest.raises(DatabaseError), transaction.atomic(), acting(desk, now=NOW):
            Entry._base_manager.create(enquiry=question, kind=kind, text="x", language="de", at=NOW, by_id=by)


def test_it_is_given_to_colleagues_only(desk: Actor, question: Enquiry) -> None:
    stranger = somebody("stranger")
    with acting(desk, now=NOW), pytest.raises(answering.NobodyThere):
        answering.give(enquiry_id=question.pk, to=stranger, now=NOW)
    with acting(desk, now=NOW):
        answering.give(enquiry_id=question.pk, to=desk.user, now=NOW)
    assert again(question).state == "assigned"


@pytest.mark.parametrize(("town", "sees_it"), [(None, True), (TOWN, True), (OTHER_TOWN, False)])
def test_it_is_given_to_nobody_who_does_not_see_it(desk: Actor, cast: Cast, town: str | None, sees_it: bool) -> None:
    enquiry = asking.ask(asked(municipality=Municipality.objects.get(pk=TOWN)), now=NOW)
    office = {"organization_id": desk.organization, "role": "front-desk", "municipality_id": town}
    berit = Membership.objects.create(user_id=somebody("berit"), begun_at=NOW, **office).user_id
    with acting(desk, now=NOW):
        assert (berit in {one.pk for one in access.colleagues(enquiry)}) == sees_it
        with nullcontext() if sees_it else pytest.raises(answering.NobodyThere):
            answering.give(enquiry_id=enquiry.pk, to=berit, now=NOW)


def test_each_act_leaves_an_event_without_a_word_of_theirs(desk: Actor, question: Enquiry) -> None:
    answer(desk, question)
    events = AuditEvent._base_manager.filter(kind="enquiry", actor_kind="staff")
    assert [one.act for one in events] == ["answer"]
    assert QUESTION not in str(list(events.values()))


def test_the_inbox_has_the_overdue_first_and_mine_apart(desk: Actor, question: Enquiry) -> None:
    late = asking.ask(asked(concern="alt", name="Olena"), now=NOW - timedelta(days=8))
    with acting(desk, now=NOW):
        answering.take(enquiry_id=late.pk, now=NOW)
        waiting, mine = inbox.read("waiting"), inbox.read("mine")
    assert [(line.enquiry.pk, line.is_late) for line in waiting.lines] == [(late.pk, True), (question.pk, False)]
    assert [line.enquiry.pk for line in mine.lines] == [late.pk]
    assert waiting.counts == {"waiting": 2, "mine": 1, "unassigned": 1}
