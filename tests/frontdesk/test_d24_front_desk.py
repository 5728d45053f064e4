"""The page of the front desk: find by number, check in with one press, whoever walks in, has left, is back."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from eindach.booking.models import Appointment, Opening
from eindach.booking.operations import cancel
from eindach.booking.queries import manage_token
from eindach.consent.models import AuditEvent
from eindach.frontdesk.arriving import check_in
from eindach.frontdesk.calling import call_next, miss
from eindach.frontdesk.models import Stop, Visit
from eindach.frontdesk.visits import visit_token
from tests.cast import DAYS, NOW, at
from tests.frontdesk.day import NINE, Day, minutes
from tests.frontdesk.staff import sits_at, works_at
from tests.frontdesk.test_d20_arriving import amal_at

PAGE = "/en/staff/arrivals/"
SEAL = re.compile(r'name="of" value="([^"]+)".*?name="act" value="(\w+)"', re.DOTALL)


@pytest.fixture(autouse=True)
def nine_o_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NINE)


@pytest.fixture
def desk(day: Day) -> Client:
    return works_at(day.bank_1.organization, "front-desk")


def text(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def finds(desk: Client, said: str) -> str:
    answer = desk.post(PAGE, {"q": said})
    assert answer.status_code == 200
    return text(answer)


def offered(page: str) -> list[tuple[str, str]]:
    """Seals and acts of the card that was found."""
    return SEAL.findall(page[page.index('class="given"') : page.index('id="lists"')])


def press(desk: Client, page: str, act: str):
    seal = next(seal for seal, word in offered(page) if word == act)
    return desk.post(f"{PAGE}check-in/", {"of": seal, "act": act}, follow=True)


def test_who_is_expected_and_who_is_here(day: Day, desk: Client) -> None:
    amal = amal_at(day, "9:30", "10:00")
    visit = day.walks_in(day.bank, now=NINE - minutes(50))
    page = text(desk.get(PAGE))
    assert f"{amal.reference[:3]} {amal.reference[3:]}" in page
    assert visit.ticket in page
    assert "1 person waits long" in page
    assert "Amal" not in page


def test_a_number_or_what_a_scanner_types_checks_in_with_one_press(day: Day, desk: Client) -> None:
    amal = amal_at(day, "9:00", "9:30")
    page = finds(desk, f"https://x.example/de/my/{manage_token(amal)}/")
    assert [act for _seal, act in offered(page)] == ["arrive"]
    assert manage_token(amal) not in page
    answer = press(desk, page, "arrive")
    assert "A 01" in text(answer)
    assert Visit.objects.get().state == "here"


def test_each_expected_one_is_one_press_away(day: Day, desk: Client) -> None:
    amal_at(day, "9:00", "9:30")
    seal = SEAL.findall(text(desk.get(PAGE)))[0][0]
    for _press in range(2):
        desk.post(f"{PAGE}check-in/", {"of": seal, "act": "arrive"})
    assert Visit.objects.get().ticket == "A 01"


def test_early_offers_to_wait_or_to_begin_sooner(day: Day, desk: Client) -> None:
    amal = amal_at(day, "11:00", "11:30")
    page = finds(desk, amal.reference)
    assert {act for _seal, act in offered(page)} == {"sooner", "arrive"}
    press(desk, page, "sooner")
    assert Stop.objects.get().planned_at == NINE + minutes(5)


def test_another_day_offers_today(day: Day, desk: Client) -> None:
    amal = amal_at(day, "10:00", "10:30", DAYS[1])
    page = finds(desk, amal.reference)
    assert "Not today" in page
    press(desk, page, "sooner")
    assert Visit.objects.get().ticket == "A 01"


def test_another_house_is_told_with_its_address(day: Day, desk: Client) -> None:
    page = finds(desk, amal_at(day, "10:00", "10:20", matter="registration").reference)
    assert "in another house: Rathaus" in page
    assert offered(page) == []


def test_who_has_a_number_gets_the_ticket_again(day: Day, desk: Client) -> None:
    amal = amal_at(day, "9:00", "9:30")
    visit = check_in(amal, day.forum, now=NINE)
    assert f"{visit.pk}/ticket.pdf" in finds(desk, amal.reference)
    assert f"{visit.pk}/ticket.pdf" in finds(desk, f"/en/here/{visit_token(visit.pk)}/")
    paper = desk.get(f"{PAGE}{visit.pk}/ticket.pdf")
    assert (paper["Content-Type"], paper.content[:4]) == ("application/pdf", b"%PDF")


@pytest.mark.parametrize("said", ["ZZZZZZZ", "", "x" * 9999, "K7M 4XQA"])
def test_a_number_nobody_has_is_said_plainly(day: Day, desk: Client, said: str) -> None:
    assert "No booking has this number" in finds(desk, said)


@pytest.mark.parametrize("seal", ["", "forged", "x:y:z", "W10:1:1"])
def test_nobody_is_checked_in_who_was_not_shown(day: Day, desk: Client, seal: str) -> None:
    amal_at(day, "9:00", "9:30")
    assert desk.post(f"{PAGE}check-in/", {"of": seal}).status_code == 404
    assert not Visit.objects.exists()


def test_who_was_missed_is_back_with_one_press(day: Day, desk: Client) -> None:
    amal = amal_at(day, "9:00", "9:30")
    visit, counter = check_in(amal, day.forum, now=NINE), day.desk(day.bank_1)
    call_next(desk=counter, now=NINE)
    miss(desk=counter, now=NINE)
    card = finds(desk, amal.reference)
    assert "called, was not there" in card[card.index('class="given"') : card.index('id="lists"')]
    desk.post(f"{PAGE}{visit.pk}/", {"act": "come-back"})
    assert "come-back" not in finds(desk, amal.reference)
    assert call_next(desk=counter, now=NINE)


def test_a_cancelled_booking_is_said_to_be_one(day: Day, desk: Client) -> None:
    amal = amal_at(day, "10:00", "10:30")
    cancel(itinerary=amal, now=NOW)
    page = finds(desk, amal.reference)
    assert "This booking is cancelled" in page
    assert offered(page) == []


def test_when_nothing_is_possible_today_it_says_so(day: Day, desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    amal = amal_at(day, "9:00", "9:30")
    Opening.objects.all().delete()
    monkeypatch.setattr(timezone, "now", lambda: NINE + minutes(10))
    answer = press(desk, finds(desk, amal.reference), "anew")
    assert "Nothing of that is possible today any more" in text(answer)
    assert Appointment.objects.get().status == "booked"


def test_a_walk_in_sees_what_is_possible_and_takes_a_number(day: Day, desk: Client) -> None:
    said = {"language": "uk", "matter": ["bank", "insurance"], "people": "1"}
    page = text(desk.post(f"{PAGE}walk-in/", said))
    assert "about 9:05" in page
    key = re.findall(r'name="key" value="([^"]+)"', page)[0]
    for _press in range(2):
        answer = desk.post(f"{PAGE}walk-in/", {**said, "key": key, "go": "number"}, follow=True)
    assert "C 01" in text(answer)
    assert Visit.objects.get().language == "uk"


def test_who_speaks_a_language_without_pages_is_asked_for_it_at_the_counter(day: Day, desk: Client) -> None:
    said = {"language": "ku", "matter": ["bank"], "people": "1"}
    assert '<option value="ku">Kurmancî</option>' in text(desk.get(PAGE))
    page = text(desk.post(f"{PAGE}walk-in/", said))
    sent = dict(re.findall(r'name="(key|language)" value="([^"]+)"', page))
    desk.post(f"{PAGE}walk-in/", {**said, **sent, "go": "number"})
    visit = Visit.objects.get()
    assert (visit.languages, visit.language) == (["ku"], "de")
    assert "Kurdish for C 01" in text(sits_at(day.bank_1, "de").get("/en/staff/counter/"))


@pytest.mark.parametrize("wrong", [{"matter": []}, {"matter": "flying"}, {"people": "0"}, {"language": "tlh"}])
def test_a_walk_in_with_a_wrong_answer_is_asked_again(day: Day, desk: Client, wrong: dict[str, object]) -> None:
    said = {"language": "uk", "matter": ["bank"], "people": "1"} | wrong
    assert desk.post(f"{PAGE}walk-in/", said).status_code == 422
    assert not Visit.objects.exists()


def test_left_and_back_and_urgent(day: Day, desk: Client) -> None:
    visit = day.walks_in(day.bank)
    for act, state in (("leave", "left"), ("come-back", "here")):
        desk.post(f"{PAGE}{visit.pk}/", {"act": act})
        assert Visit.objects.get().state == state
    desk.post(f"{PAGE}{visit.pk}/", {"act": "urgent", "why": "baby"})
    assert Stop.objects.get().urgent == "baby"


@pytest.mark.parametrize(("said", "status"), [({"act": "fly"}, 404), ({"act": "urgent", "why": "rich"}, 302)])
def test_what_is_no_act_changes_nothing(day: Day, desk: Client, said: dict[str, str], status: int) -> None:
    visit = day.walks_in(day.bank)
    assert desk.post(f"{PAGE}{visit.pk}/", said).status_code == status
    assert Stop.objects.get().urgent == ""


def test_another_house_has_another_front_desk(day: Day) -> None:
    visit = day.walks_in(day.bank)
    other = works_at(day.cast.town_hall_1.counter.organization, "front-desk")
    assert visit.ticket not in text(other.get(PAGE))
    assert other.get(f"{PAGE}?house=forum").status_code == 404
    for answer in (other.post(f"{PAGE}{visit.pk}/", {"act": "leave"}), other.get(f"{PAGE}{visit.pk}/ticket.pdf")):
        assert answer.status_code == 404
    assert Visit.objects.get().state == "here"


def test_each_act_leaves_an_event(day: Day, desk: Client) -> None:
    amal = amal_at(day, "9:00", "9:30")
    press(desk, finds(desk, amal.reference), "arrive")
    events = AuditEvent._base_manager.filter(actor_kind="staff", subject__gt="").order_by("at", "id")
    assert {one.act for one in events} == {"find", "arrive", "read"}


def test_the_page_asks_no_more_the_more_people_there_are(day: Day, desk: Client) -> None:
    asked = []
    for people in (2, 12):
        for number in range(people):
            day.walks_in(day.bank, day.insurance, now=NINE - minutes(number))
        desk.get(PAGE)
        with CaptureQueriesContext(connection) as queries:
            desk.get(PAGE)
        asked.append(len(queries))
    assert asked[1] <= asked[0]


def test_yesterdays_tickets_are_not_listed(day: Day, desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    visit = day.walks_in(day.bank)
    assert visit.ticket in text(desk.get(PAGE))
    monkeypatch.setattr(timezone, "now", lambda: at(DAYS[1], "9:00"))
    assert visit.ticket not in text(desk.get(PAGE))
