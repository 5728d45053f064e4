"""`eindach timetable --event-day SERIES/DATE`: a timetable of a stored event day. It changes nothing, tells nobody."""

import argparse
import json
from typing import TYPE_CHECKING

from django.utils import timezone

from eindach.config.cli.data import refuse_missing_migrations
from eindach.config.cli.database import django_on_database
from eindach.config.cli.faults import CommandError

if TYPE_CHECKING:
    from eindach.frontdesk.models import EventDay


def timetable(options: argparse.Namespace) -> int:
    """The answer `eindach.timetable/1`, or the request it answers; visitors are visits, stations their numbers."""
    with django_on_database():
        refuse_missing_migrations()
        from eindach.frontdesk.events.routes import request_of

        request = request_of(_day(options.event_day), now=timezone.now())
    print(json.dumps(request if options.request else _answer(request, options.seconds), indent=2))
    return 0


def _answer(request: dict[str, object], seconds: float) -> dict[str, object]:
    from eindach.planning.reading import WrongInput
    from eindach.planning.timetable import day_format
    from eindach.planning.timetable import timetable as plan

    try:
        read = day_format.read(request)
    except WrongInput as wrong:
        raise CommandError("\n".join(wrong.faults), status=2) from wrong
    return day_format.write(read, plan(read, seconds=seconds))


def _day(said: str) -> "EventDay":
    """CommandError, status 2, with those there are."""
    from eindach.directory.queries import region
    from eindach.frontdesk.models import EventDay

    zone = region().zone
    days = EventDay.objects.select_related("series__location").order_by("during")
    known = {f"{one.series.key}/{timezone.localdate(one.during.lower, zone)}": one for one in days}
    if said not in known:
        allowed = ", ".join(known) or "none: the region has no event days"
        raise CommandError(f"--event-day: there is no event day {said!r}, allowed: {allowed}", status=2)
    return known[said]
