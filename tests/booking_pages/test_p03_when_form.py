"""Half days become windows; what is wrong is said for every field at once."""

from datetime import date
from zoneinfo import ZoneInfo

from django.http import QueryDict

from eindach.booking.forms import WhenForm
from eindach.booking.forms.times import ALL, HalfDay, windows

ZONE = ZoneInfo("Europe/Berlin")
TODAY = date(2026, 11, 23)


def form(**changes: list[str]) -> WhenForm:
    data = QueryDict(mutable=True)
    for name, values in (WhenForm.usual(TODAY, []) | changes).items():
        data.setlist(name, values)
    return WhenForm(data, today=TODAY, spoken=[("ar", "العربية")])


def test_what_is_filled_in_beforehand_is_a_good_answer() -> None:
    assert form().is_valid()


def test_every_half_day_means_any_time() -> None:
    assert windows(ALL, TODAY, date(2026, 12, 23), ZONE) == ()


def test_a_morning_ends_at_noon() -> None:
    [span] = windows([HalfDay.parse("tue-am")], TODAY, date(2026, 11, 28), ZONE)
    assert (span.start.isoformat(), span.end.isoformat()) == ("2026-11-24T00:00:00+01:00", "2026-11-24T12:00:00+01:00")


def test_both_halves_make_one_window_so_that_an_appointment_may_cross_noon() -> None:
    both = [HalfDay.parse("tue-am"), HalfDay.parse("tue-pm")]
    assert [span.minutes for span in windows(both, TODAY, date(2026, 11, 28), ZONE)] == [24 * 60]


def test_a_day_on_which_the_clocks_change_has_its_true_length() -> None:
    both = [HalfDay.parse("sat-pm"), HalfDay.parse("sat-am")]
    [span] = windows(both, date(2026, 10, 24), date(2026, 10, 25), ZONE)
    assert span.end.isoformat() == "2026-10-25T00:00:00+02:00"


def test_every_fault_is_said_at_once() -> None:
    wrong = form(first=["x"], last=["2020-01-01"], times=[], people=["0"], max_days=["9"], languages=["xx"])
    assert set(wrong.errors) == {"first", "last", "times", "people", "max_days", "languages"}


def test_the_last_day_must_not_be_before_the_first() -> None:
    assert "last" in form(first=["2026-12-02"], last=["2026-12-01"]).errors


def test_a_year_ahead_is_the_limit() -> None:
    assert set(form(first=["2028-01-01"], last=["2028-01-02"]).errors) == {"first", "last"}


def test_a_first_day_in_the_past_means_from_today() -> None:
    asked = form(first=["2026-11-01"])
    assert asked.is_valid()
    assert asked.wish(["bank"], ZONE).start == TODAY


def test_the_wish_carries_everything() -> None:
    asked = form(people=["3"], languages=["ar"], max_days=["1"], step_free=["on"])
    assert asked.is_valid()
    wish = asked.wish(["bank"], ZONE)
    assert (wish.people, wish.languages, wish.max_days, wish.needs) == (3, ("ar",), 1, ("step-free",))
