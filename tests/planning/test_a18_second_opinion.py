"""Larger requests: the engine's frontier equals that of OR-Tools CP-SAT."""

import pytest

from benchmarks.engine_instances import instance
from eindach.planning.itinerary import plan

EPOCH = 719_163
"""The ordinal of 1970-01-01."""


@pytest.mark.parametrize(("seed", "matters", "days"), [(0, 3, 8), (1, 4, 6), (2, 5, 5), (3, 6, 3)])
def test_the_frontier_is_that_of_a_constraint_solver(seed, matters, days):
    from benchmarks.engine_cpsat import frontier  # every process collects this file, one needs OR-Tools (0.6 s)

    request = instance(seed, matters, days)
    points = [
        (found.days, found.completed_on.toordinal() - EPOCH, found.minutes_on_site)
        for found in plan(request).itineraries
    ]
    assert points == frontier(request)
