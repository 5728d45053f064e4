"""A whole event day: twenty who registered, ten who walk in, eight stations; a bank that does not come, an expert who
is late, a machine that loses its power. Played once, on the processes of a real site; each test looks at one thing."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from statistics import median

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from playwright.sync_api import Browser
from pytest_django.plugin import DjangoDbBlocker

from eindach.booking.models import Appointment
from eindach.config import embedded, sample_clock
from eindach.frontdesk.ending import end_days
from eindach.frontdesk.models import Stop, Visit
from tests.house.places import open_folder

from .conftest import look_for_faults
from .whole_day import chart
from .whole_day.browsers import Browsers
from .whole_day.play import COMES_AGAIN, NOT_THERE, Day
from .whole_day.site import Clock, Site
from .whole_day.world import ABSENT, CLOSES, DAY, LATE, LATE_MINUTES, NEXT_WEEK, OPENS, REGISTERING, make_world

pytestmark = pytest.mark.django_db
A_MINUTE_OR_TWO = timedelta(minutes=2)
"""So exactly a bar can be read from the drawing."""


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with open_folder() as made:
        yield made


@pytest.fixture(scope="module")
def clock(folder: Path) -> Iterator[Clock]:
    """Of this process, too."""
    clock, ours = Clock(folder), timezone.now
    clock.set(REGISTERING)
    sample_clock.follow(clock.file, demo=True)
    yield clock
    timezone.now = ours


@pytest.fixture(scope="module")
def database(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, database_server: embedded.Server
) -> Iterator[str]:
    """The address of the test's database; it is empty again afterwards."""
    with django_db_blocker.unblock():
        url = database_server.url.replace("://eindach@", "://postgres@")
        yield re.sub(r"[^/]+$", str(connection.settings_dict["NAME"]), url)
        call_command("flush", verbosity=0, interactive=False)  # and the words and laws are loaded again


@pytest.fixture(scope="module")
def day(database: str, clock: Clock, folder: Path, browser: Browser, axe_source: str) -> Iterator[Day]:
    world, site = make_world(), Site(database, folder, clock)
    browsers = Browsers(browser, site.url, lambda page: look_for_faults(page, axe_source))
    site.start()
    try:
        day = Day(world, site, clock, browsers)
        day.play()
        yield day
    finally:
        browsers.close()
        site.kill()


def test_everybody_is_served_or_has_a_new_appointment(day: Day) -> None:
    settled = {
        (guest.number, day.matters[one.station])
        for guest in day.guests
        for one in day.record.of(guest.number)
        if one.state == "done"
    }
    assert settled == {(guest.number, matter) for guest in day.guests for matter in guest.matters}
    again = Appointment._base_manager.get()
    assert (again.matter.key, again.during.lower.date()) == (COMES_AGAIN[1], NEXT_WEEK)
    assert not Stop._base_manager.exclude(status__in=("done", "noshow")).exists()


def test_nobody_was_at_a_station_without_an_expert(day: Day) -> None:
    stations = {one.station for one in day.record.services}
    assert ABSENT not in stations
    first = min(one.called for one in day.record.services if one.station == LATE)
    assert first >= OPENS + timedelta(minutes=LATE_MINUTES)
    assert all(count > 0 for count in day.told.values()), day.told


def test_the_display_was_right_all_day(day: Day) -> None:
    """Compared at every tick while it was played; and nothing else was ever shown."""
    assert day.record.looks["display"] > 40
    called = {one.shown for one in day.record.services}
    for _moment, lines in day.display.history():
        assert set(lines) <= called
        assert len({line.split(" → ")[0] for line in lines}) == len(lines)


def test_a_call_is_soon_on_the_display(day: Day, record_property: Callable[[str, str], None]) -> None:
    """How soon is noted, and no condition: this machine has other things to do, too."""
    first = day.display.first_shown()
    seconds = [first[line] - moment for line, moment in day.record.pressed.items()]
    record_property("seconds_to_the_display", f"{median(seconds):.2f} in the middle, {max(seconds):.2f} at most")
    assert min(seconds) > 0


def test_the_phones_said_what_was_so(day: Day) -> None:
    seen = {what for what in day.record.looks if what.startswith("phone")}
    assert seen == {f"phone: {state}" for state in ("expected", "waiting", "called", "missed", "serving", "left")}
    assert [one.state for one in day.record.of(NOT_THERE)] == ["missed", "done"]


def test_no_page_of_the_day_has_a_fault(day: Day) -> None:
    assert {name: found for name, found in day.record.axe.items() if found} == {}
    assert {"display", "phone", "workplace", "front desk", "routes", "day"} <= set(day.record.axe)


def test_the_drawn_day_shows_what_happened(day: Day) -> None:
    bars, figures = day.drawn
    drawn = chart.of_sort(bars, "served")
    happened = sorted((one for one in day.record.services if one.begun), key=lambda one: (one.begun, one.station))
    assert sorted((one.said, one.station) for one in drawn) == sorted((one.ticket, one.station) for one in happened)
    for one in happened:
        bar = next(bar for bar in drawn if (bar.said, bar.station) == (one.ticket, one.station))
        assert one.begun
        assert one.ended
        assert abs(bar.start - one.begun) < A_MINUTE_OR_TWO
        assert abs(bar.end - one.ended) < A_MINUTE_OR_TWO
    assert sum(bar.is_seen for bar in chart.of_sort(bars, "wait")) == len(happened)
    assert figures[:2] == ["30", "30"]


def test_the_day_after_nothing_is_open(day: Day) -> None:
    end_days(now=CLOSES + timedelta(hours=16))
    assert not Visit._base_manager.filter(day=DAY, left_at=None).exists()
