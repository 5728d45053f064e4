"""A region in the database: again and again, and safe for those who are booked."""

import shutil
from datetime import date, datetime
from pathlib import Path

import pytest
from django.db import connection

from eindach.booking.models import Appointment, Calendar, Counter, Itinerary, Opening
from eindach.config import regions
from eindach.config.cli.faults import CommandError
from eindach.config.region_files.reading import regions_folder
from eindach.directory.models import EventSeries, Location, RequiredDocument, Schedule, Service, TravelTime
from eindach.directory.queries import region
from eindach.frontdesk.models import EventDay
from eindach.guide.models import Matter
from eindach.kernel.languages import SHIPPED
from tests.cast import ZONE

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=ZONE)
TABLES = (Location, Service, RequiredDocument, Schedule, TravelTime, Matter, Counter, Calendar, Opening)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(regions_folder(), tmp_path / "regions")
    return tmp_path / "regions"


def forget(folder: Path, file: str, start: str, end: str) -> None:
    """Take the lines from `start` up to `end` out of a file."""
    words = (folder / file).read_text(encoding="utf-8")
    before, rest = words.split(start, 1)
    (folder / file).write_text(before + end + rest.split(end, 1)[1], encoding="utf-8")


def test_loading_again_changes_nothing(db: None) -> None:
    first = regions.load("dueren", days=10, now=NOW)
    before = {table: set(table.objects.values_list("pk", flat=True)) for table in (Location, Service, Counter, Opening)}
    counts = {table: table.objects.count() for table in TABLES}
    EventSeries.objects.update(called_off=[date(2027, 5, 7)])
    series = list(EventSeries.objects.values())
    again = regions.load("dueren", days=10, now=NOW)
    assert first.openings > 100
    assert (again.openings, again.remarks, again.counts) == (0, (), first.counts)
    assert {table: table.objects.count() for table in TABLES} == counts
    for table, rows in before.items():
        assert set(table.objects.values_list("pk", flat=True)) == rows
    assert list(EventSeries.objects.values()) == series, "what was called off stays so, and nothing was revised"


def test_a_region_speaks_its_languages(db: None) -> None:
    regions.load("aachen", days=0, now=NOW)
    here = region()
    assert (here.key, here.languages, here.official) == ("aachen", [one.code for one in SHIPPED], False)
    assert here.help_location is not None
    assert Matter.objects.get(key="bank").name.localize("ar") == "فتح حساب بنكي"
    assert set(Matter.objects.get(key="bank").after.values_list("key", flat=True)) == {"registration"}
    assert (regions.fill_event_day(now=NOW), EventDay.objects.count()) == (0, 0), "it has no rules for any"


def test_openings_follow_the_event_day(db: None) -> None:
    regions.load("dueren", days=80, now=NOW)
    stations = Opening.objects.filter(calendar__counter__station__number=1)
    days = [opening.during.lower.astimezone(ZONE).date() for opening in stations.order_by("during")]
    assert days == [date(2026, 12, 4)], "the day for which one can register"


def test_a_second_region_is_refused(db: None) -> None:
    regions.load("dueren", days=0, now=NOW)
    with pytest.raises(CommandError, match="belongs to region dueren"):
        regions.load("aachen", days=0, now=NOW)
    assert region().key == "dueren"


def test_sample_bookings_fill_about_the_share_and_only_once(db: None) -> None:
    loaded = regions.load("aachen", days=21, sample_share=0.6, now=NOW)
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT (SELECT sum(upper(during) - lower(during)) FROM booking_appointment),
                      (SELECT sum(upper(during) - lower(during)) FROM booking_opening)"""
        )
        booked, open_time = cursor.fetchone()
    assert 0.5 <= booked / open_time <= 0.7
    assert loaded.sample_appointments == Appointment.objects.filter(status="booked").count()
    assert regions.load("aachen", days=21, sample_share=0.6, now=NOW).sample_appointments == 0


def test_sample_people_are_openly_invented(db: None) -> None:
    regions.load("aachen", days=5, sample_share=0.3, now=NOW)
    for itinerary in Itinerary.objects.select_related("person"):
        assert itinerary.person is not None
        assert itinerary.person.name.startswith("Beispielperson ")
        assert itinerary.person.email.endswith("@mail.example")
        assert itinerary.wish["matters"]


def test_a_counter_gone_from_the_files_goes(db: None, folder: Path) -> None:
    regions.load("dueren", days=5, now=NOW, folder=folder)
    forget(folder, "dueren/counters.yaml", "  dueren-citizens-3:", "  dueren-social-1:")
    assert regions.load("dueren", days=5, now=NOW, folder=folder).remarks == ()
    assert not Counter.objects.filter(key="dueren-citizens-3").exists()


def test_a_counter_gone_from_the_files_displaces_whoever_is_booked_there(db: None, folder: Path) -> None:
    regions.load("dueren", days=5, sample_share=0.6, now=NOW, folder=folder)
    booked = Appointment.objects.filter(calendar__counter__key="dueren-citizens-3").count()
    forget(folder, "dueren/counters.yaml", "  dueren-citizens-3:", "  dueren-social-1:")
    loaded = regions.load("dueren", days=12, now=NOW, folder=folder)
    assert loaded.remarks == ("counter dueren-citizens-3 is gone from the files, but in use: it stays.",)
    assert booked > 0
    theirs = Appointment.objects.filter(calendar__counter__key="dueren-citizens-3", live=True)
    assert theirs.count() == booked, "nobody loses a booking before they have answered"
    assert theirs.exclude(displaced_at=None).count() == booked
    assert loaded.displaced == theirs.values("itinerary").distinct().count()
    assert not Opening.objects.filter(calendar__counter__key="dueren-citizens-3").exists()


def test_changed_hours_of_one_counter_leave_the_others_alone(db: None, folder: Path) -> None:
    regions.load("dueren", days=8, now=NOW, folder=folder)
    Opening.objects.filter(calendar__counter__key="forum-bank").delete()  # closed by hand
    path = folder / "dueren" / "counters.yaml"
    path.write_text(path.read_text().replace('["TH 10:00-12:30"]', '["TH 10:00-11:30"]'))
    loaded = regions.load("dueren", days=8, now=NOW, folder=folder)
    assert loaded.openings == 1
    assert not Opening.objects.filter(calendar__counter__key="forum-bank").exists()


def test_nothing_is_loaded_from_a_broken_folder(db: None, folder: Path) -> None:
    (folder / "dueren" / "events.yaml").write_text("events: {x: {name: 1}}")
    with pytest.raises(regions.RegionFaults):
        regions.load("dueren", days=0, now=NOW, folder=folder)
    assert Location.objects.count() == 0


def test_three_itineraries_are_drawn(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    regions.load("dueren", days=30, sample_share=0.5, now=NOW)
    regions.print_sample_itineraries(now=NOW)
    shown = capsys.readouterr().out
    assert shown.count(" needs: ") == 3
    assert shown.count("all done on") >= 3
    assert "Register address" in shown
    assert "Forum" in shown
