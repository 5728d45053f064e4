"""What was changed by hand lies over the rules: it stays when they change, and is what saving said it would be."""

from datetime import date, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from hypothesis.extra.django import TestCase

from eindach.booking import operations as act
from eindach.booking.closures import change_openings, once, weekly
from eindach.booking.models import Calendar, CounterSchedule, Itinerary, Opening
from eindach.booking.openings import extend_openings
from eindach.booking.search import search
from tests.cast import AMAL, DAYS, MONDAY, NOW, ZONE, Cast, make_cast, span, wish

UNTIL = MONDAY + timedelta(days=13)
TUESDAY = DAYS[1]


def with_rule(cast: Cast) -> Cast:
    """The foreigners' office by a rule: Mondays and Tuesdays, 9 to 12."""
    Opening.objects.filter(calendar=cast.office).delete()
    rule = CounterSchedule.objects.create(
        calendar=cast.office, rrule="FREQ=WEEKLY;BYDAY=MO,TU", valid_from=date(2026, 1, 1), opens=time(9),
        closes=time(12), languages=["de", "en"],
    )  # fmt: skip
    rule.services.set(cast.office.services.all())
    extend_openings(cast.office, until=UNTIL, now=NOW)
    cast.office.refresh_from_db()
    return cast


@pytest.fixture
def ruled(cast: Cast) -> Cast:
    return with_rule(cast)


def hours(calendar: Calendar) -> list[str]:
    rows = Opening.objects.filter(calendar=calendar).order_by("during")
    local = [(row.during.lower.astimezone(ZONE), row.during.upper.astimezone(ZONE)) for row in rows]
    return [f"{start:%d.%m. %H}-{end:%H}" for start, end in local]


def rules_change(calendar: Calendar, **rule: object) -> None:
    CounterSchedule.objects.filter(calendar=calendar).update(**rule)
    Calendar.objects.filter(pk=calendar.pk).update(made_until=None)
    extend_openings(None, until=UNTIL, now=NOW)


def offered(cast: Cast) -> list[object]:
    return list(cast.office.services.values_list("pk", flat=True))


def test_a_closure_stays_when_the_rules_change(ruled: Cast) -> None:
    act.close(calendars=[ruled.office], during=span(MONDAY, "9:00", "13:00"), now=NOW)
    rules_change(ruled.office, closes=time(14))
    assert hours(ruled.office) == ["23.11. 13-14", "24.11. 09-14", "30.11. 09-14", "01.12. 09-14"]


def test_extra_hours_stay_when_the_rules_change(ruled: Cast) -> None:
    change_openings([once(ruled.office, span(DAYS[2], "15:00", "17:00"), offered(ruled), ["ar"])], now=NOW)
    rules_change(ruled.office, opens=time(10))
    assert hours(ruled.office)[2] == "25.11. 15-17"
    assert Opening.objects.get(calendar=ruled.office, languages=["ar"]).services == offered(ruled)


def test_other_hours_every_week_reach_days_that_are_made_later(ruled: Cast) -> None:
    usual, other = span(TUESDAY, "9:00", "12:00"), span(TUESDAY, "13:00", "16:00")
    change_openings(
        [weekly(ruled.office, usual, None), weekly(ruled.office, other, None, offered(ruled), ["de"])], now=NOW
    )
    extend_openings(None, until=UNTIL + timedelta(days=7), now=NOW)
    assert hours(ruled.office)[1::2] == ["24.11. 13-16", "01.12. 13-16", "08.12. 13-16"]


def test_weekly_hours_end_when_they_were_said_to(ruled: Cast) -> None:
    extra, end = span(DAYS[2], "9:00", "10:00"), span(UNTIL, "0:00", "1:00").start - timedelta(days=5)
    change_openings([weekly(ruled.office, extra, end, offered(ruled), ["de"])], now=NOW)
    assert [one for one in hours(ruled.office) if one.endswith("09-10")] == ["25.11. 09-10"]


def test_weekly_hours_rest_on_holidays(ruled: Cast) -> None:
    friday = span(date(2026, 12, 18), "9:00", "12:00")
    change_openings([weekly(ruled.office, friday, None, offered(ruled), ["de"])], now=NOW)
    extend_openings(None, until=date(2027, 1, 10), now=NOW)
    assert [one for one in hours(ruled.office) if one[:6] in ("18.12.", "25.12.", "01.01.", "08.01.")] == [
        "18.12. 09-12", "08.01. 09-12",
    ]  # fmt: skip


@pytest.fixture
def amal(ruled: Cast) -> Itinerary:
    """At the office on Monday; she speaks English."""
    found = search(wish("residence", until=MONDAY, languages=("en",)), now=NOW)
    return act.book(offer=found.plans[0].offer, contact=AMAL, key="a" * 20, now=NOW)


def test_who_needs_a_language_that_is_dropped_is_displaced(ruled: Cast, amal: Itinerary) -> None:
    only_german = once(ruled.office, span(MONDAY, "9:00", "12:00"), offered(ruled), ["de"])
    assert change_openings([only_german], now=NOW).displaced == (amal,)


def test_the_same_when_a_rule_drops_it(ruled: Cast, amal: Itinerary) -> None:
    rules_change(ruled.office, languages=["de"])
    assert amal.appointments.get().displaced_at == NOW


def test_who_does_not_care_is_spoken_to_in_another_language(ruled: Cast) -> None:
    found = search(wish("residence", until=MONDAY, languages=("en", "de")), now=NOW)
    booked = act.book(offer=found.plans[0].offer, contact=AMAL, key="a" * 20, now=NOW)
    only_german = once(ruled.office, span(MONDAY, "9:00", "12:00"), offered(ruled), ["de"])
    assert change_openings([only_german], now=NOW).displaced == ()
    assert booked.appointments.get().language == "de"


CLOCK = some.tuples(
    some.integers(0, 13), some.integers(8, 16), some.integers(1, 4), some.sampled_from(["", "de", "ar"])
)


class RulesAndChangesTests(TestCase):
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(some.lists(some.tuples(CLOCK, some.booleans()), max_size=5))
    def test_what_changes_did_is_what_rules_and_changes_say(self, made: list) -> None:
        """Openings changed one after the other are those that come out when all is made anew."""
        cast = with_rule(make_cast())
        for (day, opens, length, language), every_week in made:
            services = offered(cast) if language else []
            hours_ = span(MONDAY + timedelta(days=day), f"{opens}:00", f"{opens + length}:00")
            languages = [language] if language else []
            change = (
                weekly(cast.office, hours_, None, services, languages)
                if every_week
                else once(cast.office, hours_, services, languages)
            )
            change_openings([change], now=NOW)
        Calendar.objects.filter(pk=cast.office.pk).update(made_until=None)
        again = extend_openings(cast.office, until=UNTIL, now=NOW)
        assert (again.made, again.removed) == (0, 0)
