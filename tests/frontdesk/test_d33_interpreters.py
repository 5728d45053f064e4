"""An interpreter is asked for: from who is here, who answer at once; else by phone. No names, and it ends by itself."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone, translation

from eindach.booking.models import Opening
from eindach.consent.models import AuditEvent
from eindach.frontdesk.calling import begin, call_next, finish, undo
from eindach.frontdesk.desks import close_desk
from eindach.frontdesk.interpreting.here import speakers
from eindach.frontdesk.interpreting.phone_list import lines
from eindach.frontdesk.live import _look
from eindach.frontdesk.models import Desk, InterpreterRequest, PhoneInterpreter, Stop, Visit
from eindach.frontdesk.returning import has_left
from tests.cast import DAYS, MONDAY, at
from tests.frontdesk.day import NINE, Day, minutes, stop_of
from tests.frontdesk.staff import PAGE, desk_of, press, sits_at, works_at

ASKING = f"{PAGE}interpreter/"
DOOR = "/en/staff/arrivals/"


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(timezone, "now", lambda: NINE)
    translation.deactivate()  # another test may have left its pages' language
    yield
    translation.deactivate()


class Room:
    """Olena, who speaks Ukrainian, is next at the bank, where they speak German; at the insurer Kim speaks both."""

    def __init__(self, day: Day) -> None:
        self.day = day
        self.visit = day.walks_in(day.bank)
        self.bank = sits_at(day.bank_1, "de")
        self.kim = sits_at(day.insurer, "uk", "de", name="Kim")

    @property
    def stop(self) -> Stop:
        return stop_of(self.visit, self.day.bank)

    def asks(self, language: str = "uk") -> InterpreterRequest:
        does(self.bank, "ask", about=self.stop.pk, language=language)
        return InterpreterRequest.objects.latest("asked_at")

    def is_served(self) -> Desk:
        desk = desk_of(self.day.bank_1)
        call_next(desk=desk, now=NINE)
        begin(desk=desk, now=NINE)
        return desk


@pytest.fixture
def room(day: Day) -> Room:
    return Room(day)


def does(client: Client, act: str, **said: object) -> str:
    answer = client.post(f"{ASKING}{act}/", said)
    assert answer.status_code == 302
    return answer["Location"]


def page(client: Client, where: str = PAGE) -> str:
    return client.get(where).content.decode()


# Who speaks it here.


def test_who_said_nothing_speaks_what_the_counter_offers_now(day: Day) -> None:
    visit = day.walks_in(day.bank, languages=["en", "ar"])
    Opening.objects.filter(calendar=day.insurer.calendar).update(languages=["ar"])
    day.desk(day.insurer)
    (found,) = speakers(day.desk(day.bank_1), visit, now=at(MONDAY, "9:30"))
    assert (found.language, found.place.name) == ("ar", "Schalter r")


def test_nobody_counts_who_has_a_break_or_another_language(room: Room) -> None:
    press(room.kim, "pause", why="break")
    assert speakers(desk_of(room.day.bank_1), room.visit, now=NINE) == []


# Asked and answered.


def test_whoever_speaks_it_sees_the_request_and_comes(room: Room) -> None:
    room.asks()
    asked = page(room.kim)
    assert ("Ukrainian for C 01" in asked, "asks for an interpreter" in asked, "(1)" in asked) == (True, True, True)
    assert does(room.kim, "come", about=InterpreterRequest.objects.get().pk) == PAGE
    assert "comes to you." in page(room.bank)
    assert "You said that you come" in page(room.kim)


def test_the_request_names_nobody(room: Room) -> None:
    request = room.asks()
    does(room.kim, "come", about=request.pk)
    seen = page(room.bank) + page(room.kim)
    assert "Robin comes" not in seen
    assert "Kim" not in page(room.bank)


def test_asked_twice_it_is_one_request(room: Room) -> None:
    room.asks()
    room.asks()
    assert InterpreterRequest.objects.count() == 1


def test_two_open_requests_of_a_stop_are_impossible(room: Room) -> None:
    request = room.asks()
    with pytest.raises(IntegrityError), transaction.atomic():
        InterpreterRequest.objects.create(stop=request.stop, desk=request.desk, language="uk", asked_at=NINE)


def test_the_first_yes_counts(room: Room) -> None:
    sasha = sits_at(room.day.bank_2, "uk", name="Sasha")
    request = room.asks()
    does(room.kim, "come", about=request.pk)
    assert does(sasha, "come", about=request.pk).endswith("?said=not-now")
    assert does(room.kim, "come", about=request.pk) == PAGE
    request.refresh_from_db()
    assert request.comes_from == desk_of(room.day.insurer)
    assert "asks for an interpreter" not in page(sasha)


def test_when_nobody_can_the_phone_list_stands_there(room: Room) -> None:
    phone()
    request = room.asks()
    assert does(room.kim, "cannot", about=request.pk) == PAGE
    seen = page(room.bank)
    assert ("Nobody who is here can come." in seen, "02421 000 310" in seen) == (True, True)
    assert "asks for an interpreter" not in page(room.kim)


def test_who_cannot_after_all_leaves_it_to_the_others(room: Room) -> None:
    sasha = sits_at(room.day.bank_2, "uk", name="Sasha")
    request = room.asks()
    does(room.kim, "come", about=request.pk)
    does(room.kim, "cannot", about=request.pk)
    assert "asks for an interpreter" in page(sasha)
    assert does(sasha, "come", about=request.pk) == PAGE


def test_the_front_desk_is_asked_too(room: Room) -> None:
    door = works_at(room.day.bank_1.organization, "front-desk", "Toni")
    request = room.asks()
    assert "Ukrainian for C 01" in page(door, DOOR)
    door.post(f"{DOOR}interpreter/come/", {"about": request.pk, "house": "forum"})
    assert "The front desk sends somebody." in page(room.bank)


def test_each_answer_is_told_to_the_open_pages_of_the_house(room: Room) -> None:
    versions = [_look(room.day.forum.pk).version]
    request = room.asks()
    versions.append(_look(room.day.forum.pk).version)
    for act in ("come", "cannot"):
        does(room.kim, act, about=request.pk)
        versions.append(_look(room.day.forum.pk).version)
    does(room.bank, "take-back", about=request.pk)
    assert (len(set(versions)), _look(room.day.forum.pk).version) == (4, versions[0])


# What is refused.


def test_who_does_not_speak_it_is_not_asked(room: Room) -> None:
    sasha = sits_at(room.day.bank_2, "fr", name="Sasha")
    request = room.asks()
    assert "asks for an interpreter" not in page(sasha)
    assert does(sasha, "come", about=request.pk).endswith("?said=not-now")
    request.refresh_from_db()
    assert request.comes is None


def test_nobody_asks_for_a_language_the_visitor_does_not_speak(room: Room) -> None:
    assert does(room.bank, "ask", about=room.stop.pk, language="fr").endswith("?said=not-now")
    assert not InterpreterRequest.objects.exists()


def test_nobody_asks_for_who_waits_for_another_office(room: Room) -> None:
    other = stop_of(room.day.walks_in(room.day.insurance), room.day.insurance)
    answer = room.bank.post(f"{ASKING}ask/", {"about": other.pk, "language": "uk"})
    assert (answer.status_code, InterpreterRequest.objects.exists()) == (404, False)


def test_only_who_asked_takes_it_back(room: Room) -> None:
    request = room.asks()
    assert room.kim.post(f"{ASKING}take-back/", {"about": request.pk}).status_code == 404
    assert does(room.bank, "take-back", about=request.pk) == PAGE
    assert does(room.kim, "come", about=request.pk).endswith("?said=not-now")
    assert does(room.bank, "take-back", about=request.pk).endswith("?said=not-now")


def test_the_front_desk_of_another_house_is_not_asked(room: Room) -> None:
    request = room.asks()
    door = works_at(room.day.cast.office.counter.organization, "front-desk", "Toni")
    answer = door.post(f"{DOOR}interpreter/come/", {"about": request.pk})
    assert answer["Location"].endswith("&said=not-now")
    request.refresh_from_db()
    assert request.comes is None


def test_an_act_nobody_knows_is_no_page(room: Room) -> None:
    assert room.bank.post(f"{ASKING}sing/").status_code == 404


# How it ends.


def is_open(request: InterpreterRequest) -> bool:
    request.refresh_from_db()
    return request.ended_at is None


def test_it_ends_with_the_stop(room: Room) -> None:
    request, desk = room.asks(), room.is_served()
    assert is_open(request)
    finish(desk=desk, outcome="settled", now=NINE + minutes(9))
    assert (is_open(request), request.ended_at) == (False, NINE + minutes(9))


def test_a_call_taken_back_leaves_it_open(room: Room) -> None:
    request, desk = room.asks(), desk_of(room.day.bank_1)
    call_next(desk=desk, now=NINE)
    undo(desk=desk, now=NINE)
    assert is_open(request)


def test_it_ends_when_they_leave_or_sit_down_elsewhere(room: Room) -> None:
    request = room.asks()
    has_left(room.visit, now=NINE)
    assert not is_open(request)
    second = InterpreterRequest.objects.create(
        stop=stop_of(room.day.walks_in(room.day.bank), room.day.bank), desk=request.desk, language="uk", asked_at=NINE
    )
    call_next(desk=room.day.desk(room.day.bank_2), now=NINE)
    assert not is_open(second)


def test_it_ends_with_the_desk_and_can_be_asked_anew(room: Room) -> None:
    request = room.asks()
    close_desk(desk=desk_of(room.day.bank_1), now=NINE)
    assert not is_open(request)
    sits_at(room.day.bank_1, "de")
    room.asks()
    assert InterpreterRequest.objects.filter(ended_at=None).count() == 1


def test_every_step_is_in_the_trail(room: Room) -> None:
    request = room.asks()
    does(room.kim, "come", about=request.pk)
    does(room.bank, "take-back", about=request.pk)
    acts = AuditEvent._base_manager.filter(object=str(room.visit.pk)).values_list("act", flat=True)
    assert [one for one in acts if one != "read"] == ["ask-interpreter", "interpret", "take-back"]


# The phone list.


def phone(**changes: object) -> PhoneInterpreter:
    said = {
        "key": "phone", "name": {"de": "Telefon", "en": "By phone"}, "note": {"de": "Keine Namen.", "en": "No names."},
        "phone": "02421 000 310", "languages": ["uk", "ar"], "hours": [{"when": "MO-FR 08:00-12:00"}],
        "as_of": date(2026, 11, 1),
    }  # fmt: skip
    return PhoneInterpreter.objects.create(**said | changes)


def reached(visit: Visit, now: datetime) -> list[bool]:
    return [one.is_open for one in lines(visit.languages, now=now)]


def test_a_line_is_open_by_its_hours(room: Room) -> None:
    phone()
    assert reached(room.visit, NINE) == [True]
    assert reached(room.visit, at(MONDAY, "12:00")) == [False]
    assert reached(room.visit, at(DAYS[0], "7:59")) == [False]


def test_who_can_be_reached_now_stands_above(room: Room) -> None:
    phone()
    phone(key="always", hours=[{"when": "MO-SU 00:00-23:59"}])
    assert [one.entry.key for one in lines(["uk"], now=at(MONDAY, "18:00"))] == ["always", "phone"]


def test_who_does_not_interpret_it_is_not_listed(room: Room) -> None:
    phone(languages=["fr"])
    assert lines(["uk"], now=NINE) == []


def test_with_nobody_here_the_list_is_shown_before_asking(room: Room) -> None:
    phone()
    press(room.kim, "close")
    seen = page(room.bank)
    assert ("Nobody at an open counter speaks it." in seen, "02421 000 310" in seen) == (True, True)
    assert ("as of 01.11.2026 · to be confirmed by the district" in seen, "Sample" in seen) == (True, True)
