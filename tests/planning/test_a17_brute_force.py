"""Small requests of every kind: the engine's answer equals that of trying everything, ties included."""

from datetime import datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eindach.planning.itinerary import plan
from eindach.planning.itinerary_format import read, write
from tests.planning.brute_force import frontier

MONDAY = datetime(2027, 1, 11)
LOCATIONS = ["x", "y", "z"]


@st.composite
def requests(draw, opens, spread, spans, minutes, matters=4):
    """Requests whose free time begins `opens` minutes after midnight or up to `spread` later, for `spans` minutes."""
    names = draw(st.permutations("dbca"))[: draw(st.integers(1, matters))]
    days = draw(st.integers(1, 4))
    counters = draw(st.lists(st.sampled_from(LOCATIONS), min_size=1, max_size=4))

    def period(longest):
        start = MONDAY + timedelta(
            days=draw(st.integers(0, days - 1)), minutes=opens + 5 * draw(st.integers(0, spread // 5))
        )
        return start, start + timedelta(minutes=5 * draw(st.integers(2, longest // 5)))

    free, taken = [], {}
    for number in range(draw(st.integers(len(names), 7))):
        matter = names[number] if number < len(names) else draw(st.sampled_from(names))
        counter = draw(st.integers(0, len(counters) - 1))
        start, end = period(spans)
        if all(end <= other or until <= start for other, until in taken.setdefault((matter, counter), [])):
            taken[matter, counter].append((start, end))
            free.append((matter, counter, start, end))
    pairs = draw(st.lists(st.sampled_from([("x", "y"), ("y", "z"), ("z", "x")]), unique=True))
    windows = [period(400) for _ in range(draw(st.sampled_from([0, 0, 1, 3])))]
    return {
        "format": "eindach.itinerary-request/1",
        "timezone": "Europe/Berlin",
        "start_every_minutes": draw(st.sampled_from([10, 15, 20, 30, 7, 45])),
        "travel": {
            "changeover_minutes": draw(st.sampled_from([0, 5, 7])),
            "between": [[*pair, draw(st.sampled_from([5, 10, 25]))] for pair in pairs],
        },
        "matters": [
            {
                "id": name,
                "minutes": draw(st.sampled_from(minutes)),
                "after": [other for other in names[:number] if draw(st.integers(0, 4)) == 0],
            }
            for number, name in enumerate(names)
        ],
        "free": [
            {"matter": matter, "counter": f"c{counter}", "location": counters[counter], **_between(start, end)}
            for matter, counter, start, end in free
        ],
        "person": {"max_days": draw(st.integers(1, 4)), "windows": [_between(*window) for window in windows]},
    }


def _between(start, end):
    return {"from": start.isoformat(timespec="minutes"), "until": end.isoformat(timespec="minutes")}


def compare(request):
    answer = write(plan(read(request)))
    assert answer["itineraries"] == frontier(request)
    assert bool(answer["itineraries"]) != bool(answer["impossible"])


slow = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


@slow
@given(requests(opens=480, spread=120, spans=120, minutes=[7, 10, 15, 20, 30, 45]))
def test_by_day(request):
    compare(request)


@slow
@given(requests(opens=1320, spread=110, spans=240, minutes=[30, 60, 90, 120], matters=3))
def test_over_midnight(request):
    compare(request)
