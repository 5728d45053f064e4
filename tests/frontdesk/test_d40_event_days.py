"""Event days of the region's data: dates, stations, and a different bank each month."""

import shutil
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from eindach.booking.models import Opening
from eindach.config import regions
from eindach.config.region_files.reading import regions_folder
from eindach.config.regions.loading import RegionFaults
from eindach.directory.queries import feed_uid
from eindach.frontdesk.events.days import event_days, make_event_days
from eindach.frontdesk.models import EventDay, Station
from tests.cast import ZONE, at
from tests.permission.stage import set_once

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=ZONE)
DECEMBER, FEBRUARY, MARCH = date(2026, 12, 4), date(2027, 2, 5), date(2027, 3, 5)


@pytest.fixture(scope="module")
def delivered(django_db_setup: None, django_db_blocker: object) -> Iterator[regions.Loaded]:
    """The region as it is delivered, loaded once (1.5 s)."""
    yield from set_once(django_db_blocker, lambda: regions.load("dueren", days=0, now=NOW))


@pytest.fixture
def loaded(db: None, delivered: regions.Loaded) -> None:
    """To be changed by each test in its own way."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(regions_folder(), tmp_path / "regions")
    return tmp_path / "regions"


def change(folder: Path, before: str, after: str) -> None:
    file = folder / "dueren" / "events.yaml"
    words = file.read_text(encoding="utf-8")
    assert before in words
    file.write_text(words.replace(before, after, 1), encoding="utf-8")


def partners(number: int) -> dict[date, str]:
    rows = Station.objects.filter(number=number).order_by("event_day__during")
    found = rows.values_list("event_day__during", "counter__organization__key")
    return {during.lower.astimezone(ZONE).date(): key for during, key in found}


def test_the_next_three_days_are_there_without_the_holiday(loaded: None) -> None:
    starts = [one.during.lower for one in event_days(now=NOW)]
    assert starts == [at(day, "9:00") for day in (DECEMBER, FEBRUARY, MARCH)]


def test_registration_opens_six_weeks_before_and_closes_on_the_wednesday(loaded: None) -> None:
    first = event_days(now=NOW)[0]
    assert first.registration_from == at(date(2026, 10, 23), "9:00")
    assert first.registration_until == at(date(2026, 12, 2), "18:00")
    assert [one.state(NOW) for one in event_days(now=NOW)] == ["registering", "announced", "announced"]


def test_another_bank_comes_each_month(loaded: None) -> None:
    assert partners(1) == {DECEMBER: "bank-second", FEBRUARY: "bank-second", MARCH: "bank"}
    assert set(partners(5).values()) == {"integration-office"}


def test_a_partner_comes_out_of_turn(loaded: None, folder: Path) -> None:
    change(folder, "        matters: [bank]\n", "        matters: [bank]\n        instead: {2027-02-05: bank}\n")
    regions.load("dueren", days=0, now=NOW, folder=folder)
    assert partners(1)[FEBRUARY] == "bank"


def test_a_station_settles_what_its_partner_offers_and_one_desk_takes_bookings(loaded: None) -> None:
    regions.load("dueren", days=30, now=NOW)
    bank = Station.objects.get(number=1, event_day=event_days(now=NOW)[0])
    services = bank.counter.calendar.services.values_list("key", flat=True)
    assert (list(services), bank.desks) == (["bank-account-second"], 3)
    assert (bank.registrable, Opening.objects.filter(calendar__counter=bank.counter).count()) == (2, 1)


def test_loading_again_keeps_what_people_were_told(loaded: None, folder: Path) -> None:
    before = set(Station.objects.values_list("pk", "counter"))
    change(folder, "          - {organization: bank, languages: [de, en, ar]}\n", "")
    regions.load("dueren", days=0, now=NOW, folder=folder)
    assert set(Station.objects.values_list("pk", "counter")) == before
    change(folder, "organization: bank-second", "organization: bank")
    regions.load("dueren", days=0, now=NOW, folder=folder)
    assert partners(1) == {DECEMBER: "bank-second", FEBRUARY: "bank", MARCH: "bank"}


def test_other_hours_are_for_days_nobody_could_register_for_yet(loaded: None, folder: Path) -> None:
    change(folder, "1FR 09:00-13:00", "1FR 08:30-12:30")
    regions.load("dueren", days=0, now=NOW, folder=folder)
    starts = [one.during.lower for one in event_days(now=NOW)]
    assert starts == [at(DECEMBER, "9:00"), at(FEBRUARY, "8:30"), at(MARCH, "8:30")]


def test_a_night_later_one_more_day_is_made(loaded: None) -> None:
    make_event_days(now=at(DECEMBER, "13:00"))
    last = list(EventDay.objects.select_related("series"))[-1]
    assert last.during.lower.date() == date(2027, 4, 2)
    assert last.pk == feed_uid(last.series, date(2027, 4, 2)), "calendars know it by that name already"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("organization: bank-second", "organization: nobody", "'nobody' is not in organizations"),
        ("organization: bank-second", "organization: insurer", "insurer does not settle bank at forum"),
        ("number: 2", "number: 1", "two stations have one number"),
        ("closes: WE 18:00", "closes: soon", "a weekday before the event day and a time"),
        ("        desks: 2\n", "        instead: {2027-02-05: insurer}\n", "insurer: no partner of this station"),
    ],
)
def test_wrong_data_are_told(folder: Path, before: str, after: str, said: str) -> None:
    change(folder, before, after)
    with pytest.raises(RegionFaults, match=said):
        regions.check("dueren", folder=folder)
