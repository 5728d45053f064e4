"""Routes of an event day: possible, promised, and kept on the day as far as that goes."""

from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from eindach.frontdesk.events.routes import (
    Closed,
    ask_for_routes,
    changes,
    publish,
    request_of,
    set_absent,
    solve,
)
from eindach.frontdesk.models import EventDay, RouteDraft, Station, Step, Stop, Visit
from eindach.frontdesk.visits import arrive
from tests.cast import MONDAY, NOW, at
from tests.frontdesk.day import minutes
from tests.frontdesk.event_day import CLOSES, NINE, TEN, Morning, set_morning, station
from tests.planning.day_checker import broken


@pytest.fixture
def morning(db: None) -> Morning:
    """Four people: two in each of two hours."""
    morning = set_morning()
    both = morning.house.bank, morning.house.insurance
    for name, start in (("Amal", NINE), ("Olena", TEN)):
        morning.comes(name, *both, start=start)
        morning.comes(f"{name}s friend", morning.house.insurance, start=start)
    return morning


def drafted(morning: Morning, now: datetime = CLOSES, closed: tuple[Closed, ...] = ()) -> RouteDraft:
    draft = ask_for_routes(morning.day, closed=closed, now=now)
    return solve(draft, closed=closed, now=now, seconds=3)


def times() -> dict[Any, datetime | None]:
    return {one.pk: one.planned_at for one in Stop.objects.filter(promised=True)}


def letters() -> int:
    return ProcrastinateJob.objects.filter(task_name__endswith="write_event_letter", args__kind="route").count()


def test_the_job_makes_a_draft_that_is_possible_and_proved(morning: Morning) -> None:
    draft = drafted(morning)
    assert (draft.state, draft.fault) == ("done", "")
    assert broken(request_of(morning.day, now=CLOSES), draft.answer) == []  # type: ignore[no-untyped-call]
    assert draft.answer is not None
    assert (draft.answer["objective"]["served"], draft.answer["optimal"]) == (6, True)


def test_nobody_is_told_before_it_is_published(morning: Morning) -> None:
    draft = drafted(morning)
    assert (times(), letters()) == ({}, 0)
    assert [one.is_new for one in changes(draft)] == [True] * 6


def test_publishing_promises_the_times_and_tells_each_once(morning: Morning) -> None:
    draft = drafted(morning)
    assert len(publish(draft, now=CLOSES)) == 4
    assert publish(draft, now=CLOSES) == []
    assert (len(times()), letters()) == (6, 4)
    assert EventDay.objects.get().planned_at == CLOSES


def test_everybody_begins_in_their_hour_or_later(morning: Morning) -> None:
    publish(drafted(morning), now=CLOSES)
    for stop in Stop.objects.select_related("visit"):
        assert stop.planned_at is not None
        assert stop.visit.window_start is not None
        assert stop.planned_at >= stop.visit.window_start


def test_who_waits_or_cancelled_has_no_route(morning: Morning) -> None:
    Visit.objects.filter(window_start=TEN).update(cancelled_at=NOW)
    morning.comes("Robin", morning.house.bank, waits=True)
    assert len(request_of(morning.day, now=CLOSES)["visitors"]) == 2


def test_making_them_again_changes_nothing_and_tells_nobody(morning: Morning) -> None:
    publish(drafted(morning), now=CLOSES)
    before = times()
    assert publish(drafted(morning), now=CLOSES) == []
    assert times() == before


def test_an_expert_who_is_late_moves_only_who_must_be_moved(morning: Morning) -> None:
    publish(drafted(morning), now=CLOSES)
    before = times()
    for visit in Visit.objects.all():
        arrive(visit, now=NINE)
    draft = drafted(morning, now=NINE, closed=(Closed(1, 25),))
    publish(draft, now=NINE)
    moved = {pk for pk, told in times().items() if told != before[pk]}
    ten = set(Stop.objects.filter(visit__window_start=TEN, counter=morning.bank.counter).values_list("pk", flat=True))
    assert not moved & ten
    bank = Stop.objects.get(visit__window_start=NINE, counter=morning.bank.counter)
    assert bank.planned_at is not None
    assert bank.planned_at >= NINE + minutes(25)
    assert Step.objects.filter(act="moved").count() == len(moved)


def test_what_runs_stays_as_it_is(morning: Morning) -> None:
    publish(drafted(morning), now=CLOSES)
    visit = Visit.objects.filter(window_start=NINE).order_by("pk")[0]
    arrive(visit, now=NINE)
    stop = Stop.objects.filter(visit=visit)[0]
    desk = morning.house.desk(Station.objects.get(counter=stop.counter).counter)
    Stop.objects.filter(pk=stop.pk).update(status="serving", begun_at=NINE, desk=desk)
    later = NINE + minutes(10)
    draft = drafted(morning, now=later)
    assert draft.state == "done"
    request = request_of(morning.day, now=later)
    assert [one["state"] for one in request["promised"] if "state" in one] == ["running"]
    assert broken(request, draft.answer) == []  # type: ignore[no-untyped-call]


def test_a_bank_that_does_not_come_is_replaced_by_another_one(morning: Morning) -> None:
    publish(drafted(morning), now=CLOSES)
    other = station(morning.day, 3, morning.house.bank_2, morning.house.bank, 1)
    set_absent(morning.day, 1, absent=True, now=NINE)
    publish(drafted(morning, now=NINE), now=NINE)
    assert set(Stop.objects.filter(matter=morning.house.bank).values_list("counter", flat=True)) == {other.counter_id}


def test_without_another_one_it_is_said_who_has_no_place(morning: Morning) -> None:
    publish(drafted(morning), now=CLOSES)
    set_absent(morning.day, 1, absent=True, now=NOW)
    draft = drafted(morning)
    assert draft.answer is not None
    assert {one["station"] for one in draft.answer["unserved"]} == {"1"}
    publish(draft, now=CLOSES)
    assert not Stop.objects.filter(matter=morning.house.bank, promised=True).exists()


def test_who_did_not_come_is_not_waited_for(morning: Morning) -> None:
    publish(drafted(morning), now=CLOSES)
    late = at(MONDAY, "10:20")
    assert len(request_of(morning.day, now=late)["visitors"]) == 2


def test_routes_are_made_before_the_letters_that_wait(morning: Morning) -> None:
    ask_for_routes(morning.day, now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name FROM procrastinate_fetch_job_v2(NULL, NULL)")  # what a worker takes next
        assert cursor.fetchone() == ("eindach.frontdesk.jobs.make_routes",)
