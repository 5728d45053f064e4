"""On to another station of the house: which there are, and whether a word may go along.

A word about somebody is theirs: to another organization it goes with their yes only, asked at the counter; without it
the matter travels and nothing else. Inside one office it is part of the same task.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from eindach.booking.models import Calendar
from eindach.directory.models import Organization, Service
from eindach.guide.models import Matter

from .models import Desk
from .places import Place, place


@dataclass
class Onward:
    """A matter that is settled in this house, and where. `staffed`: somebody works there now."""

    matter: Matter
    service: Service
    organization: Organization
    is_ours: bool
    places: list[Place] = field(default_factory=list)
    staffed: bool = False

    @property
    def value(self) -> str:
        return f"{self.matter.pk}:{self.service.pk}"


def stations(desk: Desk) -> Sequence[Onward]:
    """Everything settled in the house of this desk; where somebody works now comes first. As the program."""
    at_work = Desk._base_manager.filter(counter__location=desk.counter.location_id, closed_at=None)
    staffed = set(at_work.values_list("counter", flat=True))
    found: dict[tuple[int, UUID], Onward] = {}
    for calendar in _calendars(desk):
        counter = calendar.counter
        for service in calendar.services.all():
            for matter in service.matters.all():
                ours = counter.organization_id == desk.counter.organization_id
                new = Onward(matter, service, counter.organization, ours)
                one = found.setdefault((matter.pk, service.pk), new)
                one.places.append(place(counter.name))
                one.staffed |= counter.pk in staffed
    return sorted(found.values(), key=lambda one: (not one.staffed, one.places[0].name, one.matter.position))


def grouped(found: Sequence[Onward]) -> dict[Organization, list[Onward]]:
    """By organization, in the same order."""
    groups: dict[Organization, list[Onward]] = defaultdict(list)
    for one in found:
        groups[one.organization].append(one)
    return dict(groups)


def _calendars(desk: Desk) -> Sequence[Calendar]:
    calendars = Calendar.objects.filter(counter__location=desk.counter.location_id).order_by("counter__key")
    return list(calendars.select_related("counter__organization").prefetch_related("services__matters"))
