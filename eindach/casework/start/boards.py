"""Which boards a role has. A board knows how to read what waits; a template of its key draws it, empty or not."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from eindach.accounts.models import Role
from eindach.kernel.actor import Acting, must_be_present

from . import consents, coverage, days, helping, keeping, oversight


@dataclass(frozen=True)
class Board:
    """One list of the start page: `key` names its template (casework/boards/<key>.html), `waits` is what it shows;
    `aside`: in the narrow column."""

    key: str
    waits: Any
    aside: bool = False

    @property
    def template(self) -> str:
        return f"casework/boards/{self.key}.html"


@dataclass(frozen=True)
class Task:
    """A board that is not read yet."""

    key: str
    read: Callable[[Acting], Any]
    aside: bool = False


ARRIVALS: Final = Task("arrivals", days.by_hour)
COUNTERS: Final = Task("counters", days.by_counter)
UNANSWERED: Final = Task("unanswered", consents.unanswered, aside=True)
ENDING: Final = Task("ending", consents.ending, aside=True)

REFERRED: Final = Task("referred", helping.referred, aside=True)
CASES: Final = Task("cases", helping.cases)

_OFFICE: Final = (COUNTERS, REFERRED, ENDING, UNANSWERED)
TASKS: Final[Mapping[Role, Sequence[Task]]] = {
    Role.FRONT_DESK: (ARRIVALS, REFERRED),
    Role.EXPERT: (COUNTERS,),
    Role.ADVISOR: (CASES, COUNTERS, REFERRED, UNANSWERED, ENDING),
    Role.ADVISOR_LEAD: (CASES, COUNTERS, REFERRED, UNANSWERED, ENDING),
    Role.ABH_CLERK: _OFFICE,
    Role.SOCIAL_CLERK: _OFFICE,
    Role.JOBCENTER_CLERK: _OFFICE,
    Role.PARTNER: _OFFICE,
    Role.COORDINATOR: (
        Task("displaced", coverage.displaced),
        Task("uncovered", coverage.without_hours),
        Task("queue", coverage.waiting, aside=True),
    ),
    Role.STEERING: (),
    Role.PROTECTION: (
        Task("reviews", oversight.reviews),
        Task("refused", oversight.refused),
        Task("seal", oversight.seal, aside=True),
    ),
    Role.ADMINISTRATOR: (
        Task("unsafe", keeping.without_second_factor),
        Task("leaving", keeping.ending),
        Task("invitations", keeping.invitations, aside=True),
    ),
}
"""The steering group begins at the figures (views.start)."""
_of_higher_parts: list[tuple[frozenset[str], Task]] = []


def add(task: Task, *, roles: Collection[str]) -> None:
    """What a higher part adds for these roles, before the others. Once, when the parts are loaded."""
    _of_higher_parts.append((frozenset(roles), task))


def boards() -> list[Board]:
    """Of the present actor's role, read on their behalf; what names a person leaves an event."""
    acting = must_be_present()
    role = Role(acting.actor.role)
    added = [task for roles, task in _of_higher_parts if role in roles]
    return [Board(task.key, task.read(acting), task.aside) for task in (*added, *TASKS[role])]
