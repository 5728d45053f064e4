"""Who may change what of a municipality, and not on top of somebody else's change.

A municipality's own people change their own; the coordinators of the district change all. Who may is asked here and
nowhere else; the database gives whoever acts no right to write these tables, so what is allowed is written as the
program (accounts/acting.py).
"""

from collections.abc import Callable, Iterable
from typing import TypeVar

from django.db.models import F
from django.utils import timezone

from eindach.accounts.acting import as_program
from eindach.accounts.models import Role
from eindach.accounts.policy import Refused
from eindach.consent import trail
from eindach.directory.models import Organization, ServiceAtLocation
from eindach.directory.queries import region
from eindach.guide.models import MunicipalityPage
from eindach.kernel.actor import Actor, must_be_present
from eindach.kernel.rewording import rewording

Done = TypeVar("Done")
KIND = "municipality"


class ChangedMeanwhile(Exception):
    """Somebody else has changed this municipality since the form was opened. Nothing was written."""


def editable() -> list[MunicipalityPage]:
    """The pages the acting member of staff may change."""
    pages = MunicipalityPage.objects.select_related("municipality", "advisor_service")
    towns = _towns(must_be_present().actor)
    return list(pages if towns is None else pages.filter(municipality__in=towns))


def my_page(key: str) -> MunicipalityPage:
    """One of them. Refused: another municipality's, or there is none."""
    found = next((page for page in editable() if page.key == key), None)
    if found is None:
        raise Refused("change", KIND, object=key)
    return found


def change(
    page: MunicipalityPage, version: int, do: Callable[[], Done], *, fields: Iterable[str], minor: bool = False
) -> Done:
    """Do it, if nothing of the page was changed since `version`; the trail keeps who, and which fields. `minor`: the
    translations still fit the new German.

    ChangedMeanwhile.
    """
    now = must_be_present().now
    today = timezone.localdate(now, region().zone)
    with as_program(now=now), rewording(now=now, town=page.key, minor=minor):
        still = MunicipalityPage.objects.filter(pk=page.pk, version=version)
        if not still.update(version=F("version") + 1, changed_on=today):
            raise ChangedMeanwhile
        done = do()
    trail.record(act="change", kind=KIND, object=page.pk, basis="role", fields=fields)
    return done


def _towns(actor: Actor) -> set[str] | None:
    """AGS of the towns whose pages the actor may change; None: all of them."""
    if actor.municipality:
        return {actor.municipality}
    if actor.organization_kind == Organization.Kind.MUNICIPALITY:
        places = ServiceAtLocation.objects.filter(service__organization=actor.organization)
        towns = places.filter(location__municipality__isnull=False)
        return set(towns.values_list("location__municipality", flat=True))
    return None if actor.role == Role.COORDINATOR else set()
