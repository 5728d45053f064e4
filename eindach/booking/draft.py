"""Draft: everything somebody has typed on the way to a booking, kept in the session.

It survives back, reload, a change of language, an expired hold and a lost race. Nothing of it is in the URL.
"""

import uuid
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from django.http import HttpRequest, QueryDict

from .models import Itinerary

SESSION_KEY = "booking.draft"
LONGEST_VALUE, MOST_VALUES = 254, 40


@dataclass
class Draft:
    """`when` and `contact` are as typed (field -> values), so that a wrong answer is shown again as it was given.

    `offer`: what was chosen; `held`: id of the itinerary that holds it; `booked`: id of what it became.
    """

    id: str = field(default_factory=lambda: uuid.uuid4().hex)
    matters: list[str] = field(default_factory=list)
    settled: list[str] = field(default_factory=list)
    when: dict[str, list[str]] = field(default_factory=dict)
    contact: dict[str, list[str]] = field(default_factory=dict)
    offer: str = ""
    held: str = ""
    booked: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> "Draft":
        """The draft of this session; a new one when there is none."""
        known = {one.name for one in fields(cls)}
        said: dict[str, Any] = request.session.get(SESSION_KEY, {})
        return cls(**{name: value for name, value in said.items() if name in known})

    def keep(self, request: HttpRequest) -> None:
        request.session[SESSION_KEY] = asdict(self)

    def renewed(self) -> "Draft":
        """For the next booking of the same person: who they are stays, what they wanted goes."""
        return Draft(contact=self.contact)

    def itinerary(self) -> Itinerary | None:
        """The itinerary this draft holds or has booked."""
        key = self.booked or self.held
        return Itinerary.objects.select_related("person").filter(pk=key).first() if key else None


def typed(data: QueryDict, names: Iterable[str]) -> dict[str, list[str]]:
    """The posted values of these fields, bounded: a session is no place to fill."""
    return {name: [value[:LONGEST_VALUE] for value in data.getlist(name)[:MOST_VALUES]] for name in names}


def as_data(said: dict[str, list[str]]) -> QueryDict:
    """The inverse of `typed`, for a form."""
    data = QueryDict(mutable=True)
    for name, values in said.items():
        data.setlist(name, values)
    return data
