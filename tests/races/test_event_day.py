"""Many want the last places of an hour at once: exactly as many get one as there are, and nobody else."""

from collections import Counter
from functools import partial

import pytest
from django.db.models import Sum

from eindach.frontdesk.events.registering import AlreadyRegistered, WindowFull
from eindach.frontdesk.models import Stop, Visit
from tests.frontdesk.event_day import NINE, set_morning
from tests.races.at_once import at_once


@pytest.mark.django_db(transaction=True)
def test_the_last_places_of_an_hour_go_to_exactly_as_many() -> None:
    morning = set_morning()
    insurance = morning.house.insurance
    found = at_once([partial(morning.comes, f"Guest{n}", insurance) for n in range(10)])
    assert Counter(type(one) for one in found) == {Visit: 4, WindowFull: 6}
    minutes = Stop._base_manager.filter(visit__window_start=NINE).aggregate(Sum("minutes"))["minutes__sum"]
    assert minutes == 80


@pytest.mark.django_db(transaction=True)
def test_who_presses_twice_registers_once() -> None:
    morning = set_morning()
    found = at_once([lambda: morning.comes("Amal", morning.house.insurance) for _n in range(6)])
    assert Counter(type(one) for one in found) == {Visit: 1, AlreadyRegistered: 5}
