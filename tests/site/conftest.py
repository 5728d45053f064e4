"""The cast, with hours and an event day."""

from datetime import date, time

import pytest

from eindach.directory.models import EventSeries, Schedule
from tests.cast import Cast, make_cast, text


@pytest.fixture
def cast(db: None) -> Cast:
    """The Forum is the help desk's place: open Mondays to Fridays 9 to 16; first Friday is event day."""
    found = make_cast()
    forum = found.region.help_location
    Schedule.objects.create(
        location=forum,
        rrule="FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
        valid_from=date(2026, 1, 1),
        opens=time(9),
        closes=time(16),
    )
    EventSeries.objects.create(
        key="first-friday",
        name=text("Alle Stellen an einem Ort", "All offices in one place"),
        location=forum,
        rrule="FREQ=MONTHLY;BYDAY=1FR",
        valid_from=date(2026, 1, 1),
        opens=time(9),
        closes=time(13),
        languages=["de", "ar"],
    )
    return found
