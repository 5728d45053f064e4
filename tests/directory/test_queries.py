"""The directory asked about a moment: open now, the next event day, who serves only its residents."""

from datetime import UTC, date, datetime, time

import pytest

from eindach.directory import queries
from eindach.directory.models import (
    EventSeries,
    Location,
    Municipality,
    Organization,
    Schedule,
    ScheduleException,
    Service,
)
from tests.cast import ZONE, Cast, make_cast, text


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def first_fridays(cast: Cast) -> EventSeries:
    return EventSeries.objects.create(
        key="first-fridays",
        name=text("Alle Stellen", "All offices"),
        location=Location.objects.get(key="forum"),
        rrule="FREQ=MONTHLY;BYDAY=1FR",
        valid_from=date(2026, 1, 1),
        opens=time(9),
        closes=time(13),
        languages=["de", "en"],
    )


def local(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=ZONE)


def test_the_event_day_is_still_on_until_it_closes(first_fridays: EventSeries) -> None:
    during = queries.next_event(first_fridays, local(2026, 12, 4, 12, 59))
    after = queries.next_event(first_fridays, local(2026, 12, 4, 13, 0))
    assert during is not None
    assert during.date == date(2026, 12, 4)
    assert after is not None
    assert after.date == date(2027, 2, 5), "New Year's Day is a first Friday, but a holiday"


def test_an_event_day_has_windows_of_an_hour(first_fridays: EventSeries) -> None:
    event = queries.next_event(first_fridays, local(2026, 11, 21, 12))
    assert event is not None
    assert [start.hour for start, _end in event.windows()] == [9, 10, 11, 12]


def test_an_event_day_falls_out_when_the_place_is_closed(first_fridays: EventSeries) -> None:
    ScheduleException.objects.create(location=first_fridays.location, date=date(2026, 12, 4))
    event = queries.next_event(first_fridays, local(2026, 11, 21, 12))
    assert event is not None
    assert event.date == date(2027, 2, 5)


def test_open_now_knows_the_region_s_clock(cast: Cast) -> None:
    forum = Location.objects.get(key="forum")
    monday = {"rrule": "FREQ=WEEKLY;BYDAY=MO", "valid_from": date(2026, 1, 1)}
    Schedule.objects.create(location=forum, opens=time(10), closes=time(16), **monday)
    quarter_to_eleven_in_berlin = datetime(2026, 11, 23, 9, 45, tzinfo=UTC)
    state = queries.open_now(forum, quarter_to_eleven_in_berlin)
    assert state.open
    assert state.until == time(16)


def test_hours_of_one_service_do_not_open_the_door(cast: Cast) -> None:
    forum = Location.objects.get(key="forum")
    at = forum.services_at.get()
    monday = {"rrule": "FREQ=WEEKLY;BYDAY=MO", "valid_from": date(2026, 1, 1)}
    Schedule.objects.create(location=forum, service_at_location=at, opens=time(10), closes=time(16), **monday)
    assert not queries.open_now(forum, local(2026, 11, 23, 12)).open


def test_a_municipality_serves_its_own_residents_only(cast: Cast) -> None:
    town = Municipality.objects.create(ags="05358008", name="Düren", latitude=50.8, longitude=6.4, source="test")
    Location.objects.filter(key="rathaus").update(municipality=town)
    Organization.objects.filter(key="stadt").update(kind=Organization.Kind.MUNICIPALITY)
    registration = Service.objects.get(key="anmeldung")
    assert queries.residents_only(list(Service.objects.all())) == {registration.pk: frozenset({"05358008"})}
