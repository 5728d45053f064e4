"""Offices that serve the people of their town only, chosen for somebody who has not said where they live."""

from collections.abc import Iterable

from eindach.directory.models import Location

from ..ground import ground
from ..plans import Plan
from ..wish import Wish


def only_residents(wish: Wish | None, plans: Iterable[Plan]) -> list[Location]:
    """Where else they would go in vain; each once. None are named to who has said their town: the search knows it."""
    if wish is None or wish.municipality:
        return []
    limited = ground().residents
    found = {one.location.pk: one.location for plan in plans for one in plan.appointments if one.service.pk in limited}
    return list(found.values())
