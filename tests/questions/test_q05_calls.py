"""A call at an agreed time is an appointment like every other one, without a house to come to."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from eindach.accounts.acting import acting
from eindach.accounts.policy import Refused
from eindach.booking import operations
from eindach.booking.documents.calendar_file import calendar_file
from eindach.booking.documents.sheet import sheet
from eindach.booking.models import Appointment, Calendar, Counter, Itinerary, Opening
from eindach.booking.queries import planned
from eindach.booking.search import search
from eindach.consent import trail
from eindach.kernel.actor import Actor, must_be_present
from eindach.notifications.models import Message
from eindach.questions import calls
from tests.cast import DAYS, NOW, Cast, at, opening, text, wish

AMAL = {"name": "Amal Beispiel", "phone": "+4917612345678", "email": "amal@mail.example", "language": "ar"}


@pytest.fixture
def phone(cast: Cast) -> Calendar:
    """The town hall's telephone: Monday from nine to ten, in German and Arabic."""
    hall = cast.town_hall_1.counter
    counter = Counter.objects.create(
        key="rathaus-phone", organization=hall.organization, location=hall.location, name=text("Telefon", "Phone"),
        by_phone=True,
    )  # fmt: skip
    calendar = Calendar.objects.create(counter=counter)
    calendar.services.add(*cast.registration.services.all())
    opening(calendar, DAYS[0], "9:00", "10:00", ["de", "ar"])
    return calendar


def starts(times: calls.Times) -> list[datetime]:
    return [slot.start for day in times.days for slot in day.slots]


def booked(now: datetime = NOW, **changes: str) -> Itinerary:
    slot = calls.times("ar", now=now).days[0].slots[0]
    return calls.book(offer=slot.offer, key="one", now=now, **AMAL | changes)


def test_times_are_those_of_the_telephone_alone(phone: Calendar) -> None:
    found = calls.times("ar", now=NOW)
    assert starts(found) == [at(DAYS[0], clock) for clock in ("9:00", "9:15", "9:30", "9:45")]
    assert (found.speaks, found.any) == (True, True)


def test_a_language_nobody_speaks_gets_the_times_and_an_interpreter(phone: Calendar) -> None:
    found = calls.times("ti", now=NOW)
    assert (len(starts(found)), found.speaks) == (4, False)


def test_without_a_telephone_there_is_none_to_choose(cast: Cast) -> None:
    assert calls.times("de", now=NOW) == calls.Times((), False, False)


def test_a_visit_is_never_planned_at_the_telephone(phone: Calendar) -> None:
    Opening.objects.exclude(calendar=phone).delete()
    assert not search(wish("registration"), now=NOW).plans


def test_a_time_that_is_taken_is_no_longer_offered_and_no_counter_stands_in(phone: Calendar) -> None:
    slot = calls.times("ar", now=NOW).days[0].slots[0]
    booked()
    with pytest.raises(operations.SlotTaken):
        calls.book(offer=slot.offer, key="two", now=NOW, **AMAL | {"email": "olena@mail.example"})
    assert at(DAYS[0], "9:00") not in starts(calls.times("ar", now=NOW))


def test_an_offer_of_a_visit_is_no_call(cast: Cast) -> None:
    offer = search(wish("bank"), now=NOW).plans[0].offer
    with pytest.raises(operations.OfferInvalid):
        calls.start_of(offer, now=NOW)


def test_what_they_carry_says_that_we_call(phone: Calendar) -> None:
    itinerary = booked()
    file = calendar_file(itinerary, language="de").decode()
    with translation.override("de"):
        said = sheet(itinerary, planned(itinerary), language="de")  # type: ignore[arg-type]
    assert "Musterstraße" not in file
    assert "GEO" not in file
    assert [floor.map_url for floor in said.days[0].floors] == ["", ""]
    assert said.show == ""


def test_who_gave_a_number_alone_gets_a_text_message(phone: Calendar, settings) -> None:
    settings.DEMO = True
    booked(email="")
    assert "/ar/my/" in Message.objects.get(channel="text").text


def test_the_desk_sees_its_calls_of_the_day_with_the_number(phone: Calendar, desk: Actor) -> None:
    booked()
    morning = at(DAYS[0], "8:00")
    with acting(desk, now=morning):
        [line] = calls.today(must_be_present())
    assert (line.appointment.person.name, line.phone) == ("Amal Beispiel", "+4917612345678")
    with acting(desk, now=NOW):
        assert calls.today(must_be_present()) == []


def test_three_calls_ask_no_more_than_one_each_with_the_number_said_for_it(phone: Calendar, desk: Actor) -> None:
    asked = []
    for number in (1, 2, 3):
        slot = calls.times("ar", now=NOW).days[0].slots[0]
        said = AMAL | {"name": f"Amal {number}", "phone": f"+4917612345{number}00"}
        calls.book(offer=slot.offer, key=str(number), now=NOW, **said)
        with CaptureQueriesContext(connection) as queries, trail.collecting(), acting(desk, now=at(DAYS[0], "8:00")):
            lines = calls.today(must_be_present())
        asked.append(len(queries))
    assert [one.phone[-3:] for one in lines] == ["100", "200", "300"]
    assert asked[0] == asked[-1]


@pytest.mark.parametrize(("reached", "status"), [(True, "fulfilled"), (False, "noshow")])
def test_a_call_is_made_or_missed(phone: Calendar, desk: Actor, reached: bool, status: str) -> None:
    booked()
    with acting(desk, now=at(DAYS[0], "9:10")):
        calls.made(Appointment.objects.get().pk, reached=reached, now=at(DAYS[0], "9:10"))
    assert Appointment._base_manager.get().status == status


def test_a_visit_is_not_marked_as_a_call_nor_another_offices_call(phone: Calendar, desk: Actor) -> None:
    booked()
    pk = Appointment._base_manager.get().pk
    with acting(Actor(**vars(desk) | {"organization": phone.pk and None}), now=NOW), pytest.raises(Refused):
        calls.made(pk, reached=True, now=NOW)
    Counter.objects.update(by_phone=False)
    with acting(desk, now=NOW), pytest.raises(Refused):
        calls.made(pk, reached=True, now=NOW)
    assert Appointment._base_manager.get().status == "booked"


def test_from_the_page_to_the_booked_call(client: Client, phone: Calendar) -> None:
    Opening.objects.filter(calendar=phone).delete()
    opening(phone, timezone.localdate() + timedelta(days=2), "9:00", "10:00", ["de"])
    page = client.get("/de/talk/")
    slot = page.context["times"].days[0].slots[0]
    with translation.override("de"):
        where = reverse("questions:call-at", args=[slot.offer])
    assert where in page.content.decode()
    assert client.post(where, {"name": "Amal", "phone": "12"}).status_code == 422
    answer = client.post(where, {"name": "Amal", "phone": "0176 12345678"})
    assert answer["Location"].startswith("/de/my/")
    assert client.post(where, {"name": "Amal", "phone": "0176 12345678"})["Location"] == answer["Location"]
    other = client.post(where, {"name": "Olena", "phone": "0176 87654321"})
    assert other["Location"] == "/de/talk/?taken=1#times"
    assert client.get(answer["Location"]).status_code == 200
    assert Appointment._base_manager.count() == 1


def test_a_bent_time_leads_back_to_the_times(client: Client, cast: Cast) -> None:
    assert client.get("/de/talk/nothing/")["Location"] == "/de/talk/"
