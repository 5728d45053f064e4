"""The board of the start page: who waits longest for an answer or a call."""

from eindach.accounts.models import Role
from eindach.accounts.policy import AREAS
from eindach.casework.start import Task, add
from eindach.kernel.actor import Acting

from . import inbox

MOST_SHOWN = 5


def waiting(acting: Acting) -> inbox.Inbox:
    return inbox.read("waiting", most=MOST_SHOWN)


def hang() -> None:
    """Once, when the parts are loaded: for whoever answers questions."""
    roles = AREAS["open", "enquiries"]
    add(Task("questions", waiting, aside=True), roles=roles & {Role.FRONT_DESK})
    add(Task("questions", waiting), roles=roles - {Role.FRONT_DESK})
