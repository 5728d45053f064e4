"""Days on which a house differs, several counters at once, signs, and what a copied week collides with."""

import re
from collections.abc import Iterator
from datetime import date, time, timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation

from eindach.booking.models import Appointment, Calendar, Counter, CounterSchedule, Opening
from eindach.directory.models import ScheduleException
from eindach.frontdesk.models import EventDay
from tests.cast import DAYS, MONDAY, NOW, ZONE, at, openings
from tests.frontdesk.day import Day
from tests.frontdesk.event_day import set_series, station
from tests.frontdesk.staff import works_at
from tests.frontdesk.test_d50_week import PAGE, ask, mark, page, save

TUESDAY = DAYS[1]


@pytest.fixture(autouse=True)
def saturday(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    yield
    translation.deactivate()


@pytest.fixture
def client(day: Day) -> Client:
    """Rules say what the cast's counters are open for: nine to twelve from Monday to Wednesday."""
    for calendar in Calendar.objects.exclude(openings=None):
        rule = CounterSchedule.objects.create(
            calendar=calendar, rrule="FREQ=WEEKLY;BYDAY=MO,TU,WE", valid_from=MONDAY, valid_until=DAYS[-1],
            opens=time(9), closes=time(12), languages=calendar.openings.all()[0].languages,
        )  # fmt: skip
        rule.services.set(calendar.services.all())
    return works_at(day.bank_1.organization, "coordinator")


def closed_day(**more: object) -> dict[str, object]:
    return {"location": "forum", "day": TUESDAY, "reason": "training", **more}


def open_at(day: date, house: str = "forum") -> list[str]:
    found = Opening.objects.filter(calendar__counter__location__key=house, during__startswith__date=day)
    spans = [(one.during.lower.astimezone(ZONE), one.during.upper.astimezone(ZONE)) for one in found]
    return sorted(f"{start:%H}-{end:%H}" for start, end in spans)


def test_a_closed_day_of_a_house_closes_its_counters_only(client: Client) -> None:
    assert save(client, "house", **closed_day()) == 302
    assert (open_at(TUESDAY), len(open_at(TUESDAY, "rathaus")), len(open_at(MONDAY))) == ([], 2, 2)
    words = ScheduleException.objects.get().reason
    assert (words.localize("de"), words.localize("en")) != ("", "")


def test_what_it_does_is_said_before_it_is_saved(day: Day, client: Client) -> None:
    day.amal_books()
    words = ask(client, "house", **closed_day(day=MONDAY))
    assert "This touches 1 person" in words
    assert (ScheduleException.objects.exists(), len(open_at(MONDAY))) == (False, 2)
    assert save(client, "house", **closed_day(day=MONDAY)) == 302
    assert Appointment.objects.filter(displaced_at__isnull=False).exists()


def test_other_hours_clip_also_what_was_opened_by_hand(day: Day, client: Client) -> None:
    extra = {"counter": day.insurer.calendar.pk, "day": TUESDAY, "opens": "13:00", "closes": "17:00", "languages": "ar"}
    assert save(client, "hours", **extra) == 302
    assert save(client, "house", **closed_day(opens="10:00", closes="14:00")) == 302
    assert open_at(TUESDAY) == ["10-12", "10-12", "13-14"]


def test_a_day_is_as_always_again(client: Client) -> None:
    save(client, "house", **closed_day(until=DAYS[2]))
    assert open_at(DAYS[2]) == []
    assert "As always again" in client.get(f"{PAGE}house/").content.decode()
    rows = {"row": ScheduleException.objects.get(date=TUESDAY).pk}
    assert "is open as always" in ask(client, "as-always", **rows)
    assert save(client, "as-always", **rows) == 302
    assert (len(open_at(TUESDAY)), open_at(DAYS[2])) == (2, [])


def test_a_day_of_the_files_cannot_be_taken_back(day: Day, client: Client) -> None:
    row = ScheduleException.objects.create(location=day.forum, date=TUESDAY)
    assert client.post(f"{PAGE}as-always/", {"row": row.pk}).status_code == 422


@pytest.mark.parametrize(
    "wrong",
    [{"day": NOW.date()}, {"until": MONDAY}, {"until": date(2027, 12, 1)}, {"opens": "9:00"}, {"location": "moon"}],
)
def test_days_that_make_no_sense_are_refused(client: Client, wrong: dict[str, object]) -> None:
    assert client.post(f"{PAGE}house/", closed_day(**wrong)).status_code == 422


@pytest.mark.parametrize(("hours", "answer"), [({}, 422), ({"opens": "8:00", "closes": "14:00"}, 200)])
def test_no_door_is_closed_on_an_event_day(day: Day, client: Client, hours: dict[str, str], answer: int) -> None:
    EventDay.objects.create(
        series=set_series(day.forum),
        during=(at(TUESDAY, "9:00"), at(TUESDAY, "13:00")),
        registration_from=NOW,
        registration_until=NOW,
    )
    assert client.post(f"{PAGE}house/", closed_day(**hours)).status_code == answer


def several(**more: object) -> dict[str, object]:
    return {"counter": "all", "day": MONDAY + timedelta(days=5), "opens": "10:00", "closes": "12:00", **more}


def test_several_counters_open_at_once_each_for_its_own(day: Day, client: Client) -> None:
    services = [str(one.services.get().pk) for one in (day.bank, day.insurance)]
    openings(day.bank_2.calendar, [(MONDAY, "9:00", "10:00")], ["de"])
    assert save(client, "hours", **several(services=services)) == 302
    found = Opening.objects.filter(during__startswith__date=several()["day"]).order_by("calendar")
    assert {tuple(str(pk) for pk in one.services) for one in found} == {(services[0],), (services[1],)}
    assert all(one.languages for one in found), "the usual ones of each"


def test_one_counter_is_not_opened_for_what_another_serves(day: Day, client: Client) -> None:
    foreign = str(day.insurance.services.get().pk)
    answer = client.post(f"{PAGE}hours/", several(counter=day.bank_1.calendar.pk, services=[foreign]))
    assert (answer.status_code, "does not serve all of these" in answer.content.decode()) == (422, True)


@pytest.fixture
def twin(day: Day) -> Counter:
    """The insurer is at "S 2", too; not at the same time as the bank there."""
    Counter.objects.filter(pk=day.insurer.pk).update(name=day.bank_2.name)
    day.insurer.refresh_from_db()
    openings(day.bank_2.calendar, [(MONDAY, "14:00", "16:00")], ["de"])
    return day.insurer


@pytest.mark.parametrize(("opens", "answer"), [("15:00", 422), ("16:00", 200)])
def test_a_sign_is_of_one_counter_at_a_time(twin: Counter, client: Client, opens: str, answer: int) -> None:
    said = {"counter": twin.calendar.pk, "day": MONDAY, "opens": opens, "closes": "18:00", "languages": "ar"}
    found = client.post(f"{PAGE}hours/", said)
    assert found.status_code == answer
    assert ("is also the sign of Bank" in found.content.decode()) == (answer == 422)
    assert open_at(MONDAY) == ["09-12", "09-12", "14-16"], "nothing was saved"


def test_a_copied_week_keeps_closed_days_closed_and_says_so(client: Client) -> None:
    next_tuesday = TUESDAY + timedelta(weeks=1)
    save(client, "house", **closed_day(day=next_tuesday))
    words = ask(client, "copy", day=MONDAY, weeks=1)
    assert "not as usual at Forum" in words
    assert client.post(f"{PAGE}copy/", {"day": MONDAY, "weeks": 1, "mark": mark(words)}).status_code == 302
    assert (open_at(next_tuesday), len(open_at(MONDAY + timedelta(weeks=1)))) == ([], 2)


def test_a_copied_week_says_what_it_replaces_and_what_is_on(day: Day, client: Client) -> None:
    then = MONDAY + timedelta(weeks=1)
    openings(day.insurer.calendar, [(then, "14:00", "16:00")], ["de"])
    EventDay.objects.create(
        series=set_series(day.forum),
        during=(at(then, "9:00"), at(then, "13:00")),
        registration_from=NOW,
        registration_until=NOW,
    )
    words = re.sub(r"\s+", " ", ask(client, "copy", day=MONDAY, weeks=1))
    assert "1 opening that is there now goes" in words
    assert "2 counters would be open: is there somebody for both?" in words


def test_a_matter_nobody_serves_in_a_language_is_a_gap(client: Client) -> None:
    seen = page(client, f"?day={MONDAY}&house=forum")
    gaps = re.findall(r'<th scope="row">(\w+)</th>(.*?)</tr>', seen)
    assert {name: row.count("week__gap") for name, row in gaps} == {"bank": 2, "insurance": 2}


@pytest.mark.parametrize("act", ["close", "copy", "hours", "house"])
def test_a_year_nobody_lives_to_see_is_refused(day: Day, client: Client, act: str) -> None:
    said = {"day": "9999-12-31", "counter": "all", "weeks": 1, "location": "forum", "opens": "9:00", "closes": "10:00"}
    assert client.post(f"{PAGE}{act}/", said).status_code == 422


def test_stations_of_an_event_day_are_no_counters_of_the_week(day: Day, client: Client) -> None:
    event = EventDay.objects.create(
        series=set_series(day.forum),
        during=(at(TUESDAY, "9:00"), at(TUESDAY, "13:00")),
        registration_from=NOW,
        registration_until=NOW,
    )
    counter = station(event, 4, day.bank_1, day.bank, 1).counter
    openings(counter.calendar, [(TUESDAY, "9:00", "13:00")], ["de"])
    assert "Station 4" not in page(client)
    said = {"counter": counter.calendar.pk, "day": TUESDAY, "opens": "14:00", "closes": "15:00", "languages": "de"}
    assert client.post(f"{PAGE}hours/", said).status_code == 422
