"""Coordinators press for the same open ends at the same moment: whoever is behind them is called once."""

from collections import Counter
from functools import partial

import pytest

from eindach.accounts.models import Person
from eindach.frontdesk.coordinating.following_up import follow_up
from eindach.frontdesk.returning import has_left
from eindach.questions.models import Enquiry
from tests.cast import MONDAY
from tests.frontdesk.day import NINE, minutes, set_day
from tests.races.at_once import at_once


@pytest.mark.django_db(transaction=True)
def test_presses_at_the_same_moment_make_one_call() -> None:
    day = set_day()
    visit = day.amal_comes()
    has_left(visit, now=NINE + minutes(30))
    Person.objects.filter(visits=visit).update(phone="+4924211234567")
    press = partial(follow_up, day.forum, MONDAY, "call", now=NINE + minutes(60))
    told = at_once([press for _n in range(6)])
    assert (sum(told, Counter()), Enquiry.objects.count()) == ({"call": 1}, 1)
