"""Whatever is done, in whatever order: no overlap, and `free` is what the openings minus the live rows say."""

import contextlib
from datetime import timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from eindach.booking import operations as act
from eindach.booking.models import Itinerary
from eindach.booking.search import search
from tests.cast import AMAL, DAYS, NOW, OLENA, make_cast, span, wish

WRONG_FREE = """
SELECT count(*) FROM booking_opening o WHERE o.free IS DISTINCT FROM tstzmultirange(o.during) - coalesce(
    (SELECT range_agg(a.during) FROM booking_appointment a
     WHERE a.calendar_id = o.calendar_id AND a.status IN ('held', 'booked', 'arrived', 'checked-in')
       AND a.during && o.during), '{}')
"""
OVERLAPS = """
SELECT count(*) FROM booking_appointment a JOIN booking_appointment b
ON a.id < b.id AND a.live AND b.live AND a.during && b.during
AND (a.calendar_id = b.calendar_id OR a.person_id = b.person_id)
"""
REFUSALS = (act.SlotTaken, act.AlreadyBooked, act.NotChangeable)


def count(query: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]


class Days(RuleBasedStateMachine):
    """People search, hold, book, move, cancel; counters close and open; the clock goes on."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.keys = iter(range(10_000))

    @initialize()
    def open_the_house(self) -> None:
        for table in ("booking_proposal", "booking_itinerary", "booking_counter", "directory_region", "guide_matter"):
            with connection.cursor() as cursor:
                cursor.execute(f"TRUNCATE {table} CASCADE")
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE directory_organization, directory_location, guide_topic CASCADE")
        self.cast = make_cast()

    def offers(self, matters: tuple[str, ...], **more: object) -> list[str]:
        return [plan.offer for plan in search(wish(*matters), now=self.now, **more).plans]

    matters = st.sampled_from([("bank",), ("registration",), ("registration", "bank"), ("bank", "residence")])

    @rule(matters=matters, contact=st.sampled_from([AMAL, OLENA]))
    def book(self, matters, contact) -> None:
        for offer in self.offers(matters)[:1]:
            self.attempt(act.book, offer=offer, contact=contact, key=str(next(self.keys)), now=self.now)

    @rule(matters=matters)
    def hold(self, matters) -> None:
        for offer in self.offers(matters)[-1:]:
            self.attempt(act.hold, offer=offer, language="de", now=self.now)

    @rule(which=st.integers(0, 9), contact=st.sampled_from([AMAL, OLENA]))
    def confirm(self, which, contact) -> None:
        for itinerary in self.nth(which):
            self.attempt(act.confirm, itinerary=itinerary, contact=contact, now=self.now)

    @rule(which=st.integers(0, 9))
    def move(self, which) -> None:
        for itinerary in self.nth(which):
            for offer in self.offers(tuple(itinerary.wish["matters"]), moving=itinerary)[-1:]:
                self.attempt(act.move, itinerary=itinerary, offer=offer, now=self.now)

    @rule(which=st.integers(0, 9))
    def cancel(self, which) -> None:
        for itinerary in self.nth(which):
            act.cancel(itinerary=itinerary, now=self.now)

    @rule(which=st.integers(0, 9), cause=st.sampled_from(["closure", "shorter"]), yes=st.booleans())
    def propose(self, which, cause, yes) -> None:
        for itinerary in self.nth(which):
            if proposal := act.propose(itinerary=itinerary, cause=cause, now=self.now):
                self.attempt(act.accept if yes else act.decline, proposal=proposal, now=self.now)

    @rule(day=st.sampled_from(DAYS), hour=st.integers(9, 11))
    def close(self, day, hour) -> None:
        act.close(
            calendars=[self.cast.forum_bank], during=span(day, f"{hour}:10", f"{hour}:40"), now=self.now, defer=False
        )

    @rule(minutes=st.integers(1, 30))
    def wait(self, minutes) -> None:
        self.now += timedelta(minutes=minutes)

    def nth(self, which: int) -> list[Itinerary]:
        return list(Itinerary.objects.order_by("created_at", "pk")[which : which + 1])

    def attempt(self, operation, **arguments) -> None:
        with contextlib.suppress(REFUSALS):
            operation(**arguments)

    @invariant()
    def nothing_overlaps_and_free_is_true(self) -> None:
        assert count(WRONG_FREE) == 0
        assert count(OVERLAPS) == 0


@pytest.mark.django_db(transaction=True)
def test_no_order_of_acts_breaks_a_promise() -> None:
    quick = settings(
        max_examples=12,
        stateful_step_count=12,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    run_state_machine_as_test(Days, settings=quick)
