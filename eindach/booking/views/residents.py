"""Offices that serve the people of their town only, chosen for somebody who has not said where they live."""

from collections.abc import Iterable

from eindach.directory.models import Municipality

from ..ground import ground
from ..plans import Plan
from ..wish import Wish


def only_residents(wish: Wish | None, plans: Iterable[Plan]) -> list[Municipality]:
    """Towns to whose offices anybody else would go in vain. None are named to who has said their own: the search knows
    it."""
    if wish is None or wish.municipality:
        return []
    limited, services = ground().residents, {one.service.pk for plan in plans for one in plan.appointments}
    towns = {ags for service in services for ags in limited.get(service, ())}
    return list(Municipality.objects.filter(pk__in=towns).order_by("name")) if towns else []
