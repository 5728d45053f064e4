"""Two acts on the same hold or plan at the same moment, in two connections: each ends as if it had been alone."""

import threading
from collections.abc import Callable
from datetime import timedelta
from time import sleep

import pytest
from django.db import connection, transaction

from eindach.booking import confirming
from eindach.booking import operations as act
from eindach.booking.expiry import expire_in
from eindach.booking.locks import Wanted, lock_openings
from eindach.booking.models import Appointment, Itinerary
from eindach.booking.search import search
from tests.cast import AMAL, NOW, Cast, make_cast, wish

LATER = NOW + timedelta(minutes=11)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


def held() -> Itinerary:
    plan = search(wish("bank", "residence"), now=NOW).plans[0]
    return act.hold(offer=plan.offer, language="de", now=NOW)


def meanwhile(other: Callable[[], object]) -> threading.Thread:
    """Start it in a thread of its own; what it raises is the answer to somebody else."""

    def run() -> None:
        try:
            other()
        except act.SlotTaken:
            pass
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def sweep(place: Appointment) -> None:
    openings = lock_openings([Wanted(place.calendar_id, place.during.lower, place.during.upper)])
    expire_in(openings, now=LATER)


def test_a_sweep_of_one_place_does_not_leave_a_booking_of_the_rest(cast: Cast) -> None:
    itinerary = held()
    with transaction.atomic():
        sweep(itinerary.appointments.get(matter=cast.bank))
        confirming_too = meanwhile(lambda: act.confirm(itinerary=itinerary, contact=AMAL, now=LATER))
        sleep(0.3)
    confirming_too.join()
    assert itinerary.appointments.filter(status="booked").count() == 2, "the places were free: booked again, whole"


def test_releasing_in_another_tab_does_not_undo_a_booking(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    itinerary, finish = held(), confirming._finish

    def slowly(*arguments: object) -> Itinerary:
        sleep(0.3)
        return finish(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(confirming, "_finish", slowly)
    booking = meanwhile(lambda: act.confirm(itinerary=itinerary, contact=AMAL, now=NOW))
    sleep(0.15)
    act.release(itinerary=itinerary, now=NOW)
    booking.join()
    assert itinerary.appointments.filter(status="booked").count() == 2


def test_renewing_a_hold_that_lost_a_place_says_so(cast: Cast) -> None:
    itinerary = held()
    with transaction.atomic():
        sweep(itinerary.appointments.get(matter=cast.bank))
    assert act.renew(itinerary=itinerary, now=LATER) is None


def test_nobody_holds_a_place_for_longer_than_an_hour(cast: Cast) -> None:
    itinerary = held()
    minutes = [timedelta(minutes=n) for n in range(5, 60, 5)]
    assert all(act.renew(itinerary=itinerary, now=NOW + one) for one in minutes)
    assert act.renew(itinerary=itinerary, now=NOW + timedelta(minutes=61)) is None


def test_another_plan_is_held_instead_and_the_first_stays_when_it_is_not_to_be_had(cast: Cast) -> None:
    first = held()
    plan = search(wish("bank"), now=NOW, moving=first).plans[0]
    second = act.hold(offer=plan.offer, language="de", now=NOW, instead_of=first)
    assert (first.state(NOW), second.state(NOW)) == ("expired", "held")

    with pytest.raises(act.OfferInvalid):
        act.hold(offer="x", language="de", now=NOW, instead_of=second)
    assert second.state(NOW) == "held"
