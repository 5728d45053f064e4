"""Taillard's open shop instances, generated from his seeds. `python -m benchmarks.timetable_taillard [SIZE ...]`

É. Taillard, Benchmarks for basic scheduling problems, EJOR 64 (1993), 278-285: sixty instances, from 4 jobs on 4
machines to 20 on 20. Generator and seeds as OR-Library publishes them (openshop.txt). A job is a visitor, a machine a
station with one desk. `OPTIMA` are the values that the literature has proved since: from 7 × 7 on the load of the
busiest job or machine.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from time import perf_counter

from eindach.planning.timetable import Request, Station, Visit, Visitor, timetable

SEEDS = {
    4: [(1166510396, 164000672), (1624514147, 1076870026), (1116611914, 1729673136), (410579806, 1453014524),
        (1036100146, 375655500), (597897640, 322140729), (1268670769, 556009645), (307928077, 421384574),
        (667545295, 485515899), (35780816, 492238933)],
    5: [(527556884, 1343124817), (1046824493, 1973406531), (1165033492, 86711717), (476292817, 24463110),
        (1181363416, 606981348), (897739730, 513119113), (577107303, 2046387124), (1714191910, 1928475945),
        (1813128617, 2091141708), (808919936, 183753764)],
    7: [(1840686215, 1827454623), (1026771938, 1312166461), (609471574, 670843185), (1022295947, 398226875),
        (1513073047, 1250759651), (1612211197, 95606345), (435024109, 1118234860), (1760865440, 1099909092),
        (122574075, 10979313), (248031774, 1685251301)],
    10: [(1344106948, 1868311537), (425990073, 1111853152), (666128954, 1750328066), (442723456, 1369177184),
         (2033800800, 1344077538), (964467313, 1735817385), (1004528509, 967002400), (1667495107, 818777384),
         (1806968543, 1561913259), (938376228, 344628625)],
    15: [(1561423441, 1787167667), (204120997, 213027331), (801158374, 1812110433), (1502847623, 1527847153),
         (282791231, 1855451778), (1130361878, 849417380), (379464508, 944419714), (1760142791, 1955448160),
         (1993140927, 179408412), (1678386613, 1567160817)],
    20: [(957638, 9237185), (162587311, 1489531109), (965299017, 1054695706), (1158457671, 1499999517),
         (1191143707, 1530757746), (1826671743, 901609771), (1591533998, 1146547719), (937297777, 92726463),
         (687896268, 1731298717), (687034842, 684013066)],
}  # fmt: skip
"""(time seed, machine seed) by number of jobs, which is that of machines."""
LOWER_BOUNDS = {
    4: [186, 229, 262, 245, 287, 185, 197, 212, 258, 213],
    5: [295, 255, 321, 306, 321, 307, 298, 292, 349, 321],
    7: [435, 443, 468, 463, 416, 451, 422, 424, 458, 398],
    10: [637, 588, 598, 577, 640, 538, 616, 595, 595, 596],
    15: [937, 918, 871, 934, 946, 933, 891, 893, 899, 902],
    20: [1155, 1241, 1257, 1248, 1256, 1204, 1294, 1169, 1289, 1241],
}
"""The load of the busiest job or machine."""
OPTIMA = LOWER_BOUNDS | {
    4: [193, 236, 271, 250, 295, 189, 201, 217, 261, 217],
    5: [300, 262, 323, 310, 326, 312, 303, 300, 353, 326],
}
Row = dict[str, object]


def instance(size: int, number: int) -> list[list[int]]:
    """Minutes by job and machine of one instance (numbers from 0)."""
    time_seed, machine_seed = SEEDS[size][number]
    minutes, place = _uniform(time_seed), _uniform(machine_seed)
    drawn = [[minutes(1, 99) for _ in range(size)] for _ in range(size)]
    rows = []
    for operations in drawn:
        machines = list(range(size))
        for position in range(size):
            other = place(position + 1, size) - 1
            machines[position], machines[other] = machines[other], machines[position]
        rows.append([operations[machines.index(machine)] for machine in range(size)])
    return rows


def _uniform(seed: int) -> Callable[[int, int], int]:
    """Whole numbers from low to high: the generator of Bratley, Fox and Schrage (1983)."""
    state = seed

    def draw(low: int, high: int) -> int:
        nonlocal state
        state = 16807 * (state % 127773) - 2836 * (state // 127773)
        state += 2147483647 if state < 0 else 0
        return low + int(state / 2147483647 * (high - low + 1))

    return draw


def request(size: int, number: int) -> Request:
    """One instance as an event day without hours."""
    stations = tuple(Station(f"m{machine}") for machine in range(size))
    visitors = tuple(
        Visitor(f"j{job}", tuple(Visit(f"m{machine}", minutes) for machine, minutes in enumerate(row)))
        for job, row in enumerate(instance(size, number))
    )
    return Request(0, stations, visitors, start_every_minutes=1, objective="makespan")


def rows(size: int, *, seconds: float = 60.0) -> list[Row]:
    """Makespan, bound, proof and seconds of the ten instances of a size."""
    found: list[Row] = []
    for number, best in enumerate(OPTIMA[size]):
        began = perf_counter()
        answer = timetable(request(size, number), seconds=seconds)
        row: Row = {"size": size, "number": number + 1, "makespan": answer.makespan_minutes, "bound": answer.bound}
        found.append({**row, "optimum": best, "proved": answer.optimal, "seconds": perf_counter() - began})
    return found


if __name__ == "__main__":
    for wanted in map(int, sys.argv[1:] or SEEDS):
        for one in rows(wanted):
            print(*(f"{name} {value:.4g}" if name == "seconds" else f"{name} {value}" for name, value in one.items()))
