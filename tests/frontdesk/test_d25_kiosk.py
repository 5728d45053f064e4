"""The kiosk: a secret address, language first, a number by booking or without, nothing stays on the screen."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from eindach.booking.models import Appointment, Itinerary, Opening
from eindach.booking.operations import cancel
from eindach.booking.queries import manage_token
from eindach.consent.models import AuditEvent
from eindach.frontdesk.arriving import check_in
from eindach.frontdesk.calling import call_next, miss
from eindach.frontdesk.kiosks import SALT, SHOWN_SECONDS, house_of, kiosk_address, kiosk_token, slip_of
from eindach.frontdesk.leaving import go_out
from eindach.frontdesk.models import Stop, TicketRoll, Visit
from eindach.frontdesk.returning import has_left
from eindach.frontdesk.visits import visit_of, visit_token
from eindach.frontdesk.walking_in import Asked, walk_in
from tests.cast import DAYS, MONDAY, NOW
from tests.frontdesk.day import NINE, Day, minutes, set_day
from tests.frontdesk.test_d20_arriving import amal_at


@pytest.fixture(autouse=True)
def nine_o_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NINE)


def at_kiosk(day: Day, page: str = "", language: str = "en") -> str:
    return f"/{language}/kiosk/{kiosk_token(day.forum)}/{page}"


def text(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def enters(client: Client, day: Day, said: str, **more: str):
    return client.post(at_kiosk(day, "number/"), {"q": said, **more}, follow=True)


def test_the_address_is_a_secret_of_the_house(client: Client, day: Day) -> None:
    assert kiosk_address(day.forum).endswith(at_kiosk(day, language="de"))
    assert house_of(kiosk_token(day.forum)) == day.forum
    for wrong in ("x" * 43, "%00", kiosk_token(day.forum)[:-1] + "!"):
        assert client.get(f"/de/kiosk/{wrong}/").status_code == 404


def test_the_languages_come_first_each_in_its_own_words(client: Client, day: Day) -> None:
    page = text(client.get(at_kiosk(day)))
    for code in ("de", "en", "ar", "uk"):
        with translation.override(code):
            assert reverse("frontdesk:kiosk-begin", args=[kiosk_token(day.forum)]) in page
    assert "العربية" in page


def test_german_words_at_a_kiosk_are_marked_and_said_to_be_german(client: Client, day: Day) -> None:
    page = text(client.get(at_kiosk(day, "without/", "fr")))
    assert ['<span lang="de" dir="ltr">' in page, page.count('class="told"')] == [True, 1]
    assert 'class="told"' not in text(client.get(at_kiosk(day, "without/", "de")))


@pytest.mark.parametrize("form", ["{0}", "/de/my/{1}/"])
def test_in_time_the_number_comes_at_once(client: Client, day: Day, form: str) -> None:
    amal = amal_at(day, "9:00", "9:30")
    answer = enters(client, day, form.format(amal.reference.lower(), manage_token(amal)))
    assert "A 01" in text(answer)
    assert manage_token(amal) not in text(answer)
    assert enters(client, day, amal.reference).status_code == 200
    assert TicketRoll.objects.get().last == 1


def test_early_one_is_asked(client: Client, day: Day) -> None:
    amal = amal_at(day, "11:00", "11:30")
    assert "You can begin sooner: at 9:05." in text(enters(client, day, amal.reference))
    assert not Visit.objects.exists()
    assert "A 01" in text(enters(client, day, amal.reference, act="sooner"))
    assert Stop.objects.get().planned_at == NINE + minutes(5)


def test_another_day_another_house_and_cancelled_are_said(client: Client, day: Day) -> None:
    other_day = amal_at(day, "10:00", "10:30", DAYS[1])
    assert "You can also come today" in text(enters(client, day, other_day.reference))
    other_house = amal_at(day, "10:00", "10:20", matter="registration")
    assert "Your appointment is in another house" in text(enters(client, day, other_house.reference))
    assert not Visit.objects.exists()


@pytest.mark.parametrize("said", ["ZZZZZZZ", "x" * 999, "/here/" + "x" * 43])
def test_a_number_nobody_has_is_said_plainly(client: Client, day: Day, said: str) -> None:
    answer = enters(client, day, said)
    assert (answer.status_code, "We do not find this number" in text(answer)) == (422, True)


def test_what_is_cancelled_or_over_leads_on(client: Client, day: Day) -> None:
    amal = amal_at(day, "10:00", "10:30")
    cancel(itinerary=amal, now=NOW)
    assert "/without/" in text(enters(client, day, amal.reference))
    Itinerary.objects.update(cancelled_at=None)
    assert "You have no more appointments" in text(enters(client, day, amal.reference))


@pytest.mark.parametrize("how", ["missed", "out", "left"])
def test_who_shows_the_code_again_is_there_again(client: Client, day: Day, how: str) -> None:
    amal = amal_at(day, "9:00", "9:30")
    visit, desk = check_in(amal, day.forum, now=NINE), day.desk(day.bank_1)
    if how == "missed":
        call_next(desk=desk, now=NINE)
        miss(desk=desk, now=NINE)
    elif how == "out":
        go_out(visit, now=NINE)
    else:
        has_left(visit, now=NINE)
    assert "A 01" in text(enters(client, day, amal.reference))
    assert call_next(desk=desk, now=NINE)


def test_who_is_called_reads_where_to_go(client: Client, day: Day) -> None:
    amal = amal_at(day, "9:00", "9:30")
    check_in(amal, day.forum, now=NINE)
    call_next(desk=day.desk(day.bank_1), now=NINE)
    assert "Now: go to" in text(enters(client, day, amal.reference))


def test_when_nothing_is_possible_today_it_says_so(client: Client, day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    amal = amal_at(day, "9:00", "9:30")
    Opening.objects.all().delete()
    monkeypatch.setattr(timezone, "now", lambda: NINE + minutes(10))
    assert 'value="anew"' in text(enters(client, day, amal.reference))
    page = text(enters(client, day, amal.reference, act="anew"))
    assert ("Today it is not possible any more" in page, 'value="anew"' in page) == (True, False)


def test_what_cannot_be_done_is_not_done_because_it_was_posted(client: Client, day: Day) -> None:
    amal = amal_at(day, "10:00", "10:30", DAYS[1])
    assert "Your appointment is on" in text(enters(client, day, amal.reference, act="arrive"))
    assert "Your appointment is on" in text(enters(client, day, amal.reference, act="anew"))
    assert not Visit.objects.exists()


def test_three_questions_and_a_number(client: Client, day: Day) -> None:
    said = {"matter": ["bank", "insurance"], "people": "2"}
    page = text(client.post(at_kiosk(day, "without/", "ar"), said))
    key = re.findall(r'name="key" value="([^"]+)"', page)[0]
    assert not Visit.objects.exists()
    for _press in range(2):
        answer = client.post(at_kiosk(day, "without/", "ar"), {**said, "key": key, "go": "number"}, follow=True)
    visit = Visit.objects.get()
    assert "C 01" in text(answer)
    assert (visit.language, visit.people, visit.person_id) == ("ar", 2, None)


def test_page_and_conversation_may_have_two_languages(client: Client, day: Day) -> None:
    said = {"matter": ["bank"], "people": "1", "language": "ti"}
    assert re.search(r'value="en" checked><bdi lang="en">English', text(client.get(at_kiosk(day, "without/"))))
    page = text(client.post(at_kiosk(day, "without/"), said))
    sent = dict(re.findall(r'name="(key|language)" value="([^"]+)"', page))
    client.post(at_kiosk(day, "without/"), {**said, **sent, "go": "number"})
    visit = Visit.objects.get()
    assert (visit.language, visit.languages) == ("en", ["ti"])


@pytest.mark.parametrize(
    "wrong", [{}, {"language": "tlh", "matter": ["bank"]}, {"matter": ["flying"]}, {"matter": ["bank"], "people": "0"}]
)
def test_a_wrong_answer_is_asked_again(client: Client, day: Day, wrong: dict[str, object]) -> None:
    assert client.post(at_kiosk(day, "without/"), {"people": "1"} | wrong).status_code == 422


def test_the_ticket_is_printed_and_soon_forgotten(client: Client, day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    slip = slip_of(day.walks_in(day.bank))
    paper = client.get(at_kiosk(day, f"slip/{slip}/ticket.pdf"))
    assert paper.content.startswith(b"%PDF")
    assert "no-store" in paper["Cache-Control"]
    for wrong in ("x", slip[:-1] + ("A" if slip[-1] != "A" else "B"), signing.dumps("x", salt=SALT)):
        assert client.get(at_kiosk(day, f"slip/{wrong}/")).status_code == 404
    later = signing.time.time() + SHOWN_SECONDS + 1
    monkeypatch.setattr(signing.time, "time", lambda: later)
    assert client.get(at_kiosk(day, f"slip/{slip}/")).status_code == 404


def test_a_slip_of_another_house_is_none(client: Client, day: Day) -> None:
    slip = slip_of(day.walks_in(day.bank))
    other = kiosk_token(day.cast.office.counter.location)
    assert client.get(f"/en/kiosk/{other}/slip/{slip}/").status_code == 404


def test_who_registered_shows_the_code_of_the_visit(client: Client, day: Day) -> None:
    visit = visit_of(amal_at(day, "9:00", "9:30"), day.forum, MONDAY, now=NINE)
    assert "A 01" in text(enters(client, day, f"https://x.example/de/here/{visit_token(visit.pk)}/"))


def test_each_act_leaves_an_event(client: Client, day: Day) -> None:
    amal = amal_at(day, "9:00", "9:30")
    enters(client, day, amal.reference)
    events = AuditEvent._base_manager.filter(basis="device", subject__gt="")
    assert {(one.act, one.kind) for one in events} == {("read", "booking"), ("arrive", "visit"), ("read", "visit")}


def together(count: int, act) -> list[object]:
    """`act(n)` in so many threads, each on its own connection; the answers."""

    def one(number: int) -> object:
        try:
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


@pytest.mark.django_db(transaction=True)
def test_the_same_number_at_two_kiosks_at_once_is_one_ticket() -> None:
    day = set_day()
    amal = amal_at(day, "9:00", "9:30")
    tickets = together(6, lambda _n: check_in(amal, day.forum, now=NINE).ticket)
    assert set(tickets) == {"A 01"}
    assert TicketRoll.objects.get().last == Visit.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_walk_in_at_once_numbers_without_gaps_and_no_place_twice() -> None:
    day = set_day()
    day.bank_1.calendar.openings.filter(during__contains=NINE).update(during=(NINE, NINE + minutes(70)))
    asked = Asked(matters=("bank",), language="ar")
    tickets = together(8, lambda n: walk_in(asked, day.forum, key=str(n), now=NINE).ticket)
    assert sorted(tickets) == [f"C {n:02}" for n in range(1, 9)]
    assert Appointment.objects.filter(live=True).count() == 2
    assert Stop.objects.filter(appointment=None, status="waiting").count() == 6


@pytest.mark.django_db(transaction=True)
def test_the_same_press_at_once_is_one_number() -> None:
    day = set_day()
    asked = Asked(matters=("bank",), language="ar")
    assert set(together(6, lambda _n: walk_in(asked, day.forum, key="same", now=NINE).ticket)) == {"C 01"}
    assert Appointment.objects.filter(live=True).count() == 1
