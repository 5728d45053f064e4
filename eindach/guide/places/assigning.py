"""Each to a seat of its own, so that all together cost least: the Hungarian method with potentials, row by row along
shortest augmenting paths (Kuhn 1955; Jonker and Volgenant 1987). A dozen take some milliseconds; a library for it would
stay in the memory of every process with 17 MB."""

from collections.abc import Sequence
from math import inf


def cheapest(costs: Sequence[Sequence[int]]) -> list[int]:
    """`costs[row][seat]` -> the seat of each row. At least as many seats as rows."""
    rows, seats = len(costs), len(costs[0]) if costs else 0
    # Number 0 is nobody and no seat: whoever is to be seated begins there.
    of_row, of_seat = [0.0] * (rows + 1), [0.0] * (seats + 1)
    sits = [0] * (seats + 1)
    for newcomer in range(1, rows + 1):
        sits[0], seat = newcomer, 0
        least, before, reached = [inf] * (seats + 1), [0] * (seats + 1), {0}
        while sits[seat]:  # until the nearest seat is a free one
            row = sits[seat]
            for other in range(1, seats + 1):
                beyond = costs[row - 1][other - 1] - of_row[row] - of_seat[other]
                if other not in reached and beyond < least[other]:
                    least[other], before[other] = beyond, seat
            nearest = min((one for one in range(1, seats + 1) if one not in reached), key=least.__getitem__)
            step = least[nearest]
            for other in range(seats + 1):
                if other in reached:
                    of_row[sits[other]] += step
                    of_seat[other] -= step
                else:
                    least[other] -= step
            reached.add(nearest)
            seat = nearest
        while seat:  # along the path everybody moves up, and the newcomer has a seat
            sits[seat], seat = sits[before[seat]], before[seat]
    return [seat - 1 for _, seat in sorted((row, seat) for seat, row in enumerate(sits) if seat and row)]
