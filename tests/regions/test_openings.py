"""Openings are made of the rules of counters; whoever they no longer cover is found."""

from datetime import date, datetime, time, timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from eindach.booking import operations
from eindach.booking.models import Calendar, CounterSchedule, Itinerary, Opening
from eindach.booking.openings import Extended, extend_openings
from eindach.booking.queries import open_proposal, proposed
from eindach.booking.search import search
from eindach.directory.models import ScheduleException
from tests.cast import AMAL, DAYS, MONDAY, NOW, ZONE, Cast, make_cast, opening, wish

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
    assert extend() == Extended(made=0, removed=0)
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


@pytest.fixture
def booked(cast: Cast) -> Itinerary:
    """Somebody at the office on the first Monday at nine."""
    extend()
    plan = search(wish("residence"), now=NOW).plans[0]
    return operations.book(offer=plan.offer, contact=AMAL, key="a" * 20, now=NOW)


def change(calendar: Calendar, *, until: date = UNTIL, now: datetime = NOW, **rule: object) -> Extended:
    """Other rules for a calendar, and its openings anew."""
    CounterSchedule.objects.filter(calendar=calendar).update(**rule)
    Calendar.objects.filter(pk=calendar.pk).update(made_until=None)
    return extend_openings(None, until=until, now=now)


def displaced(itinerary: Itinerary) -> list[bool]:
    return [one.displaced_at is not None for one in itinerary.appointments.all()]


def jobs() -> list[str]:
    return [job.args["itinerary"] for job in ProcrastinateJob.objects.filter(task_name__endswith="recoordinate")]


def test_whom_changed_hours_no_longer_cover_is_displaced_and_gets_a_new_plan(cast: Cast, booked: Itinerary) -> None:
    done = change(cast.office, opens=time(13), closes=time(16))
    assert done.displaced == (booked,)
    assert displaced(booked) == [True]
    assert jobs() == [str(booked.pk)]
    assert spans(cast.office)[:2] == ["23.11. 13-16", "24.11. 13-16"]
    operations.propose(itinerary=booked, cause="closure", now=NOW)
    proposal = open_proposal(booked)
    assert proposal is not None
    assert proposed(proposal).appointments[0].start.hour >= 13


def test_whom_changed_hours_still_cover_stays(cast: Cast, booked: Itinerary) -> None:
    assert change(cast.office, closes=time(11)).displaced == ()
    assert displaced(booked) == [False]
    assert jobs() == []
    assert spans(cast.office)[0] == "23.11. 09-11"
    assert search(wish("residence"), now=NOW).plans[0].appointments[0].start > booked.appointments.get().during.lower


def test_more_hours_are_open_beside_somebody(cast: Cast, booked: Itinerary) -> None:
    change(cast.office, opens=time(8), closes=time(16))
    assert spans(cast.office)[:2] == ["23.11. 08-16", "24.11. 08-16"]
    taken = booked.appointments.get().during
    found = search(wish("residence"), now=NOW).plans[0].appointments[0]
    assert not (found.start < taken.upper and taken.lower < found.end)


def test_a_service_that_is_no_longer_served_displaces(cast: Cast, booked: Itinerary) -> None:
    rule = CounterSchedule.objects.get(calendar=cast.office)
    rule.services.set(cast.forum_bank.services.all())
    assert change(cast.office).displaced == (booked,)


def test_a_hold_outside_the_changed_hours_ends(cast: Cast) -> None:
    extend()
    held = operations.hold(offer=search(wish("residence"), now=NOW).plans[0].offer, language="de", now=NOW)
    done = change(cast.office, opens=time(13), closes=time(16))
    assert (done.displaced, done.holds_ended) == ((), 1)
    assert held.state(NOW) == "expired"


def test_a_rule_that_is_gone_displaces_beyond_the_days_asked_for(cast: Cast, booked: Itinerary) -> None:
    CounterSchedule.objects.filter(calendar=cast.office).delete()
    assert change(cast.office, until=DAYS[0] - timedelta(days=1)).displaced == (booked,)
    assert spans(cast.office) == []
    assert search(wish("residence"), now=NOW).plans == ()


def test_what_has_begun_goes_on(cast: Cast, booked: Itinerary) -> None:
    begun = booked.appointments.get().during.lower + timedelta(minutes=5)
    assert change(cast.office, opens=time(13), closes=time(16), now=begun).displaced == ()
    assert displaced(booked) == [False]


def test_hours_that_come_back_serve_the_displaced_as_booked(cast: Cast, booked: Itinerary) -> None:
    change(cast.office, opens=time(13), closes=time(16))
    assert change(cast.office, opens=time(9), closes=time(12)).displaced == ()
    assert displaced(booked) == [False]


def test_changed_rules_change_all_days_that_had_been_made(cast: Cast) -> None:
    extend()
    change(cast.office, until=DAYS[0], closes=time(11))
    assert spans(cast.office) == ["23.11. 09-11", "24.11. 09-11", "30.11. 09-11", "01.12. 09-11"]
    assert extend().removed == 0


def test_a_lapse_of_the_nightly_run_takes_no_extra_hours_away(cast: Cast) -> None:
    extend(DAYS[0])
    opening(cast.office, DAYS[1], "13:00", "15:00", ["de"])
    later = NOW + timedelta(days=3)
    assert extend_openings(None, until=UNTIL, now=later).removed == 0
    assert "24.11. 13-15" in spans(cast.office)
