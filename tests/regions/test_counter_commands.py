"""Closing and opening a counter by hand, from the command line."""

from collections.abc import Iterator
from contextlib import nullcontext
from datetime import date, timedelta

import pytest
from django.utils import timezone

from eindach.booking import operations
from eindach.booking.models import Itinerary, Opening
from eindach.booking.search import search
from eindach.config.cli import counters, main
from tests.cast import AMAL, ZONE, Cast, make_cast, opening, wish

Says = pytest.CaptureFixture[str]


def coming() -> date:
    return timezone.localdate(timezone=ZONE) + timedelta(days=7)


def at(clock: str) -> str:
    return f"{coming()}T{clock}"


@pytest.fixture
def cast(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cast]:
    """The bank in the Forum is open next week from nine to twelve; the commands use the test's database."""
    monkeypatch.setattr(counters, "django_on_database", nullcontext)
    cast = make_cast()
    Opening.objects.all().delete()
    opening(cast.forum_bank, coming(), "9:00", "12:00", ["de", "en"])
    return cast


@pytest.fixture
def booked(cast: Cast) -> Itinerary:
    return operations.book(offer=an_offer(), contact=AMAL, key="k", now=timezone.now())


def an_offer() -> str:
    return search(wish("bank", start=coming(), until=coming()), now=timezone.now()).plans[0].offer


def run(*words: str) -> int:
    """The exit status of `eindach WORDS`."""
    return main(list(words))


def hours(cast: Cast) -> list[str]:
    spans = [one.during for one in cast.forum_bank.openings.order_by("during")]
    return [f"{span.lower.astimezone(ZONE):%H:%M}-{span.upper.astimezone(ZONE):%H:%M}" for span in spans]


def key(cast: Cast) -> str:
    return cast.forum_bank.counter.key


def test_counters_are_listed_by_key(cast: Cast, capsys: Says) -> None:
    assert run("counters") == 0
    assert any(line.startswith(key(cast)) for line in capsys.readouterr().out.splitlines())


def test_closing_says_how_many_people_are_affected(cast: Cast, booked: Itinerary, capsys: Says) -> None:
    assert run("close-counter", key(cast), at("08:00"), at("12:00")) == 0
    said = capsys.readouterr().out
    assert f"Closed: {key(cast)}, {coming()} 08:00 to 12:00." in said
    assert "1 person is affected" in said
    assert booked.appointments.get().displaced_at is not None
    assert hours(cast) == []


def test_closing_free_time_affects_nobody(cast: Cast, booked: Itinerary, capsys: Says) -> None:
    assert run("close-counter", key(cast), at("11:00"), at("11:30")) == 0
    assert "Nobody is affected." in capsys.readouterr().out
    assert hours(cast) == ["09:00-11:00", "11:30-12:00"]
    assert booked.appointments.get().displaced_at is None


def test_holds_that_ended_are_told(cast: Cast, capsys: Says) -> None:
    held = operations.hold(offer=an_offer(), language="de", now=timezone.now())
    run("close-counter", key(cast), at("09:00"), at("12:00"))
    assert "still deciding: 1" in capsys.readouterr().out
    assert held.state(timezone.now()) == "expired"


def test_whom_no_mail_reaches_is_to_be_called(cast: Cast, capsys: Says) -> None:
    contact = operations.Contact("Amal Beispiel", "", "+4924211234", "de")
    booked = operations.book(offer=an_offer(), contact=contact, key="k", now=timezone.now())
    run("close-counter", key(cast), at("09:00"), at("12:00"))
    assert f"{booked.reference} is to be called on +4924211234" in capsys.readouterr().out


def test_opening_adds_what_is_not_open_and_serves_again(cast: Cast, booked: Itinerary, capsys: Says) -> None:
    run("close-counter", key(cast), at("09:00"), at("11:00"))
    assert run("open-counter", key(cast), at("08:00"), at("13:00"), "--languages", "de,ar") == 0
    assert hours(cast) == ["08:00-11:00", "11:00-12:00", "12:00-13:00"]
    assert booked.appointments.get().displaced_at is None
    first = cast.forum_bank.openings.order_by("during")[0]
    assert first.languages == ["de", "ar"]
    assert first.services == list(cast.forum_bank.services.values_list("pk", flat=True))
    assert "in de, ar." in capsys.readouterr().out


def test_opening_speaks_the_usual_languages_unless_told(cast: Cast) -> None:
    run("open-counter", key(cast), at("13:00"), at("14:00"))
    assert cast.forum_bank.openings.order_by("-during")[0].languages == ["de", "en"]


def test_what_is_open_already_is_not_opened_twice(cast: Cast, capsys: Says) -> None:
    assert run("open-counter", key(cast), at("09:30"), at("11:00")) == 2
    assert "open already" in capsys.readouterr().err
    assert hours(cast) == ["09:00-12:00"]


def test_every_fault_is_said_at_once(cast: Cast, capsys: Says) -> None:
    assert run("open-counter", "forum-bonk", "tomorrow", "2020-01-01T09:00", "--languages", "de,tlh") == 2
    said = capsys.readouterr().err.splitlines()
    assert [line.split(":")[0] for line in said] == ["COUNTER", "FROM", "UNTIL", "--languages"]
    assert run("close-counter", key(cast), at("12:00"), at("09:00")) == 2
    assert "UNTIL: " in capsys.readouterr().err
    assert hours(cast) == ["09:00-12:00"]


def test_who_sits_at_the_counter_is_not_sent_away(
    cast: Cast, booked: Itinerary, monkeypatch: pytest.MonkeyPatch
) -> None:
    span, asked = booked.appointments.get().during, (at("09:00"), at("12:00"))
    monkeypatch.setattr(timezone, "now", lambda: span.lower + timedelta(minutes=3))
    assert run("close-counter", key(cast), *asked) == 0
    assert booked.appointments.get().displaced_at is None
    assert hours(cast) == [f"09:00-{span.upper.astimezone(ZONE):%H:%M}"]
