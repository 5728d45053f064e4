"""Many clients at once: no place is booked twice, and nobody is refused while one is free. Small; `make benchmark` runs
the same mixes large. What counts as a false refusal: benchmarks/race/__init__.py."""

import time
from typing import Any

import pytest

from benchmarks.race.client import Attempt, Occupation, Record
from benchmarks.race.ground import Ground, Spot, lay
from benchmarks.race.mixes import MIXES, Mix
from benchmarks.race.running import FIRST, race
from benchmarks.race.verdict import false_refusals, judge
from eindach.booking import taking

pytestmark = pytest.mark.django_db(transaction=True)
BY_NAME = {mix.name: mix for mix in MIXES}


@pytest.fixture
def wide_window(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between looking and writing everybody waits: without locks all would have looked before one writes."""
    look = taking._require_free

    def look_and_wait(*arguments: Any) -> None:
        look(*arguments)
        time.sleep(0.01)

    monkeypatch.setattr(taking, "_require_free", look_and_wait)


@pytest.mark.parametrize("mix", MIXES, ids=lambda mix: mix.name)
def test_eight_clients_never_double_book_and_are_never_refused_falsely(mix: Mix) -> None:
    verdict = race(mix, attempts=120, threads=8)
    assert verdict.clean, verdict
    assert verdict.won


def test_of_all_who_want_one_place_one_gets_it(wide_window: None) -> None:
    verdict = race(BY_NAME["one place"], attempts=80, threads=8)
    assert verdict.clean, verdict
    assert verdict.won == 10
    assert verdict.refused == 70


def test_equal_counters_are_filled_to_the_last(wide_window: None) -> None:
    verdict = race(BY_NAME["hot hour"], attempts=120, threads=8)
    assert verdict.clean, verdict


def test_own_places_in_shared_openings_are_never_refused(wide_window: None) -> None:
    verdict = race(BY_NAME["disjoint places"], attempts=80, threads=8)
    assert verdict.clean, verdict
    assert verdict.won == verdict.attempts


# The judge itself: a check that cannot fail proves nothing.


@pytest.fixture
def ground() -> Ground:
    return lay(desks=1, counters=2, days=1, first=FIRST, name="judged")


def _refused(begun: float, ended: float) -> Attempt:
    return Attempt("book", (Spot(0, 0),), begun, ended, "refused")


def test_the_judge_sees_a_refusal_while_a_counter_was_free(ground: Ground) -> None:
    record = Record([_refused(1.0, 2.0)], [Occupation(Spot(0, 0), 0.5)])
    assert len(false_refusals(ground, [record])) == 1


def test_the_judge_accepts_a_refusal_while_both_may_have_been_taken(ground: Ground) -> None:
    record = Record([_refused(1.0, 2.0)], [Occupation(Spot(0, 0), 0.5), Occupation(Spot(0, 0), 1.9)])
    assert not false_refusals(ground, [record])


def test_what_was_given_back_before_or_taken_later_does_not_count(ground: Ground) -> None:
    record = Record([_refused(1.0, 2.0)], [Occupation(Spot(0, 0), 0.1, 0.9), Occupation(Spot(0, 0), 2.1)])
    assert len(false_refusals(ground, [record])) == 1


def test_an_error_counts_as_a_false_rejection(ground: Ground) -> None:
    record = Record([Attempt("book", (Spot(0, 0),), 1.0, 2.0, "OperationalError: gone")])
    assert judge(ground, [record]).false_rejections == 1


def test_a_booking_that_is_not_in_the_database_is_seen(ground: Ground) -> None:
    record = Record([Attempt("book", (Spot(0, 0),), 1.0, 2.0, "won")], kept=1)
    assert judge(ground, [record]).lost == 1
