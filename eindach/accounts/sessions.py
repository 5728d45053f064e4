"""How long a sign-in lasts, and how it came about: a few marks in the session.

Half an hour without a request ends it, ten hours end it in any case (OWASP ASVS 5.0, 7.3.1 and 7.3.2).
"""

from collections.abc import MutableMapping
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase

IDLE: Final = timedelta(minutes=30)
LONGEST: Final = timedelta(hours=10)
FRESH: Final = timedelta(minutes=5)
NOTED_EVERY: Final = timedelta(minutes=1)

Marks = MutableMapping[str, Any] | SessionBase
BEGUN, SEEN, PROVED, BY_CODE, SECOND, DEMO = "begun_at", "seen_at", "proved_at", "by_code", "second_factor", "demo"


def begin(session: Marks, *, now: datetime) -> None:
    """Somebody has signed in; how, is marked afterwards."""
    session.pop(BY_CODE, None)
    session.pop(DEMO, None)
    session[BEGUN] = session[SEEN] = session[PROVED] = now.timestamp()


def is_over(session: Marks, *, now: datetime) -> bool:
    """Also a session that does not say when it began."""
    begun, seen = session.get(BEGUN), session.get(SEEN)
    if begun is None or seen is None:
        return True
    return bool(now.timestamp() - begun >= LONGEST.total_seconds() or now.timestamp() - seen >= IDLE.total_seconds())


def note(session: Marks, *, now: datetime) -> bool:
    """Somebody is still there. Written once a minute, not on every request; True when it was."""
    if now.timestamp() - session.get(SEEN, 0) < NOTED_EVERY.total_seconds():
        return False
    session[SEEN] = now.timestamp()
    return True


def prove_anew(session: Marks, *, now: datetime) -> None:
    """They have just given a password or a second factor."""
    session[PROVED] = now.timestamp()


def is_fresh(session: Marks, *, now: datetime) -> bool:
    return bool(now.timestamp() - session.get(PROVED, 0) < FRESH.total_seconds())


def mark_by_code(session: Marks) -> None:
    """Signed in by a code sent to a contact: opens one's own door, never the staff's."""
    session[BY_CODE] = True


def came_by_code(session: Marks) -> bool:
    return bool(session.get(BY_CODE))


def mark_second_factor(session: Marks, user: UUID) -> None:
    """In this session this user has shown or set up a second factor; that the user has one says nothing about who
    sits here."""
    session[SECOND] = str(user)


def passed_second_factor(session: Marks, user: UUID) -> bool:
    return bool(session.get(SECOND) == str(user))


def mark_demo(session: Marks) -> None:
    """Signed in by choosing one of the cast."""
    session[DEMO] = True


def came_by_demo(session: Marks) -> bool:
    return bool(session.get(DEMO))


def is_of_a_demo_past(session: Marks, *, demo: bool) -> bool:
    """Such a session ends with the demonstration."""
    return came_by_demo(session) and not demo
