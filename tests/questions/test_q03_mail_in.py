"""Real messages as mail servers pipe them: questions, replies, loops, files, rubbish."""

from datetime import timedelta

import pytest
from django.test import Client

from eindach.accounts.acting import acting
from eindach.kernel.actor import Actor
from eindach.notifications.mime import mail_of
from eindach.notifications.models import Message
from eindach.questions import jobs
from eindach.questions.asking import LONGEST
from eindach.questions.incoming import take_mail, taking
from eindach.questions.incoming.reading import MOST_FILES, read
from eindach.questions.incoming.speaking import language_of
from eindach.questions.links import reply_address
from eindach.questions.models import Enquiry, Entry
from eindach.questions.staff import answering
from tests.cast import NOW, Cast

OURS = "fragen@kreis.example"
pytestmark = pytest.mark.usefixtures("cast")


@pytest.fixture(autouse=True)
def _address(settings) -> None:
    settings.QUESTIONS_MAIL = OURS


def raw(*more: str, body: str = "Guten Tag, ich habe eine Frage.", **changes: str) -> bytes:
    headers = {
        "From": "Olena Beispiel <Olena@mail.example>", "To": OURS, "Subject": "Frage",
        "Message-ID": "<one@mail.example>", "MIME-Version": "1.0", "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
    }  # fmt: skip
    headers |= {name.replace("_", "-"): value for name, value in changes.items()}
    lines = [*(f"{name}: {value}" for name, value in headers.items() if value), *more]
    return "\r\n".join([*lines, "", body]).encode()


def test_a_mail_is_a_question_that_is_answered_by_mail() -> None:
    assert take_mail(raw(), now=NOW) == "asked"
    kept = Enquiry.objects.get()
    assert (kept.name, kept.email, kept.answer_by, kept.language) == (
        "Olena Beispiel", "olena@mail.example", "mail", "de",
    )  # fmt: skip
    assert kept.concern == "Frage\n\nGuten Tag, ich habe eine Frage."


def test_the_same_mail_twice_is_one_question() -> None:
    assert [take_mail(raw(), now=NOW), take_mail(raw(), now=NOW)] == ["asked", "known"]
    assert Enquiry.objects.count() == 1


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-replied", "Auto-Submitted: auto-generated; x=y", "Precedence: bulk", "Return-Path: <>",
        "List-Id: <news.mail.example>", "X-Autoreply: yes", "List-Unsubscribe: <mailto:a@mail.example>",
    ],
)  # fmt: skip
def test_what_a_program_wrote_is_dropped(header: str) -> None:
    assert take_mail(raw(header), now=NOW) == "dropped"
    assert not Enquiry.objects.exists()
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    "sender",
    [
        "MAILER-DAEMON@mail.example", "no-reply@shop.example", "termine@eindach.example", OURS,
        "fragen+1-a@kreis.example", "",
    ],
)  # fmt: skip
def test_nobody_is_answered_who_reads_nothing(sender: str) -> None:
    assert take_mail(raw(From=sender), now=NOW) == "dropped"
    assert not Enquiry.objects.exists()


def test_a_person_who_says_that_they_are_none_is_let_in() -> None:
    assert take_mail(raw("Auto-Submitted: no"), now=NOW) == "asked"


def test_a_bounce_is_no_question() -> None:
    bounce = raw(Content_Type='multipart/report; report-type=delivery-status; boundary="b"', From="x@mail.example")
    assert take_mail(bounce, now=NOW) == "dropped"


def answered(desk: Actor, enquiry: Enquiry) -> Message:
    with acting(desk, now=NOW):
        said = answering.answer(enquiry_id=enquiry.pk, text="Ja.", language="de", asks_back=False, now=NOW)
    jobs.write_answer(said.pk)
    return Message.objects.get(kind="question-answer")


def test_a_reply_finds_its_thread_by_the_address(desk: Actor) -> None:
    take_mail(raw(), now=NOW)
    question = Enquiry.objects.get()
    tagged = reply_address(question).upper()
    reply = raw(
        To=f"Hilfe <{tagged}>", Message_ID="<two@mail.example>", body="Danke!\r\n\r\nAm Montag schrieb X:\r\n> Ja."
    )
    assert take_mail(reply, now=NOW + timedelta(hours=1)) == "added"
    assert Entry.objects.get().text == "Danke!"


def test_a_reply_finds_its_thread_by_the_mail_it_answers(desk: Actor) -> None:
    take_mail(raw(), now=NOW)
    letter = answered(desk, Enquiry.objects.get())
    number = mail_of(letter).extra_headers["Message-ID"]
    for header in (f"In-Reply-To: {number}", f"References: <other@mail.example>\r\n {number}"):
        reply = raw(header, Message_ID=f"<{len(header)}@mail.example>", body=header)
        assert take_mail(reply, now=NOW + timedelta(hours=1)) == "added"
    assert Enquiry.objects.get().state == "reopened"


def test_a_forged_tag_and_the_senders_address_alone_open_no_thread() -> None:
    take_mail(raw(), now=NOW)
    number = Enquiry.objects.get().pk
    for to in (f"fragen+{number}-{'0' * 20}@kreis.example", f"fragen+{number}@kreis.example", OURS):
        forged = raw(To=to, Message_ID=f"<{to}>", body=to, In_Reply_To="<one@mail.example>")
        assert take_mail(forged, now=NOW) == "asked"
    assert not Entry.objects.exists()


def test_a_team_mail_is_no_key_to_the_thread() -> None:
    take_mail(raw(), now=NOW)
    team = Message.objects.get(key__endswith="team")
    assert take_mail(raw(f"In-Reply-To: <{team.pk}@eindach.example>", Message_ID="<2@x>"), now=NOW) == "asked"


WITH_FILE = (
    "--b\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    "Hier ist mein Pass. Gr=FC=DFe\r\n--b\r\nContent-Type: image/jpeg\r\nContent-Disposition: attachment; "
    "filename=pass.jpg\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAASECRETAAAA\r\n--b--\r\n"
)


def test_files_are_thrown_away_and_the_sender_is_told_kindly() -> None:
    take_mail(raw(Content_Type='multipart/mixed; boundary="b"', body=WITH_FILE), now=NOW)
    kept = Enquiry.objects.get()
    assert (kept.left_out, "Grüße" in kept.concern, "SECRET" in kept.concern) == (1, True, False)
    assert Message.objects.get(kind="question-files").to == "olena@mail.example"


def test_of_html_only_the_words_are_kept() -> None:
    page = (
        "<style>p{}</style><p>Kann ich <b>kommen</b>?</p><script>alert(1)</script><blockquote>alt</blockquote>&lt;x&gt;"
    )
    mail = read(raw(Content_Type="text/html; charset=utf-8", body=page))
    assert mail.text == "Kann ich kommen?\n<x>"


def test_a_mail_too_large_is_answered_in_german_and_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "MOST_BYTES", 400)
    assert take_mail(raw(body="x" * 500), now=NOW) == "too-large"
    assert not Enquiry.objects.exists()
    assert Message.objects.get().kind == "question-too-large"


def test_of_many_too_large_each_sender_is_told_once_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "MOST_BYTES", 400)
    for number, sender in enumerate(("a@mail.example", "a@mail.example", "b@mail.example")):
        take_mail(raw(From=sender, Message_ID=f"<{number}@x>", body="x" * 500), now=NOW)
    take_mail(raw(From="c@mail.example", Message_ID="", body="x" * 500), now=NOW)
    take_mail(raw(From="d@mail.example", Message_ID="", body="x" * 500), now=NOW)
    assert sorted(one.to[0] for one in Message.objects.all()) == ["a", "b", "c", "d"]


def test_a_loop_that_says_nothing_of_itself_ends() -> None:
    fates = [take_mail(raw(Message_ID=f"<{n}@x>", body=f"Frage {n}"), now=NOW) for n in range(taking.MOST_AN_HOUR + 2)]
    assert fates[-2:] == ["too-many", "too-many"]
    assert take_mail(raw(Message_ID="<later@x>", body="neu"), now=NOW + timedelta(hours=2)) == "asked"


def test_a_loop_from_other_addresses_into_one_thread_ends() -> None:
    take_mail(raw(), now=NOW)
    to = reply_address(Enquiry.objects.get())
    mails = [raw(To=to, From=f"p{n}@other.example", Message_ID=f"<{n}@x>", body=f"Abwesend {n}") for n in range(22)]
    assert [take_mail(one, now=NOW) for one in mails][-3:] == ["added", "too-many", "too-many"]


@pytest.mark.parametrize(
    "bent",
    [
        b"", b"\xff\xfe\x00", b"From: a@mail.example\n\n\xff\xfe",
        b"From: =?utf-8?b?!!!?= <a@mail.example>\nSubject: =?x?q?\n\nhi",
        b"From: a@mail.example\nContent-Type: text/plain; charset=martian\nMessage-ID: <\n\nhi",
        b"From: a@mail.example\nContent-Type: multipart/mixed\n\nno boundary",
        b"From: a@mail.example\r\nSubject: x\r\n y\r\nBcc: z@mail.example\r\n\r\n\x00\x07hi\x1b",
    ],
)  # fmt: skip
def test_whatever_comes_nothing_breaks(bent: bytes) -> None:
    assert take_mail(bent, now=NOW) in ("asked", "dropped")
    assert all("\x00" not in one.concern for one in Enquiry.objects.all())


HI = b"From: =?utf-8?q?A=00na?= <a@mail.example>\r\nMessage-ID: <a\x00b@x>\r\nContent-Type: "
NESTED = b"".join(b'multipart/mixed; boundary="%d"\r\n\r\n--%d\r\nContent-Type: ' % (n, n) for n in range(1000))


@pytest.mark.parametrize("charset", [b"idna", b"undefined", b"utf-7", b"unicode_escape", b'"utf-8\x00"'])
def test_no_charset_keeps_a_question_out(charset: bytes) -> None:
    assert take_mail(HI + b"text/plain; charset=" + charset + b"\r\n\r\nhi +2AA- \\ud800", now=NOW) == "asked"
    assert Enquiry.objects.get().name == "Ana"


def test_parts_within_parts_and_parts_without_end_are_files() -> None:
    assert take_mail(HI + NESTED + b"text/plain\r\n\r\nhi", now=NOW) == "asked"
    many = b'multipart/mixed; boundary="b"\r\n\r\n' + b"--b\r\nContent-Type: image/x\r\n\r\n\r\n" * (MOST_FILES + 1)
    assert read(HI + many).files == MOST_FILES


def test_of_a_hundred_thousand_lines_every_one_is_looked_at_once() -> None:
    lines = "x" + "\n" * 100_000 + "Antwort\n\nAm Montag schrieb X:\n" + "> alt\n" * 10
    assert read(raw(body=lines)).text.endswith("Antwort")


def test_a_page_whose_head_is_never_closed_is_read() -> None:
    page = "<html><head><title>t</title><body><p>Hallo</p></body></html>"
    assert read(raw(Content_Type="text/html; charset=utf-8", body=page)).text == "Hallo"


NEVER_CLOSED = "<a " * 60_000


@pytest.mark.parametrize(
    "bent",
    [NEVER_CLOSED, "<!-- <b>x</b> -->", "<![ >", "<![if !mso]>", "<!--[if mso]><p>x</p><![endif]-->"],
    ids=["never closed", "comment", "section", "condition", "conditional comment"],
)
def test_bent_markup_does_not_stop_what_follows(bent: str) -> None:
    page = raw(Content_Type="text/html; charset=utf-8", body=f"{bent}<p>Hallo</p>")
    assert read(page).text.removeprefix(bent.strip()).strip() == "Hallo"


def test_a_very_long_text_is_cut() -> None:
    take_mail(raw(body="ä" * 50_000), now=NOW)
    assert len(Enquiry.objects.get().concern) == LONGEST


@pytest.mark.parametrize(
    ("text", "said", "language"),
    [
        ("كيف أسجل أطفالي؟", "", "ar"), ("چگونه ثبت نام کنم؟", "", "fa"), ("Як мені зареєструватися? Її тут", "", "uk"),
        ("Как мне записаться?", "", "ru"), ("ሰላም ከመይ", "", "ti"), ("Bonjour, je suis avec mon mari", "", "fr"),
        ("Hello, how can I register?", "", "en"), ("???", "", "de"), ("hola", "es-ES", "es"), ("hola", "xx", "de"),
    ],
)  # fmt: skip
def test_the_language_is_guessed_from_the_letters(text: str, said: str, language: str) -> None:
    assert language_of(text, said) == language


def test_a_mail_answered_on_the_page_is_the_same_thread(client: Client, cast: Cast) -> None:
    take_mail(raw(), now=NOW)
    jobs.write_receipt(Enquiry.objects.get().pk)
    link = next(word for word in Message.objects.get(kind="question-receipt").text.split() if "/ask/" in word)
    page = client.get(link.removeprefix("http://127.0.0.1:8000"))
    assert "Guten Tag" in page.content.decode()
