"""Two desks press "next" at the same moment: never the same visitor, never nobody while somebody waits."""

import uuid
from functools import partial

import pytest

from eindach.frontdesk.calling import begin, call_next, finish, pass_on
from eindach.frontdesk.desks import at_desk, close_desk, open_desk, pause_desk
from eindach.frontdesk.late import refresh
from eindach.frontdesk.models import Desk, Remedy, Stop
from tests.frontdesk.day import NINE, Day, set_day
from tests.frontdesk.test_d32_running_late import Little, clock

from .at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 100


@pytest.fixture
def desks(db: None) -> tuple[Day, list[Desk]]:
    day = set_day()
    counters = (day.bank_1, day.bank_2)
    return day, [open_desk(counter=one, user=uuid.uuid4(), now=NINE) for one in counters]


def test_two_hundred_times_next_at_once_never_the_same(desks: tuple[Day, list[Desk]]) -> None:
    day, two = desks
    seen = []
    for _round in range(ROUNDS):
        day.walks_in(day.bank), day.walks_in(day.bank)
        called = at_once([lambda desk=desk: call_next(desk=desk, now=NINE) for desk in two])
        assert all(isinstance(one, Stop) for one in called), called
        seen += [one.pk for one in called]
        for desk in two:
            begin(desk=desk, now=NINE)
            finish(desk=desk, outcome="settled", now=NINE)
    assert len(set(seen)) == len(seen) == 2 * ROUNDS


def test_of_two_who_press_for_one_visitor_one_is_told_that_nobody_waits(desks: tuple[Day, list[Desk]]) -> None:
    day, two = desks
    visit = day.walks_in(day.bank)
    called = at_once([lambda desk=desk: call_next(desk=desk, now=NINE) for desk in two])
    assert sorted(str(one.visit_id) for one in called if one) == [str(visit.pk)]


def test_passed_on_twice_at_once_is_one_stop(desks: tuple[Day, list[Desk]]) -> None:
    day, (desk, _other) = desks
    visit, service = day.walks_in(day.bank), day.insurance.services.get()
    call_next(desk=desk, now=NINE)
    begin(desk=desk, now=NINE)
    to = {"matter": day.insurance, "service": service, "to": service.organization, "word": ""}
    done = at_once([lambda: pass_on(desk=desk, now=NINE, **to)] * 4)
    assert sorted(type(one).__name__ for one in done) == ["NotNow"] * 3 + ["Stop"]
    assert Stop.objects.filter(visit=visit, status="waiting").count() == 1


@pytest.mark.parametrize("act", [close_desk, partial(pause_desk, why="break", back_at=None)])
def test_nobody_is_called_to_a_desk_that_closes_at_this_moment(desks: tuple[Day, list[Desk]], act) -> None:
    day, (desk, _other) = desks
    for _round in range(10):
        day.walks_in(day.bank)
        at_once([lambda: call_next(desk=desk, now=NINE), lambda: act(desk=desk, now=NINE)])
        row = Desk.objects.get(pk=desk.pk)
        assert not (at_desk(row) and (row.closed_at or row.paused_at))
        Stop.objects.filter(desk=desk).update(status="waiting", desk=None)
        Desk.objects.filter(pk=desk.pk).update(closed_at=None, paused_at=None, paused_for="")


def test_proposals_are_made_once_however_many_look_at_once() -> None:
    day = set_day()
    little = Little(day)
    little.sits_until("9:25")
    assert at_once([lambda: refresh(day.forum.pk, now=clock("9:30"))] * 4) == [None] * 4
    assert Remedy.objects.filter(stop=little.stop).count() == 1
