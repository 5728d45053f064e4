"""Small event days of every kind: possible, worth what it says, and as good as the best of everything."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eindach.planning.timetable import timetable
from eindach.planning.timetable.day_format import read, write
from tests.planning.day_checker import best, broken, worth

STATIONS = ["bank", "school", "town"]


def clock(minute):
    return f"{minute // 60:02}:{minute % 60:02}"


@st.composite
def days(draw, objective):
    """Up to three visitors and three stations in an hour that is often too short for all of it."""
    step, opens = draw(st.sampled_from([5, 7, 10, 15])), 540 + draw(st.integers(0, 4))
    until = opens + draw(st.integers(30, 60))
    stations = [{"id": name, "desks": draw(st.integers(1, 2))} for name in STATIONS]
    visitors = []
    for name in ["ann", "ben", "cem"][: draw(st.integers(1, 3))]:
        wanted = draw(st.permutations(STATIONS))[: draw(st.integers(1, 2))]
        arrives = opens - 5 + draw(st.integers(0, 20))
        visitors.append(
            {
                "id": name,
                "arrives": clock(arrives),
                "leaves": clock(min(until, arrives + draw(st.integers(15, 60)))),
                "visits": [
                    {"station": station, "minutes": draw(st.sampled_from([5, 10, 12, 20]))} for station in wanted
                ],
            }
        )
    promised = [
        {"visitor": visitor["id"], "station": visit["station"], "start": clock(opens + draw(st.integers(0, 30)))}
        for visitor in visitors
        for visit in visitor["visits"]
        if draw(st.integers(0, 2)) == 0
    ]
    closed = []
    for station in draw(st.lists(st.sampled_from(stations), unique_by=lambda station: station["id"], max_size=2)):
        start = opens + draw(st.integers(-10, 40))
        period = {"from": clock(start), "until": clock(start + draw(st.integers(1, 25)))}
        closed.append({"station": station["id"], **period, "desks": draw(st.integers(1, station["desks"]))})
    request = {
        "format": "eindach.timetable-request/1",
        "date": "2026-12-04",
        "from": clock(opens),
        "until": clock(until),
        "start_every_minutes": step,
        "changeover_minutes": draw(st.sampled_from([0, 5, 6])),
        "objective": objective,
        "stations": stations,
        "visitors": visitors,
    }
    return {**request, "promised": promised, "closed": closed}


def compare(request):
    asked = read(request)
    answer = write(asked, timetable(asked, seconds=10, workers=1))
    assert broken(request, answer) == []
    assert worth(request, answer) == best(request)
    minutes = answer["objective"]["waiting_minutes" if request["objective"] == "waiting" else "makespan_minutes"]
    assert (answer["optimal"], answer["bound"], worth(request, answer)[2]) == (True, minutes, minutes)


slow = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


@slow
@given(days("waiting"))
def test_waiting(request):
    compare(request)


@slow
@given(days("makespan"))
def test_makespan(request):
    compare(request)
