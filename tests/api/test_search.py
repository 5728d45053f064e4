"""POST itineraries/search: the answer, and every fault at once."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from tests.api.conftest import Post, coming, pointers
from tests.cast import Cast

Search = Callable[..., dict[str, Any]]
AMALS_DAY = 7


def test_a_search_gives_coordinated_appointments(search: Search) -> None:
    best = search()["itineraries"][0]
    assert best["days"] == 1
    assert best["completed_on"] == str(coming(AMALS_DAY))
    assert [one["matter"] for one in best["appointments"]] == ["registration", "bank"]
    assert best["legs"][0]["minutes"] > 0


def test_an_appointment_says_who_where_and_when(search: Search) -> None:
    first = search()["itineraries"][0]["appointments"][0]
    assert first["address"] == "Musterstraße 1, 52349 Musterstadt"
    assert first["organization"] == "Stadt"
    assert datetime.fromisoformat(first["start"]).utcoffset() in (timedelta(hours=1), timedelta(hours=2))
    assert datetime.fromisoformat(first["end"]) - datetime.fromisoformat(first["start"]) == timedelta(minutes=20)


def test_windows_are_local_times_or_have_an_offset(search: Search) -> None:
    day = coming(8)
    for window in (
        {"from": f"{day}T10:00", "until": f"{day}T12:00"},
        {"from": f"{day}T00:00Z", "until": f"{day}T23:00+01:00"},
    ):
        best = search(windows=[window])["itineraries"][0]
        assert {one["start"][:10] for one in best["appointments"]} == {str(day)}


def test_the_reason_why_nothing_is_possible_is_in_the_language_asked_for(cast: Cast, client: Client) -> None:
    asked = {"matters": ["bank"], "until": str(coming(3))}
    answers = [
        client.post(f"/api/v1/itineraries/search?lang={lang}", asked, content_type="application/json").json()
        for lang in ("de", "en")
    ]
    assert [answer["itineraries"] for answer in answers] == [[], []]
    assert answers[0]["impossible"][0]["reason"] == "no-free-span"
    assert answers[0]["impossible"][0]["matters"] == ["bank"]
    assert "Bank" in answers[1]["impossible"][0]["message"]


def test_every_fault_is_named_at_once(cast: Cast, post: Post) -> None:
    body = {
        "matters": ["registration", "party"],
        "from": "2026-13-01",
        "until": "9999-12-31",
        "windows": [{"from": "2027-01-11T12:00", "until": "2027-01-11T09:00"}, {"from": 7}],
        "people": 0,
        "languages": ["de", "xx"],
        "max_days": True,
        "needs": ["sauna"],
        "colour": "red",
    }
    answer = post("itineraries/search", body)
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    found = pointers(answer)
    expected = {"/matters", "/from", "/until", "/people", "/languages/1", "/max_days", "/needs", "/colour"}
    assert expected | {"/windows/1/from", "/windows/1/until"} <= set(found)
    assert "registration" in found["/matters"]
    assert "max_days" in found["/colour"]


def test_an_empty_window_is_named_with_the_other_faults(cast: Cast, post: Post) -> None:
    window = {"from": "2027-01-11T12:00", "until": "2027-01-11T09:00"}
    answer = post("itineraries/search", {"matters": ["party"], "windows": [window]})
    assert set(pointers(answer)) == {"/windows/0", "/matters"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("matters", []),
        ("matters", ["bank"] * 2),
        ("matters", [f"m{n}" for n in range(11)]),
        ("matters", "bank"),
        ("matters", None),
        ("matters", [None]),
        ("until", "2020-01-01"),
        ("from", 1),
        ("from", 1.5),
        ("from", "2026-W40-1"),
        ("people", 10**30),
        ("people", "1"),
        ("people", 1.0),
        ("windows", {}),
        ("windows", [[]]),
        ("windows", [{"from": "0001-01-01T00:00+14:00", "until": "9999-12-31T23:59-12:00"}]),
        ("languages", [["de"]]),
        ("needs", {"step-free": True}),
    ],
)
def test_a_value_that_cannot_be_is_refused_with_its_place(cast: Cast, post: Post, field: str, value: Any) -> None:
    answer = post("itineraries/search", {"matters": ["bank"], field: value})
    assert answer.status_code == 422
    assert all(pointer.startswith(f"/{field}") for pointer in pointers(answer))


def test_a_year_ahead_is_far_enough(cast: Cast, post: Post) -> None:
    answer = post("itineraries/search", {"matters": ["bank"], "from": str(coming(400)), "until": str(coming(410))})
    assert set(pointers(answer)) == {"/from", "/until"}


def test_a_last_day_that_was_not_said_is_never_too_far(cast: Cast, post: Post) -> None:
    for start in (str(coming(360)), "2020-01-01", "2000-02-29"):
        assert post("itineraries/search", {"matters": ["bank"], "from": start}).status_code == 200
    too_far = post("itineraries/search", {"matters": ["bank"], "from": "9999-12-31"})
    assert set(pointers(too_far)) == {"/from"}


@pytest.mark.parametrize("name", ["a/b", "~", "", "/", "from ", "start", "__class__", "ü" * 300])
def test_a_field_of_any_name_is_refused_with_its_place(cast: Cast, post: Post, name: str) -> None:
    answer = post("itineraries/search", {"matters": ["bank"], name: 1})
    assert answer.status_code == 422
    assert list(pointers(answer)) == ["/" + name.replace("~", "~0").replace("/", "~1")]
