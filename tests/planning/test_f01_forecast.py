"""When will everybody be called? Minutes from nine; desks b1, b2 of the bank, i1 of the insurer."""

from collections import defaultdict
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from eindach.planning.forecast import Desk, Expected, Stop, forecast

B1, B2, I1 = Desk("b1", "bank", 0), Desk("b2", "bank", 0), Desk("i1", "insurer", 0)


def bank(name: str, minutes: int = 20, arrives: int = 0, **more: object) -> Stop:
    return Stop(f"{name}-bank", name, ("bank",), minutes, arrives, waits_since=arrives, **more)  # type: ignore[arg-type]


def insurer(name: str, minutes: int = 10, arrives: int = 0, **more: object) -> Stop:
    return Stop(f"{name}-ins", name, ("insurer",), minutes, arrives, waits_since=arrives, **more)  # type: ignore[arg-type]


def starts(*desks_and_stops: Desk | Stop, now: int = 0, **more: object) -> dict[str, int]:
    desks = [one for one in desks_and_stops if isinstance(one, Desk)]
    stops = [one for one in desks_and_stops if isinstance(one, Stop)]
    return {key: one.start for key, one in forecast(desks, stops, now=now, **more).items()}  # type: ignore[arg-type]


def test_one_after_the_other() -> None:
    assert starts(B1, bank("a"), bank("b", arrives=1)) == {"a-bank": 0, "b-bank": 20}


def test_two_desks_two_visitors() -> None:
    assert starts(B1, B2, bank("a"), bank("b")) == {"a-bank": 0, "b-bank": 0}


def test_nobody_is_at_two_desks() -> None:
    assert starts(B1, I1, bank("a"), insurer("a")) == {"a-bank": 0, "a-ins": 22}


def test_who_is_at_a_desk_now_comes_when_it_is_over() -> None:
    assert starts(B1, bank("a"), busy_until={"a": 12}) == {"a-bank": 14}


def test_what_comes_first_is_settled_first() -> None:
    assert starts(B1, I1, bank("a", first=("a-ins",)), insurer("a")) == {"a-ins": 0, "a-bank": 12}


def test_an_appointment_is_taken_before_who_waits_longer() -> None:
    late = bank("b", arrives=3, promised=5)
    assert starts(B1, bank("a"), late, now=3) == {"b-bank": 3, "a-bank": 23}


def test_urgent_goes_between() -> None:
    order = starts(B1, bank("a"), bank("c", arrives=1, urgent=True), bank("d", promised=2), now=1)
    assert order == {"d-bank": 1, "c-bank": 21, "a-bank": 41}


def test_who_is_not_here_yet_is_not_waited_for() -> None:
    assert starts(B1, bank("a"), bank("b", arrives=30, promised=10)) == {"a-bank": 0, "b-bank": 30}


def test_a_closed_door_calls_nobody_any_more() -> None:
    assert starts(Desk("b1", "bank", 0, closes=20), bank("a"), bank("b", arrives=1)) == {"a-bank": 0}


visitors = st.lists(st.tuples(st.integers(0, 40), st.sampled_from(["b", "i", "bi", "ib"])), min_size=1, max_size=12)


@given(visitors, st.integers(1, 3))
def test_no_desk_and_no_visitor_is_ever_doubled(people: list[tuple[int, str]], desks: int) -> None:
    stops = [
        (bank if letter == "b" else insurer)(f"v{number}", arrives=arrives)
        for number, (arrives, letters) in enumerate(people)
        for letter in letters
    ]
    found = forecast([*(Desk(f"b{n}", "bank", 0) for n in range(desks)), I1], stops, now=0)
    assert found.keys() == {one.id for one in stops}
    of_desk, of_visit = defaultdict(list), defaultdict(list)
    for stop in stops:
        assert found[stop.id].start >= stop.arrives
        of_desk[found[stop.id].desk].append(found[stop.id])
        of_visit[stop.visit].append(found[stop.id])
    assert all(_apart(spans) for spans in (*of_desk.values(), *of_visit.values()))


def _apart(spans: list[Expected]) -> bool:
    ordered = sorted(spans, key=lambda one: one.start)
    return all(one.end <= other.start for one, other in pairwise(ordered))
