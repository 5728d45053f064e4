"""Draft: everything somebody has typed on the way to a booking, kept in the session.

It survives back, reload, a change of language, an expired hold and a lost race. Nothing of it is in the URL.
"""

import uuid
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest, QueryDict

from .models import Itinerary

SESSION_KEY = "booking.draft"
LONGEST_VALUE, MOST_VALUES = 254, 40
MOST_REMEMBERED = 20


@dataclass
class Draft:
    """`when` and `contact` are as typed (field -> values), so that a wrong answer is shown again as it was given.

    `town`: AGS of where they live, `here_from`: the day they arrive (ISO), both told before the first step.
    `offer`: what was chosen; `itinerary_id`: what holds it and, once it has a `booked_at`, books it. Whether it is
    booked is never written here: a slow request that saves an older draft could not undo it. `before`: ids of what this
    session booked earlier. `back`: the page of whoever books this for somebody else.
    """

    id: str = field(default_factory=lambda: uuid.uuid4().hex)
    matters: list[str] = field(default_factory=list)
    settled: list[str] = field(default_factory=list)
    town: str = ""
    here_from: str = ""
    when: dict[str, list[str]] = field(default_factory=dict)
    contact: dict[str, list[str]] = field(default_factory=dict)
    offer: str = ""
    itinerary_id: str = ""
    before: list[str] = field(default_factory=list)
    back: str = ""

    def __post_init__(self) -> None:
        self._row: Itinerary | None = None

    @classmethod
    def of(cls, request: HttpRequest) -> "Draft":
        """The draft of this session; a new one when there is none."""
        known = {one.name for one in fields(cls)}
        said: dict[str, Any] = request.session.get(SESSION_KEY, {})
        return cls(**{name: value for name, value in said.items() if name in known})

    def keep(self, request: HttpRequest) -> None:
        request.session[SESSION_KEY] = asdict(self)

    def keep_contact(self, request: HttpRequest, contact: dict[str, list[str]]) -> None:
        """Write what was typed so far, for a request in the background: only into the very draft it came from. When
        another request has changed that meanwhile, or the session has ended, nothing is written."""
        if contact == self.contact:
            return
        with transaction.atomic():
            row = Session.objects.select_for_update().filter(pk=request.session.session_key).first()
            stored = row.get_decoded() if row else {}
            if row is None or stored.get(SESSION_KEY) != asdict(self):
                return
            self.contact = contact
            row.session_data = SessionStore().encode(stored | {SESSION_KEY: asdict(self)})
            row.save(update_fields=["session_data"])

    def renewed(self) -> "Draft":
        """For the next booking of the same person: who they are stays, what they wanted goes."""
        before = [*self.before, self.itinerary_id][-MOST_REMEMBERED:]
        return Draft(contact=self.contact, before=before)

    def itinerary(self) -> Itinerary | None:
        """The itinerary this draft holds or has booked; read once."""
        if self._row is None and self.itinerary_id:
            self._row = Itinerary.objects.select_related("person").filter(pk=self.itinerary_id).first()
        return self._row

    def take(self, itinerary: Itinerary, offer: str) -> None:
        """From now on this itinerary is the choice."""
        self._row, self.itinerary_id, self.offer = itinerary, str(itinerary.pk), offer
        # A plan for what is left after "you have this already" asks for fewer matters than the draft did.
        self.matters = list(itinerary.wish["matters"])

    @property
    def is_booked(self) -> bool:
        found = self.itinerary()
        return found is not None and found.booked_at is not None


def typed(data: QueryDict, names: Iterable[str]) -> dict[str, list[str]]:
    """The posted values of these fields, bounded: a session is no place to fill."""
    return {name: [value[:LONGEST_VALUE] for value in data.getlist(name)[:MOST_VALUES]] for name in names}


def as_data(said: dict[str, list[str]]) -> QueryDict:
    """The inverse of `typed`, for a form."""
    data = QueryDict(mutable=True)
    for name, values in said.items():
        data.setlist(name, values)
    return data
