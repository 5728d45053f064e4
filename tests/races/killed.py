"""The process that test_kill.py kills: `book`, `begin` (stops before the commit), and afterwards `look`."""

import sys
import time
from contextlib import redirect_stdout

from eindach.config import embedded
from eindach.config.cli.data import bring_up_to_date
from eindach.config.starting import set_up
from eindach.kernel.actor import process_works_as_program


def main(act: str, reference: str = "") -> None:
    """Say in one line what was done, flushed before anything else happens."""
    server = embedded.start()
    set_up()
    process_works_as_program()
    if act == "look":
        _say(*_found(reference))
        server.stop()
        return
    with redirect_stdout(sys.stderr):
        bring_up_to_date()
    _book(stop_before_commit=act == "begin")
    time.sleep(600)


def _book(*, stop_before_commit: bool) -> None:
    from eindach.booking import events, operations
    from eindach.booking.search import search
    from tests.cast import AMAL, NOW, make_cast, wish

    make_cast()
    if stop_before_commit:
        events.booked.connect(_wait_for_the_end, weak=False)
    offer = search(wish(), now=NOW).plans[0].offer
    _say("booked", operations.book(offer=offer, contact=AMAL, key="k", now=NOW).reference)


def _wait_for_the_end(**_: object) -> None:
    _say("written")
    time.sleep(600)


def _found(reference: str) -> tuple[str, str]:
    """State and live appointments of the itinerary, or of all there are."""
    from eindach.booking.models import Appointment, Itinerary
    from tests.cast import NOW

    itinerary = Itinerary.objects.filter(reference=reference).first()
    return itinerary.state(NOW) if itinerary else "nothing", str(Appointment.objects.filter(live=True).count())


def _say(*words: str) -> None:
    print(*words, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
