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
    assert str(german["STATUS"]) == "CONFIRMED"


def said(entry: Component) -> tuple[str, str]:
    return str(entry["UID"]), str(entry["STATUS"])


def test_a_day_that_is_called_off_stays_with_its_uid_and_says_so(client: Client, day: EventDay) -> None:
    [before] = entries(client)
    EventDay.objects.update(cancelled_at=timezone.now())
    EventSeries.objects.update(called_off=[day.during[0].date()])
    [entry] = entries(client)
    assert said(entry) == (f"{day.pk}@eindach.example", "CANCELLED")
    assert entry["SEQUENCE"] > before["SEQUENCE"]


@pytest.mark.parametrize("has_row", [True, False])
def test_what_takes_place_after_all_is_newer_than_its_cancellation(
    client: Client, series: EventSeries, has_row: bool, request: pytest.FixtureRequest
) -> None:
    if has_row:
        request.getfixturevalue("day")
    first = entries(client)[0]
    closed = timezone.localdate(first.decoded("DTSTART"), ZONE)
    ScheduleException.objects.create(location=series.location, date=closed)
    gone = entries(client)[0]
    ScheduleException.objects.all().delete()
    back = entries(client)[0]
    uid = str(first["UID"])
    assert [said(one) for one in (first, gone, back)] == [(uid, "CONFIRMED"), (uid, "CANCELLED"), (uid, "CONFIRMED")]
    assert 1 < first["SEQUENCE"] < gone["SEQUENCE"] < back["SEQUENCE"]
    assert back.decoded("LAST-MODIFIED") <= back.decoded("DTSTAMP")


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
    one, other, third = (said(entry) for entry in entries(client)[:3])
    assert [one, other] == [(str(first["UID"]), "CANCELLED"), (str(second["UID"]), "CANCELLED")]
    assert third[1] == "CONFIRMED"


def test_nobody_asks_twice_for_what_has_not_changed(
    client: Client, day: EventDay, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(8):
        first = client.get(FEED)
    assert "max-age=300" in first["Cache-Control"]


@pytest.mark.parametrize("language", ["xx", "de/../x", "\0"])
def test_a_language_nobody_reads_is_refused(client: Client, day: EventDay, language: str) -> None:
    assert client.get(FEED, {"lang": language}).status_code in (400, 422)
