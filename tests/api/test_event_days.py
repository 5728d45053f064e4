"""The calendar of event days: the same day is the same entry for ever, and what is called off says so."""

from datetime import date, datetime, time, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar, Component
from pytest_django import DjangoAssertNumQueries

from eindach.directory.models import EventSeries, Location, ScheduleException
from eindach.frontdesk.models import EventDay
from tests.cast import ZONE, Cast, text

FEED = "/feeds/event-days.ics"


@pytest.fixture
def series(cast: Cast) -> EventSeries:
    return EventSeries.objects.create(
        key="oss",
        name=text("Alle unter einem Dach", "All under one roof"),
        description=text("Viele Stellen; auch Sie", "Many offices"),
        location=Location.objects.get(key="forum"),
        rrule="FREQ=MONTHLY;BYDAY=1FR",
        valid_from=date(2026, 1, 1),
        opens=time(9),
        closes=time(13),
        languages=["de"],
    )


@pytest.fixture
def day(series: EventSeries) -> EventDay:
    opens = datetime.combine(timezone.localdate() + timedelta(days=10), time(9), ZONE)
    said = {"registration_from": opens - timedelta(days=20), "registration_until": opens - timedelta(days=2)}
    return EventDay.objects.create(series=series, during=(opens, opens + timedelta(hours=4)), **said)


def entries(client: Client, language: str = "de") -> list[Component]:
    answer = client.get(FEED, {"lang": language})
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return Calendar.from_ical(answer.content).walk("VEVENT")


def test_a_day_is_told_in_the_readers_language(client: Client, day: EventDay) -> None:
    [german], [english] = entries(client), entries(client, "en")
    assert (str(german["SUMMARY"]), str(english["SUMMARY"])) == ("Alle unter einem Dach", "All under one roof")
    assert str(german["UID"]) == str(english["UID"]) == f"{day.pk}@eindach.example"
    assert (german.decoded("DTSTART"), german["DTSTART"].params["TZID"]) == (day.during[0], "Europe/Berlin")
    assert (str(german["STATUS"]), german["SEQUENCE"]) == ("CONFIRMED", 0)


def test_a_day_that_is_called_off_stays_with_its_uid_and_says_so(client: Client, day: EventDay) -> None:
    EventDay.objects.update(cancelled_at=timezone.now())
    [entry] = entries(client)
    assert (str(entry["UID"]), str(entry["STATUS"]), entry["SEQUENCE"]) == (f"{day.pk}@eindach.example", "CANCELLED", 1)


def test_a_closed_house_cancels_its_day(client: Client, day: EventDay) -> None:
    closed = timezone.localdate(day.during[0], ZONE)
    ScheduleException.objects.create(location=day.series.location, date=closed)
    assert [str(entry["STATUS"]) for entry in entries(client)] == ["CANCELLED"]


def test_a_series_without_rows_goes_by_its_rule(client: Client, series: EventSeries) -> None:
    first, again = entries(client), entries(client)
    assert len(first) >= 3
    assert [entry["UID"] for entry in first] == [entry["UID"] for entry in again]
    assert {entry.decoded("DTSTART").weekday() for entry in first} == {4}


def test_of_a_series_without_rows_a_day_that_is_called_off_stays_too(client: Client, series: EventSeries) -> None:
    first, second, *_ = entries(client)
    day = timezone.localdate(first.decoded("DTSTART"), ZONE)
    EventSeries.objects.update(called_off=[day])
    ScheduleException.objects.create(location=series.location, date=timezone.localdate(second.decoded("DTSTART"), ZONE))
    said = [(str(entry["UID"]), str(entry["STATUS"]), entry["SEQUENCE"]) for entry in entries(client)[:3]]
    assert said[:2] == [(str(first["UID"]), "CANCELLED", 1), (str(second["UID"]), "CANCELLED", 1)]
    assert said[2][1:] == ("CONFIRMED", 0)


def test_nobody_asks_twice_for_what_has_not_changed(
    client: Client, day: EventDay, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(8):
        first = client.get(FEED)
    assert "max-age=300" in first["Cache-Control"]


@pytest.mark.parametrize("language", ["xx", "de/../x", "\0"])
def test_a_language_nobody_reads_is_refused(client: Client, day: EventDay, language: str) -> None:
    assert client.get(FEED, {"lang": language}).status_code in (400, 422)
