"""The human every page ends at: the region's help desk, and whether it is open now."""

from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import prefetch_related_objects

from eindach.directory import queries
from eindach.directory.models import Region


class PeopleToAsk(NamedTuple):
    """The region's help desk: `state` is directory's OpenState, `hours` its weekly hours; None where no place is."""

    region: Region
    state: Any
    hours: Any


def people_to_ask(*, now: datetime) -> PeopleToAsk | None:
    """None in a database without a region."""
    region = Region.objects.select_related("help_location").first()
    if region is None:
        return None
    place = region.help_location
    if place is None:
        return PeopleToAsk(region, None, None)
    prefetch_related_objects([place], "schedules", "schedule_exceptions")
    return PeopleToAsk(region, queries.open_now(place, now, region), queries.hours(place, here=region))
