"""Seats by the Hungarian method: never dearer than the best of all ways to sit."""

from itertools import permutations
from random import Random

import pytest

from eindach.guide.places.assigning import cheapest


@pytest.mark.parametrize(("rows", "seats", "dearest"), [(0, 0, 9), (1, 3, 9), (4, 4, 2), (4, 6, 100), (5, 6, 10_000)])
def test_no_other_way_to_sit_costs_less(rows: int, seats: int, dearest: int) -> None:
    random = Random(rows * seats)
    for _ in range(5):
        costs = [[random.randint(0, dearest) for _ in range(seats)] for _ in range(rows)]
        found = cheapest(costs)
        assert len(set(found)) == len(found) == rows
        every = permutations(range(seats), rows)
        assert sum(costs[row][seat] for row, seat in enumerate(found)) == min(
            sum(costs[row][seat] for row, seat in enumerate(one)) for one in every
        )
