"""Openings are made of the rules of counters; people who are booked are never swept away."""

from datetime import date, time, timedelta

import pytest

from eindach.booking import operations
from eindach.booking.models import Calendar, CounterSchedule, Opening
from eindach.booking.openings import Extended, extend_openings
from eindach.booking.search import search
from eindach.directory.models import ScheduleException
from tests.cast import AMAL, DAYS, MONDAY, NOW, ZONE, Cast, make_cast, wish

UNTIL = MONDAY + timedelta(days=13)


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast with a rule at the foreigners' office (Mondays and Tuesdays, 9 to 12), and no openings yet."""
    cast = make_cast()
    Opening.objects.all().delete()
    add_rule(cast.office, "FREQ=WEEKLY;BYDAY=MO,TU")
    return cast


def add_rule(calendar: Calendar, rrule: str, opens: int = 9, closes: int = 12, **more: object) -> CounterSchedule:
    values = {"languages": ["de"], "valid_from": date(2026, 1, 1), **more}
    rule = CounterSchedule.objects.create(
        calendar=calendar, rrule=rrule, opens=time(opens), closes=time(closes), **values
    )
    rule.services.set(calendar.services.all())
    return rule


def spans(calendar: Calendar) -> list[str]:
    rows = Opening.objects.filter(calendar=calendar).order_by("during")
    local = [(row.during.lower.astimezone(ZONE), row.during.upper.astimezone(ZONE)) for row in rows]
    return [f"{start:%d.%m. %H}-{end:%H}" for start, end in local]


def extend(until: date = UNTIL) -> Extended:
    return extend_openings(None, until=until, now=NOW)


def test_openings_are_made_up_to_the_last_day(cast: Cast) -> None:
    assert extend().made == 4
    assert spans(cast.office) == ["23.11. 09-12", "24.11. 09-12", "30.11. 09-12", "01.12. 09-12"]


def test_making_them_again_changes_nothing(cast: Cast) -> None:
    extend()
    before = list(Opening.objects.values_list("pk", flat=True))
    assert extend() == Extended(made=0, removed=0, kept=0)
    assert list(Opening.objects.values_list("pk", flat=True)) == before


def test_an_opening_has_the_services_and_languages_of_its_rule(cast: Cast) -> None:
    extend()
    opening = Opening.objects.filter(calendar=cast.office).first()
    assert opening is not None
    assert opening.services == [service.pk for service in cast.office.services.all()]
    assert opening.languages == ["de"]


def test_holidays_have_no_openings(cast: Cast) -> None:
    extend(date(2027, 1, 5))
    add_rule(cast.forum_bank, "FREQ=MONTHLY;BYDAY=1FR")
    extend_openings(cast.forum_bank, until=date(2027, 2, 10), now=NOW)
    assert spans(cast.forum_bank) == ["05.02. 09-12"], "only the days after those already made"


def test_first_fridays_skip_new_year(cast: Cast) -> None:
    add_rule(cast.forum_bank, "FREQ=MONTHLY;BYDAY=1FR")
    extend(date(2027, 2, 10))
    assert spans(cast.forum_bank) == ["04.12. 09-12", "05.02. 09-12"]


def test_a_dated_exception_closes_or_clips(cast: Cast) -> None:
    place = cast.office.counter.location
    ScheduleException.objects.create(location=place, date=DAYS[0])
    ScheduleException.objects.create(location=place, date=DAYS[1], opens=time(11), closes=time(15))
    extend()
    assert spans(cast.office)[:1] == ["24.11. 11-12"]


def test_summer_time_keeps_the_hours_on_the_wall(cast: Cast) -> None:
    extend(date(2027, 3, 30))
    assert spans(cast.office)[-3:] == ["22.03. 09-12", "23.03. 09-12", "30.03. 09-12"], "29.03.2027 is Easter Monday"


def test_a_closed_counter_stays_closed(cast: Cast) -> None:
    extend()
    Opening.objects.filter(calendar=cast.office, during__startswith__date=DAYS[0]).delete()
    extend(UNTIL + timedelta(days=7))
    assert spans(cast.office)[0] == "24.11. 09-12"
    assert spans(cast.office)[-1] == "08.12. 09-12"


def test_changed_rules_change_the_free_days(cast: Cast) -> None:
    extend()
    CounterSchedule.objects.filter(calendar=cast.office).update(closes=time(11))
    Calendar.objects.filter(pk=cast.office.pk).update(made_until=None)
    done = extend()
    assert (done.made, done.removed) == (4, 4)
    assert spans(cast.office)[0] == "23.11. 09-11"


def test_an_opening_with_somebody_in_it_is_not_touched(cast: Cast) -> None:
    extend()
    plan = search(wish("residence"), now=NOW).plans[0]
    operations.book(offer=plan.offer, contact=AMAL, key="a" * 20, now=NOW)
    CounterSchedule.objects.filter(calendar=cast.office).update(opens=time(13), closes=time(16))
    Calendar.objects.filter(pk=cast.office.pk).update(made_until=None)
    assert extend().kept == 1
    assert spans(cast.office)[:3] == ["23.11. 09-12", "23.11. 13-16", "24.11. 13-16"]


def test_more_hours_are_added_around_somebody(cast: Cast) -> None:
    extend()
    plan = search(wish("residence"), now=NOW).plans[0]
    operations.book(offer=plan.offer, contact=AMAL, key="a" * 20, now=NOW)
    CounterSchedule.objects.filter(calendar=cast.office).update(opens=time(8), closes=time(16))
    Calendar.objects.filter(pk=cast.office.pk).update(made_until=None)
    extend()
    assert spans(cast.office)[:4] == ["23.11. 08-09", "23.11. 09-12", "23.11. 12-16", "24.11. 08-16"]
