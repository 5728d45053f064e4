"""The doors of views, with the trail joined to them: an act's events are written together at its end, a refusal is an
event too. Views of this part and of higher ones import `staff` and `own_door` from here."""

from contextlib import ExitStack
from typing import Any

from eindach.accounts.doors import own_door, staff
from eindach.accounts.events import about_to_act, refused
from eindach.accounts.policy import Refused

from . import telling, trail

__all__ = ["Refused", "connect", "own_door", "staff"]


def connect() -> None:
    about_to_act.connect(_collect, dispatch_uid="trail")
    refused.connect(_remember, dispatch_uid="trail")


def _collect(sender: Any, while_it_lasts: ExitStack, **_: Any) -> None:
    while_it_lasts.enter_context(trail.collecting())
    while_it_lasts.enter_context(telling.kept_for_an_act())


def _remember(sender: Any, **said: Any) -> None:
    actor = said.pop("actor")
    said.pop("signal")
    trail.refused(actor, **said)
