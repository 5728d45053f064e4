"""Calls the house owes somebody it cannot write to: other parts say so by a signal, here it becomes an enquiry."""

from datetime import datetime
from typing import Any

from eindach.guide.events import call_owed

from .models import Enquiry


def listen() -> None:
    call_owed.connect(_keep, dispatch_uid="call owed")


def _keep(sender: Any, *, name: str, phone: str, language: str, now: datetime, **_: Any) -> None:
    """Why is not said here: that is between them and the office."""
    Enquiry._base_manager.create(
        name=name, phone=phone, language=language, came_by=Enquiry.CameBy.HOUSE, created_at=now
    )
