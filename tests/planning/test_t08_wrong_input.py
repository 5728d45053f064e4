"""Wrong input: every fault at once, each with the place where it stands."""

import copy

import pytest

from eindach.planning.reading import WrongInput
from eindach.planning.timetable import Request, Station, Visit, Visitor, timetable
from eindach.planning.timetable.day_format import read
from tests.planning.day_drawing import day
from tests.planning.wrong_input import faults_of, put

RIGHT = day(
    "ann ######## bank 20, school 10\nben ######## bank 20",
    promised=[{"visitor": "ann", "station": "bank", "start": "09:00", "state": "running", "desk": 1}],
    closed=[{"station": "school", "from": "09:00", "until": "09:10", "desks": 1}],
    now="09:05",
)


def faults(change):
    return faults_of(read, RIGHT, change)


CASES = [
    ("/format", "eindach.timetable-request/2", "/format: "),
    ("/date", "2026-02-30", "/date: "),
    ("/date", "4.12.2026", "/date: "),
    ("/date", None, "/date: "),
    ("/from", "9:00", "/from: "),
    ("/from", "24:00", "/from: "),
    ("/from", 540, "/from: "),
    ("/until", "09:00", "/until: "),
    ("/until", "13:00 ", "/until: "),
    ("/start_every_minutes", 0, "/start_every_minutes: "),
    ("/start_every_minutes", True, "/start_every_minutes: "),
    ("/changeover_minutes", -5, "/changeover_minutes: "),
    ("/changeover_minutes", float("nan"), "/changeover_minutes: NaN"),
    ("/objective", "happiness", "/objective: "),
    ("/objective", ["waiting"], "/objective: "),
    ("/stations", {}, "/stations: "),
    ("/stations/0/id", "", "/stations/0/id: "),
    ("/stations/0/id", "school", "/stations/1/id: "),
    ("/stations/0/desks", 0, "/stations/0/desks: "),
    ("/stations/0/desks", 1.5, "/stations/0/desks: "),
    ("/stations/0/colour", "red", "/stations/0/colour: is an unknown key"),
    ("/visitors", None, "/visitors: "),
    ("/visitors/1", "ben", "/visitors/1: "),
    ("/visitors/1/id", "ann", "/visitors/1/id: "),
    ("/visitors/1/arrives", "25:00", "/visitors/1/arrives: "),
    ("/visitors/1/leaves", "09:00", "/visitors/1/leaves: "),
    ("/visitors/1/visits", "bank", "/visitors/1/visits: "),
    ("/visitors/1/visits/0/station", "post", "/visitors/1/visits/0/station: "),
    ("/visitors/1/visits/0/station", 7, "/visitors/1/visits/0/station: "),
    ("/visitors/1/visits/0/minutes", 0, "/visitors/1/visits/0/minutes: "),
    ("/visitors/1/visits/0/minutes", "20", "/visitors/1/visits/0/minutes: "),
    ("/visitors/1/visits/0/minutes", 10**30, "/visitors/1/visits/0/minutes: "),
    ("/visitors/1/visits/-", {"station": "bank", "minutes": 5}, "/visitors/1/visits/1/station: "),
    ("/now", "noon", "/now: "),
    ("/promised", {}, "/promised: "),
    ("/promised/0/visitor", "cem", "/promised/0: "),
    ("/promised/0/visitor", 3, "/promised/0/visitor: "),
    ("/promised/0/start", "9", "/promised/0/start: "),
    ("/promised/0/state", "lost", "/promised/0/state: "),
    ("/promised/0/desk", 2, "/promised/0/desk: "),
    ("/promised/-", {"visitor": "ann", "station": "bank", "start": "09:30"}, "/promised/1: stands twice"),
    (
        "/promised/-",
        {"visitor": "ann", "station": "school", "start": "09:10", "state": "running"},
        "/promised/1: has the visitor at two stations at once (with /promised/0)",
    ),
    (
        "/promised/-",
        {"visitor": "ben", "station": "bank", "start": "09:10", "state": "running"},
        "/promised/1: needs more than the 1 desks of the station",
    ),
    ("/closed/0/station", "post", "/closed/0/station: "),
    ("/closed/0/until", "08:00", "/closed/0/until: "),
    ("/closed/0/desks", 0, "/closed/0/desks: "),
]


@pytest.mark.parametrize(("pointer", "value", "said"), CASES)
def test_a_fault_is_named_where_it_stands(pointer, value, said):
    assert [fault for fault in faults(put(pointer, value)) if fault.startswith(said)]


NEEDED = ["format", "date", "from", "until", "start_every_minutes", "changeover_minutes", "objective", "stations"]


@pytest.mark.parametrize("name", [*NEEDED, "visitors"])
def test_what_is_missing_is_named(name):
    assert any(fault.startswith(f"/{name}: is missing") for fault in faults(lambda request: request.pop(name)))


@pytest.mark.parametrize("name", ["id", "arrives", "leaves", "visits"])
def test_what_a_visitor_lacks_is_named(name):
    said = faults(lambda request: request["visitors"][1].pop(name))
    assert any(fault.startswith(f"/visitors/1/{name}: is missing") for fault in said)


def test_every_fault_says_what_is_allowed():
    for pointer, value, _ in CASES:
        assert all("allowed" in fault or "needed" in fault for fault in faults(put(pointer, value)))


def test_all_faults_are_named_at_once():
    def change(request):
        request.update(date="x", start_every_minutes=-1, extra=1)
        request["stations"][0]["desks"] = "1"
        request["visitors"][0]["visits"][1]["minutes"] = None

    pointers = [fault.split(":")[0] for fault in faults(change)]
    assert pointers == ["/extra", "/date", "/start_every_minutes", "/stations/0/desks", "/visitors/0/visits/1/minutes"]


def test_the_makespan_needs_no_hours():
    request = copy.deepcopy(RIGHT) | {"objective": "makespan"}
    del request["until"], request["visitors"][0]["arrives"], request["visitors"][0]["leaves"]
    assert (read(request).until, read(request).visitors[0].leaves) == (None, None)


def test_the_published_format_needs_nothing_of_the_day_itself():
    request = {name: value for name, value in RIGHT.items() if name not in ("now", "promised", "closed")}
    assert (read(request).promised, read(request).closed, read(request).now) == ((), (), None)


def test_two_visitors_never_were_at_one_desk():
    request = copy.deepcopy(RIGHT)
    request["stations"][0]["desks"] = 2
    request["promised"].append(
        {"visitor": "ben", "station": "bank", "start": "09:00", "state": "done", "desk": 1},
    )
    with pytest.raises(WrongInput, match=r"^/promised/1: has two visitors at one desk"):
        read(request)


WRONG_CALLS = {
    "two stations with one id": {"stations": (Station("bank"), Station("bank"))},
    "an unknown station": {"stations": ()},
    "a station without desks": {"stations": (Station("bank", 0),)},
    "a visit that takes no time": {"visitors": (Visitor("ann", (Visit("bank", 0),)),)},
    "without `until`": {"until": None},
}


@pytest.mark.parametrize("said", WRONG_CALLS)
def test_the_engine_refuses_what_contradicts_itself(said):
    right = {
        "start": 540,
        "until": 600,
        "stations": (Station("bank"),),
        "visitors": (Visitor("ann", (Visit("bank", 5),)),),
    }
    with pytest.raises(ValueError, match=said):
        timetable(Request(**{**right, **WRONG_CALLS[said]}))
