"""Two desks press "next" at the same moment: never the same visitor, never nobody while somebody waits."""

import uuid

import pytest

from eindach.frontdesk.calling import begin, call_next, finish
from eindach.frontdesk.desks import open_desk
from eindach.frontdesk.models import Desk, Stop
from tests.frontdesk.day import NINE, Day, set_day

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
