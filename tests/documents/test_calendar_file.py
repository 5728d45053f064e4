"""The calendar file, read back by icalendar and by a second, plain reader of RFC 5545."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from dateutil.tz import tzical
from icalendar import Calendar, Event

from eindach.booking import operations as act
from eindach.booking.documents.calendar_file import calendar_file
from eindach.booking.documents.faults import NothingToCarry
from eindach.booking.models import Itinerary
from eindach.booking.queries import manage_token, planned
from eindach.booking.search import search
from tests.cast import DAYS, NOW, ZONE, wish

pytestmark = pytest.mark.django_db
Book = Callable[..., Itinerary]


def events(content: bytes) -> list[Event]:
    return list(Calendar.from_ical(content).walk("VEVENT"))


def properties(content: bytes) -> list[tuple[str, str]]:
    """A second reader, by RFC 5545, 3.1 alone: unfold, split; (name with parameters, value)."""
    lines = content.decode().replace("\r\n ", "").replace("\r\n\t", "").split("\r\n")
    return [tuple(line.replace('"', "").split(":", 1)) for line in lines if line]  # type: ignore[misc]


def test_every_appointment_is_an_event_at_its_time(booked: Itinerary) -> None:
    found = events(calendar_file(booked))
    plan = planned(booked)
    assert [(event.start, event.end) for event in found] == [(one.start, one.end) for one in plan.appointments]
    assert found[0].start.tzinfo == ZONE
    assert [str(event["UID"]) for event in found] == [
        f"{one.uid}@eindach.example" for one in booked.appointments.order_by("during")
    ]


def test_a_second_reader_finds_the_same_times(booked: Itinerary) -> None:
    found = properties(calendar_file(booked))
    starts = [value for name, value in found if name == "DTSTART;TZID=Europe/Berlin"]
    wall = [datetime.strptime(start, "%Y%m%dT%H%M%S").replace(tzinfo=ZONE) for start in starts]
    assert wall == [one.start for one in planned(booked).appointments]


def test_the_zone_in_the_file_is_right_at_every_hour_as_another_library_reads_it(booked: Itinerary) -> None:
    content = calendar_file(booked).decode()
    start, end = content.index("BEGIN:VTIMEZONE"), content.index("END:VTIMEZONE") + len("END:VTIMEZONE\r\n")
    read = tzical(StringIO(content[start:end])).get("Europe/Berlin")
    hours = [datetime(2026, 3, 1, tzinfo=UTC) + timedelta(hours=n) for n in range(2 * 366 * 24)]
    wrong = [hour for hour in hours if hour.astimezone(read).utcoffset() != hour.astimezone(ZONE).utcoffset()]
    assert not wrong
    (zone,) = Calendar.from_ical(content).walk("VTIMEZONE")
    assert datetime(2027, 7, 1, tzinfo=zone.to_tz()).utcoffset() == timedelta(hours=2)


def test_no_line_is_longer_than_75_octets_and_all_end_with_crlf(booked: Itinerary) -> None:
    booked.language = "ar"
    content = calendar_file(booked)
    assert content.count(b"\n") == content.count(b"\r\n")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert all(line.decode() for line in content.split(b"\r\n")[:-1])  # no letter is cut in two


def test_what_a_lock_screen_shows_says_neither_office_nor_matter(book: Book) -> None:
    (event,) = events(calendar_file(book("residence")))
    shown = f"{event['SUMMARY']} {event['LOCATION']} {[alarm['DESCRIPTION'] for alarm in event.walk('VALARM')]}"
    assert "Musterstraße 1" in shown
    assert not [word for word in ("amt", "Residence", "residence", "Kreis") if word in shown]
    assert str(event["CLASS"]) == "PRIVATE"


def test_the_description_has_papers_and_number_but_not_the_secret_link(booked: Itinerary) -> None:
    text = str(events(calendar_file(booked))[1]["DESCRIPTION"])
    assert "passport" in text
    assert "registration-proof" in text
    assert f"{booked.reference[:3]} {booked.reference[3:]}" in text
    assert manage_token(booked) not in calendar_file(booked).replace(b"\r\n ", b"").decode()


def test_an_alarm_rings_a_day_before(booked: Itinerary) -> None:
    alarms = [alarm for event in events(calendar_file(booked)) for alarm in event.walk("VALARM")]
    assert [alarm["TRIGGER"].dt for alarm in alarms] == [timedelta(days=-1)] * 2


def test_the_place_is_a_point_on_the_map(booked: Itinerary) -> None:
    assert ("GEO", "50.8042;6.485") in properties(calendar_file(booked))


def test_moving_keeps_the_uids_and_raises_the_sequence(booked: Itinerary) -> None:
    before = events(calendar_file(booked))
    plan = search(wish(start=DAYS[1]), now=NOW, moving=booked).plans[0]
    after = events(calendar_file(act.move(itinerary=booked, offer=plan.offer, now=NOW)))
    assert {event["UID"] for event in after} == {event["UID"] for event in before}
    assert [event["SEQUENCE"] for event in before + after] == [0, 0, 1, 1]
    assert {event.start.date() for event in after} == {DAYS[1]}


def test_a_cancelled_one_is_withdrawn_under_its_uid(booked: Itinerary) -> None:
    bank = booked.appointments.get(matter__key="bank")
    left = act.cancel(itinerary=booked, now=NOW, appointments=[bank.pk])
    (gone,) = events(calendar_file(left, method="CANCEL"))
    assert (gone["UID"], gone["STATUS"], gone["SEQUENCE"]) == (f"{bank.uid}@eindach.example", "CANCELLED", 1)
    assert not gone.walk("VALARM")
    (kept,) = events(calendar_file(left))
    assert (kept["STATUS"], kept["SEQUENCE"]) == ("CONFIRMED", 1)


def test_moving_withdraws_nothing(booked: Itinerary) -> None:
    plan = search(wish(start=DAYS[1]), now=NOW, moving=booked).plans[0]
    moved = act.move(itinerary=booked, offer=plan.offer, now=NOW)
    with pytest.raises(NothingToCarry):
        calendar_file(moved, method="CANCEL")


def test_after_cancelling_all_the_file_says_so(booked: Itinerary) -> None:
    all_gone = events(calendar_file(act.cancel(itinerary=booked, now=NOW)))
    assert [event["STATUS"] for event in all_gone] == ["CANCELLED", "CANCELLED"]


def test_a_hold_has_no_calendar_file(cast: object) -> None:
    held = act.hold(offer=search(wish(), now=NOW).plans[0].offer, language="de", now=NOW)
    with pytest.raises(NothingToCarry):
        calendar_file(held)


def test_an_invitation_names_who_asks_and_who_comes(book: Book) -> None:
    found = properties(calendar_file(book("registration"), method="REQUEST", now=datetime(2026, 11, 21, tzinfo=UTC)))
    assert ("METHOD", "REQUEST") in found
    assert ("ATTENDEE;PARTSTAT=ACCEPTED;RSVP=FALSE", "mailto:amal@mail.example") in found
    assert ("ORGANIZER;CN=Welcome Center (ar)", "mailto:hilfe@muster.example") in found
    assert ("DTSTAMP", "20261121T000000Z") in found


def test_a_published_file_names_no_attendee(booked: Itinerary) -> None:
    assert not [name for name, _value in properties(calendar_file(booked)) if name.startswith("ATTENDEE")]
