"""What others want who come along counts as taken: a search plans around it."""

from datetime import UTC, datetime

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from eindach.booking.free_time import FreeTime, without
from eindach.booking.locks import Wanted
from eindach.booking.search import search
from tests.cast import DAYS, NOW, Cast, wish


def test_who_comes_along_gets_another_counter_or_another_minute(cast: Cast) -> None:
    asked, taken = wish("registration", until=DAYS[0]), []
    for _person in range(3):
        (one,) = search(asked, now=NOW, taken=taken).plans[0].appointments
        assert all(one.calendar_id != it.calendar_id or one.start >= it.end or one.end <= it.start for it in taken)
        taken.append(Wanted(one.calendar_id, one.start, one.end))


@settings(max_examples=60, deadline=None)
@given(
    gaps=st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30)), max_size=4),
    taken=st.lists(st.tuples(st.integers(0, 80), st.integers(1, 20)), max_size=4),
)
def test_free_time_beside_others_is_what_is_left_minute_by_minute(
    gaps: list[tuple[int, int]], taken: list[tuple[int, int]]
) -> None:
    starts, ends = (np.array([a for a, _b in gaps], np.int64), np.array([a + b for a, b in gaps], np.int64))
    free = FreeTime(1, frozenset(), (), starts, ends)
    wanted = [Wanted(1, _moment(a), _moment(a + b)) for a, b in taken]
    left = {minute for one in without([free], wanted) for a, b in zip(one.starts, one.ends, strict=True)
            for minute in range(a, b)}  # fmt: skip
    before = {minute for a, b in gaps for minute in range(a, a + b)}
    assert left == before - {minute for a, b in taken for minute in range(a, a + b)}


def _moment(minute: int) -> datetime:
    return datetime.fromtimestamp(minute * 60, UTC)
