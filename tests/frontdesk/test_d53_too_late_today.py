"""Who waits for what cannot be settled today any more, at an event day or as a walk-in, is asked: another day?"""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone, translation
from procrastinate.contrib.django.models import ProcrastinateJob

from eindach.booking.models import Opening
from eindach.frontdesk.desks import close_desk, open_desk, pause_desk
from eindach.frontdesk.faults import NotNow
from eindach.frontdesk.late import refresh
from eindach.frontdesk.models import EventDay, Remedy, Station, Stop, Visit
from eindach.frontdesk.remedies import decline_remedy, take_remedy
from eindach.frontdesk.returning import is_back
from eindach.frontdesk.visits import arrive, visit_token
from eindach.frontdesk.walking_in import Asked, walk_in
from tests.cast import MONDAY, NOW, at
from tests.frontdesk.day import Day, minutes, stop_of
from tests.frontdesk.event_day import NINE, Morning, set_morning, station
from tests.frontdesk.staff import PAGE, desk_of, press, sits_at

LATE = at(MONDAY, "12:45")
"""The event day ends at one; the bank takes half an hour."""


@pytest.fixture
def morning(db: None) -> Morning:
    """Nothing is open but the stations."""
    morning = set_morning()
    Opening.objects.all().delete()
    return morning


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(timezone, "now", lambda: LATE)
    yield
    translation.deactivate()


def here(morning: Morning, now: datetime = NINE) -> Visit:
    """Amal, registered for the bank, has come."""
    return arrive(morning.comes("Amal"), now=now)


def walked_in(morning: Morning) -> Visit:
    return walk_in(Asked(matters=("bank",), language="uk"), morning.house.forum, key="once", now=NINE)


def remedies(morning: Morning, now: datetime = LATE) -> list[str]:
    refresh(morning.house.forum.pk, now=now)
    return list(Remedy.objects.filter(answer="").values_list("way", flat=True))


def remedy(morning: Morning, now: datetime = LATE) -> Remedy:
    assert remedies(morning, now) == ["find-day"]
    return Remedy.objects.get(answer="")


def url(visit: Visit, part: str = "") -> str:
    return f"/en/here/{visit_token(visit.pk)}/{part}"


# Proposed, or not.


def test_who_registered_and_cannot_be_served_any_more_is_asked(morning: Morning) -> None:
    here(morning)
    assert remedies(morning) == ["find-day"]


def test_who_walked_in_is_asked_too(morning: Morning) -> None:
    walked_in(morning)
    assert remedies(morning) == ["find-day"]


def test_before_the_stations_open_nobody_is_sent_away(morning: Morning) -> None:
    here(morning, NINE - minutes(10))
    assert remedies(morning, NINE - minutes(5)) == []


def test_while_there_is_time_a_break_or_a_closed_desk_is_waited_for(morning: Morning) -> None:
    here(morning)
    desk = open_desk(counter=morning.bank.counter, user=morning.day.pk, now=NINE)
    pause_desk(desk=desk, why="meeting", back_at=None, now=NINE)
    assert remedies(morning, NINE + minutes(20)) == []
    close_desk(desk=desk, now=NINE + minutes(30))
    assert remedies(morning, NINE + minutes(40)) == []


def test_a_partner_that_does_not_come_is_over_after_a_quarter_of_an_hour(morning: Morning) -> None:
    here(morning)
    Station.objects.filter(pk=morning.bank.pk).update(absent_since=NINE)
    assert remedies(morning, NINE + minutes(14)) == []
    assert remedies(morning, NINE + minutes(15)) == ["find-day"]


def test_where_another_station_of_the_office_is_open_nothing_is_proposed(morning: Morning) -> None:
    here(morning)
    station(morning.day, 3, morning.house.bank_1, morning.house.bank, 1)
    Station.objects.filter(pk=morning.bank.pk).update(absent_since=NINE)
    assert remedies(morning, NINE + minutes(30)) == []


def test_who_is_out_for_a_while_or_not_here_is_not_asked(morning: Morning) -> None:
    Visit.objects.filter(pk=here(morning).pk).update(away_since=NINE)
    morning.comes("Olena", morning.house.insurance)
    assert remedies(morning) == []


def test_who_is_reached_in_time_is_not_asked(morning: Morning) -> None:
    here(morning)
    open_desk(counter=morning.bank.counter, user=morning.day.pk, now=NINE)
    assert remedies(morning, at(MONDAY, "10:00")) == []


def test_a_promised_time_at_a_station_that_is_over_is_proposed_anew(morning: Morning) -> None:
    visit = here(morning)
    Stop.objects.filter(visit=visit).update(planned_at=at(MONDAY, "12:30"), promised=True)
    assert remedies(morning) == ["find-day"]


def test_a_walk_in_of_any_house_is_asked_when_the_counter_has_closed(day: Day) -> None:
    visit = day.walks_in(day.bank)
    refresh(day.forum.pk, now=NINE + minutes(60))
    assert not Remedy.objects.exists()
    refresh(day.forum.pk, now=at(MONDAY, "17:30"))
    assert [one.stop.visit for one in Remedy.objects.all()] == [visit]


# Answered.


def test_a_visitor_is_asked_one_thing_at_a_time(day: Day) -> None:
    Opening.objects.all().delete()
    visit = day.walks_in(day.bank, day.insurance, now=NINE)
    for _ in range(2):
        refresh(day.forum.pk, now=LATE)
        assert Remedy.objects.filter(stop__visit=visit, answer="").count() == 1
    take_remedy(Remedy.objects.get(), now=LATE)
    refresh(day.forum.pk, now=LATE)
    assert Remedy.objects.filter(stop__visit=visit, answer="").count() == 1


def test_yes_ends_the_stop_and_leads_to_another_day(morning: Morning) -> None:
    visit, asked = here(morning), remedy(morning)
    seen = Client().get(url(visit)).content.decode()
    assert "today it will not be your turn any more" in seen
    answer = Client().post(url(visit, "other-time/"), {"remedy": asked.pk, "answer": "yes"})
    assert answer["Location"] == url(visit, "another-day/")
    stop, visit = stop_of(visit, morning.house.bank), Visit.objects.get(pk=visit.pk)
    assert (stop.status, visit.state) == ("left", "left")
    assert ProcrastinateJob.objects.filter(task_name__endswith="write_another_day").count() == 1


def test_who_still_has_something_to_do_stays(morning: Morning) -> None:
    visit = arrive(morning.comes("Amal", morning.house.bank, morning.house.insurance), now=NINE)
    Station.objects.filter(pk=morning.bank.pk).update(absent_since=NINE)
    take_remedy(remedy(morning, NINE + minutes(30)), now=NINE + minutes(30))
    assert Visit.objects.get(pk=visit.pk).state == "here"
    assert stop_of(visit, morning.house.insurance).status == "waiting"


def test_no_is_not_asked_again(morning: Morning) -> None:
    here(morning)
    decline_remedy(remedy(morning), now=LATE)
    assert remedies(morning, LATE + minutes(5)) == []


def test_answered_twice_it_counts_once(morning: Morning) -> None:
    here(morning)
    asked = remedy(morning)
    take_remedy(asked, now=LATE)
    with pytest.raises(NotNow):
        take_remedy(asked, now=LATE)


def test_who_changes_their_mind_is_back(morning: Morning) -> None:
    visit = here(morning)
    take_remedy(remedy(morning), now=LATE)
    is_back(visit, now=LATE + minutes(1))
    assert stop_of(visit, morning.house.bank).status == "waiting"


def test_at_the_counter_it_is_taken_for_them(morning: Morning) -> None:
    visit = walked_in(morning)
    client = sits_at(morning.bank.counter)
    close = desk_of(morning.bank.counter)
    pause_desk(desk=close, why="meeting", back_at=None, now=LATE)
    asked = remedy(morning)
    assert "cannot be served today any more" in client.get(PAGE).content.decode()
    press(client, "other-time", about=asked.pk)
    assert Visit.objects.get(pk=visit.pk).state == "left"


def test_a_remedy_without_a_time_is_a_day_to_be_found_and_nothing_else(morning: Morning) -> None:
    stop = stop_of(here(morning), morning.house.bank)
    with pytest.raises(IntegrityError), transaction.atomic():
        Remedy.objects.create(stop=stop, way="later", made_at=LATE)


# Where another day is.


def test_the_page_names_the_next_event_day_for_what_is_settled_there(morning: Morning) -> None:
    visit = here(morning)
    take_remedy(remedy(morning), now=LATE)
    week = timedelta(days=7)
    coming = EventDay.objects.create(
        series=morning.day.series, during=(NINE + week, at(MONDAY + week, "13:00")),
        registration_from=NOW, registration_until=NINE + timedelta(days=5),
    )  # fmt: skip
    seen = Client().get(url(visit, "another-day/")).content.decode()
    assert f"/en/events/{coming.pk}/hour/" not in seen
    station(coming, 4, morning.house.bank_1, morning.house.bank, 1)
    seen = Client().get(url(visit, "another-day/")).content.decode()
    assert f"/en/events/{coming.pk}/hour/?matters=bank&amp;people=1&amp;language=en" in seen
