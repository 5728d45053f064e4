"""The interface's rules, read as literally as possible: every order, every counter, every start is tried.

Shares nothing with the engine. Naive local clock times only, so for days on which the clocks are not changed.
"""

from datetime import datetime, timedelta
from itertools import pairwise


def frontier(request):
    """All points (days, completed_on, minutes_on_site) that no other beats, each with its best itinerary."""
    best = {}
    for stops in _itineraries(request, []):
        days = sorted({stop[0].date() for stop in stops})
        point = (len(days), days[-1].isoformat(), sum(_on_site(stops, day) for day in days))
        key = (_changes(stops), [(start, matter, counter) for start, _, matter, counter, _ in stops])
        if point not in best or key < best[point][0]:
            best[point] = (key, stops)
    kept = [point for point in best if not any(_beats(other, point) for other in best)]
    return [_itinerary(point, best[point][1]) for point in sorted(kept)]


def _itineraries(request, stops):
    """All possible ways, appointments in order of time."""
    done = {stop[2] for stop in stops}
    if len(done) == len(request["matters"]):
        yield stops
        return
    for matter in request["matters"]:
        if matter["id"] not in done and set(matter.get("after", [])) <= done:
            for stop in _stops(request, matter):
                if _follows(request, stops, stop):
                    yield from _itineraries(request, [*stops, stop])


def _stops(request, matter):
    """All appointments for a matter: (start, end, matter, counter, location)."""
    for free in request["free"]:
        if free["matter"] != matter["id"]:
            continue
        start, until = datetime.fromisoformat(free["from"]), datetime.fromisoformat(free["until"])
        while start < until:
            end = start + timedelta(minutes=matter["minutes"])
            clock = start.hour * 60 + start.minute
            if clock % request["start_every_minutes"] == 0 and end <= until and _in_windows(request, start, end):
                yield start, end, matter["id"], free["counter"], free["location"]
            start += timedelta(minutes=1)


def _in_windows(request, start, end):
    windows = request["person"].get("windows", [])
    return not windows or any(
        datetime.fromisoformat(window["from"]) <= start and end <= datetime.fromisoformat(window["until"])
        for window in windows
    )


def _follows(request, stops, stop):
    if not stops:
        return True
    start, (_, ended, _, _, origin) = stop[0], stops[-1]
    if len({other[0].date() for other in [*stops, stop]}) > request["person"]["max_days"] or start < ended:
        return False
    if start.date() != stops[-1][0].date():
        return True
    minutes = _travel(request, origin, stop[4])
    return minutes is not None and start >= ended + timedelta(minutes=minutes)


def _travel(request, origin, destination):
    if origin == destination:
        return request["travel"]["changeover_minutes"]
    for one, other, minutes in request["travel"]["between"]:
        if {one, other} == {origin, destination}:
            return minutes
    return None


def _on_site(stops, day):
    starts = [stop[0] for stop in stops if stop[0].date() == day]
    ends = [stop[1] for stop in stops if stop[0].date() == day]
    return int((max(ends) - min(starts)).total_seconds() // 60)


def _changes(stops):
    return sum(a[0].date() == b[0].date() and a[4] != b[4] for a, b in pairwise(stops))


def _beats(other, point):
    return other != point and all(a <= b for a, b in zip(other, point, strict=True))


def _itinerary(point, stops):
    appointments = [
        {
            "matter": matter,
            "counter": counter,
            "location": location,
            "start": start.isoformat(timespec="minutes"),
            "end": end.isoformat(timespec="minutes"),
        }
        for start, end, matter, counter, location in stops
    ]
    return {"days": point[0], "completed_on": point[1], "minutes_on_site": point[2], "appointments": appointments}
