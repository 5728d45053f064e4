"""Wrong input: every fault at once, each with the place where it stands."""

import copy
import json

import pytest

from eindach.planning.itinerary_format import read
from eindach.planning.reading import WrongInput, parse
from tests.planning.drawing import request
from tests.planning.wrong_input import faults_of, put

RIGHT = request("a@x ####\nb@y ####", {"a": 20, "b": 20}, after={"b": ["a"]}, between=[["x", "y", 5]])


def faults(change):
    return faults_of(read, RIGHT, change)


CASES = [
    ("/format", "eindach.itinerary-request/2", "/format: "),
    ("/timezone", "Europe/Atlantis", "/timezone: "),
    ("/timezone", "../etc/passwd", "/timezone: "),
    ("/timezone", 1, "/timezone: "),
    ("/start_every_minutes", 0, "/start_every_minutes: "),
    ("/start_every_minutes", 1441, "/start_every_minutes: "),
    ("/start_every_minutes", True, "/start_every_minutes: "),
    ("/start_every_minutes", 5.0, "/start_every_minutes: "),
    ("/start_every_minutes", "5", "/start_every_minutes: "),
    ("/travel", [], "/travel: "),
    ("/travel/changeover_minutes", -1, "/travel/changeover_minutes: "),
    ("/travel/changeover_minutes", float("nan"), "/travel/changeover_minutes: NaN"),
    ("/travel/between/0", ["x", "y"], "/travel/between/0: "),
    ("/travel/between/0/2", None, "/travel/between/0/2: "),
    ("/travel/between/-", ["y", "x", 8], "/travel/between/1: names a pair that was listed with other minutes"),
    ("/travel/between/-", ["x", "x", 7], "/travel/between/1: "),
    ("/matters", [], "/matters: "),
    ("/matters", {}, "/matters: "),
    ("/matters/0", "a", "/matters/0: "),
    ("/matters/0/id", "", "/matters/0/id: "),
    ("/matters/1/id", "a", "/matters/1/id: "),
    ("/matters/0/minutes", -20, "/matters/0/minutes: "),
    ("/matters/0/minutes", 0, "/matters/0/minutes: "),
    ("/matters/0/minutes", 10**400, "/matters/0/minutes: "),
    ("/matters/0/after", "b", "/matters/0/after: "),
    ("/matters/0/after", ["c"], "/matters/0/after/0: 'c' is unknown"),
    ("/matters/0/after", ["b"], "/matters/0/after: goes round in a circle"),
    ("/matters/0/after", ["a"], "/matters/0/after: goes round in a circle"),
    ("/matters/0/befor", [], "/matters/0/befor: is an unknown key"),
    ("/free", None, "/free: "),
    ("/free/0/matter", "c", "/free/0/matter: 'c' is unknown"),
    ("/free/0/counter", 7, "/free/0/counter: "),
    ("/free/0/until", "2027-01-11T08:00", "/free/0/until: "),
    ("/free/0/until", "2027-02-30T08:00", "/free/0/until: "),
    ("/free/0/until", "2027-01-11 08:30", "/free/0/until: "),
    ("/free/0/until", "2027-01-11T08:30Z", "/free/0/until: "),
    ("/free/0/until", "2027-01-11T08:30:00", "/free/0/until: "),
    ("/free/0/until", "٢٠٢٧-01-11T08:30", "/free/0/until: "),
    ("/free/0/until", "9999-12-31T23:59", "/free/0/until: "),
    ("/free/0/until", "2047-12-31T23:59", "/free: reaches over"),
    ("/person", None, "/person: "),
    ("/person/max_days", 0, "/person/max_days: "),
    ("/person/windows", {}, "/person/windows: "),
    ("/person/windows/-", {"from": "2027-01-11T08:00"}, "/person/windows/0/until: is missing"),
]


@pytest.mark.parametrize(("pointer", "value", "said"), CASES)
def test_a_fault_is_named_where_it_stands(pointer, value, said):
    assert [fault for fault in faults(put(pointer, value)) if fault.startswith(said)]


@pytest.mark.parametrize("name", ["format", "timezone", "start_every_minutes", "matters", "free", "person"])
def test_what_is_missing_is_named(name):
    assert any(fault.startswith(f"/{name}: is missing") for fault in faults(lambda wish: wish.pop(name)))


def test_every_fault_says_what_is_allowed():
    for pointer, value, _ in CASES:
        assert all("allowed" in fault or "needed" in fault for fault in faults(put(pointer, value)))


def test_all_faults_are_named_at_once():
    def change(wish):
        wish.update(timezone="x", start_every_minutes=-1, extra=1)
        wish["matters"][0]["minutes"] = "20"
        wish["free"][1]["matter"] = "z"

    pointers = [fault.split(":")[0] for fault in faults(change)]
    assert pointers == ["/extra", "/timezone", "/start_every_minutes", "/matters/0/minutes", "/free/1/matter"]


def test_spans_of_a_counter_do_not_overlap_for_one_matter():
    again = {**RIGHT["free"][0], "from": "2027-01-11T08:30", "until": "2027-01-11T09:30"}
    assert faults(put("/free/-", again))[0].startswith("/free/2: overlaps /free/0")


def test_a_counter_is_in_one_place_at_a_time():
    elsewhere = {**RIGHT["free"][0], "matter": "b", "location": "y"}
    assert faults(put("/free/-", elsewhere))[0].startswith("/free/2: puts counter 'a@x' elsewhere")


def test_a_counter_may_move_between_days():
    wish = copy.deepcopy(RIGHT)
    moved = {"location": "y", "from": "2027-01-12T08:00", "until": "2027-01-12T09:00"}
    wish["free"].append({**wish["free"][0], **moved})
    assert len(read(wish).counters) == 3


def test_what_may_be_left_out_has_a_natural_meaning():
    wish = copy.deepcopy(RIGHT)
    del wish["travel"], wish["person"]["windows"], wish["matters"][0]["after"]
    asked = read(wish)
    assert (asked.travel.changeover_minutes, asked.windows, asked.matters[0].after) == (0, (), ())


def test_a_key_that_stands_twice_is_named():
    text = json.dumps(RIGHT).replace('"minutes": 20', '"minutes": 20, "minutes": 30', 1)
    with pytest.raises(WrongInput, match=r"^/matters/0/minutes: stands twice"):
        read(parse(text))


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, '{"a": ' + "9" * 5000 + "}", "nul"])
def test_what_is_no_json_is_said(text):
    with pytest.raises(WrongInput, match=r"^: not readable as JSON"):
        parse(text)


@pytest.mark.parametrize("data", [None, 1, "x", [], True, float("nan")])
def test_what_is_no_object_is_said(data):
    with pytest.raises(WrongInput, match=r"^: .* is no object"):
        read(data)


def test_more_matters_than_can_be_searched_are_refused():
    many = [{"id": f"m{number}", "minutes": 10} for number in range(13)]
    assert any(fault.startswith("/matters: has 13 entries") for fault in faults(put("/matters", many)))
