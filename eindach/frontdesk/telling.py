"""Who has a page of a house open is told to look again: after the commit, by NOTIFY (notifications/telling.py)."""

from typing import Final
from uuid import UUID

from eindach.notifications.telling import tell_after_commit

CHANGED: Final = "eindach_house"
"""Channel; payload: the id of the location in which something happened."""


def tell_house(location: UUID) -> None:
    tell_after_commit(CHANGED, str(location))
