"""Routes of an event day: possible, promised, and kept on the day as far as that goes."""

from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from eindach.booking.models import Counter
from eindach.frontdesk.desks import pause_desk
from eindach.frontdesk.events.absence import set_absent
from eindach.frontdesk.events.routes import (
    Closed,
    ask_for_routes,
    changes,
    promise,
    publish,
    request_of,
    solve,
    still_late,
)
from eindach.frontdesk.faults import TooLate
from eindach.frontdesk.models import EventDay, RouteDraft, Station, Step, Stop, Visit
from eindach.frontdesk.visits import arrive
from eindach.planning import timetable as timetable_engine
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


def draft_on_the_day(morning: Morning, now: datetime) -> RouteDraft:
    publish(drafted(morning), now=CLOSES)
    return drafted(morning, now=now)


def serve(stop: Stop, counter: Counter, morning: Morning) -> None:
    desk = morning.house.desk(counter)
    Stop.objects.filter(pk=stop.pk).update(status="serving", begun_at=NINE, counter=counter, desk=desk)


def test_who_came_after_the_routes_were_asked_for_keeps_their_times(morning: Morning) -> None:
    late = at(MONDAY, "10:21")
    draft = draft_on_the_day(morning, late)
    visit = arrive(Visit.objects.filter(window_start=NINE)[0], now=late)
    told = publish(draft, now=late)
    assert visit not in told
    assert not Stop.objects.filter(visit=visit, promised=False).exists()


def test_a_station_absent_since_then_takes_nobodys_time_away(morning: Morning) -> None:
    draft = draft_on_the_day(morning, CLOSES)
    station(morning.day, 3, morning.house.bank_2, morning.house.bank, 1)
    set_absent(morning.day, 1, absent=True, now=CLOSES)
    assert not any(one.is_new for one in changes(draft))


def test_times_that_are_past_are_not_promised(morning: Morning) -> None:
    draft = drafted(morning, now=NINE)
    with pytest.raises(TooLate):
        publish(draft, now=TEN)
    assert (times(), letters()) == ({}, 0)


def test_the_second_matter_at_a_desk_follows_the_first(morning: Morning) -> None:
    """The insurer has opened accounts, too."""
    morning.insurer.matters.add(morning.house.bank)
    visit = Visit.objects.filter(window_start=NINE, stops__matter=morning.house.bank).get()
    Stop.objects.filter(visit=visit).update(counter=morning.insurer.counter)
    first = Stop.objects.get(visit=arrive(visit, now=NINE), matter=morning.house.bank)
    serve(first, morning.insurer.counter, morning)
    (following,) = [one for one in changes(drafted(morning, now=NINE + minutes(10))) if one.stop.visit_id == visit.pk]
    assert following.will == NINE + minutes(first.minutes)


def test_nobody_is_sent_to_a_desk_where_a_walk_in_sits(morning: Morning) -> None:
    guest = morning.house.walks_in(morning.house.bank, now=NINE)
    served = Stop.objects.get(visit=guest)
    serve(served, morning.bank.counter, morning)
    draft = drafted(morning, now=NINE)
    bank = [one.will for one in changes(draft) if one.stop.matter == morning.house.bank and one.will]
    assert bank
    assert min(bank) >= NINE + minutes(served.minutes)
    assert guest.pk not in {one.stop.visit_id for one in changes(draft)}


def test_a_break_closes_one_place(morning: Morning) -> None:
    desk = morning.house.desk(morning.insurer.counter)
    pause_desk(desk=desk, why="break", back_at=NINE + minutes(20), now=NINE)
    (closed,) = request_of(morning.day, now=NINE)["closed"]
    assert closed == {"station": "2", "from": "09:00", "until": "09:20", "desks": 1}


def test_an_expert_who_is_late_is_late_for_the_next_routes_too(morning: Morning) -> None:
    drafted(morning, now=NINE, closed=(Closed(1, 25),))
    ask_for_routes(morning.day, closed=(Closed(2, 5),), now=NINE + minutes(10))
    job = ProcrastinateJob.objects.filter(task_name__endswith="make_routes").latest("pk")
    assert job.args["closed"] == [[2, 5], [1, 15]]
    morning.house.desk(morning.bank.counter)
    assert still_late(morning.day, now=NINE + minutes(10)) == {}


def test_who_was_called_meanwhile_stays_there(morning: Morning) -> None:
    draft = drafted(morning)
    change = changes(draft)[0]
    desk = morning.house.desk(morning.bank.counter)
    Stop.objects.filter(pk=change.stop.pk).update(status="called", desk=desk)
    assert promise(change, now=NINE, is_running=True) is False
    assert (times(), Step.objects.filter(act="moved").exists()) == ({}, False)


def test_whatever_goes_wrong_is_said(morning: Morning, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_args: object, **_more: object) -> None:
        raise AssertionError("the timetable at hand breaks the model")

    monkeypatch.setattr(timetable_engine, "timetable", breaks)
    with pytest.raises(AssertionError):
        drafted(morning)
    assert RouteDraft.objects.get().state == "failed"
