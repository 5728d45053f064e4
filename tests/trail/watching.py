"""What the test suite adds to the site: no request of staff, of a person at their own door or of who holds a secret
link reads data of somebody without leaving an event. Every test that asks for such a route is a test of this."""

import re
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

from eindach.accounts.row_security import guards
from eindach.consent.trail import COLUMNS

WATCHED = frozenset({"staff", "person", "link-holder"})
NOT_THEIRS = {
    "accounts_user": "who signs in, not whom it is about",
    "accounts_membership": "the same",
    "accounts_invitation": "the same",
    "django_session": "the same",
    "booking_bookingkey": "digests",
    "accounts_deletion": "a log without personal data",
    "consent_grant": "a fact of the decision itself, asked with every question",
    "consent_consentevent": "the same; its consent is watched",
    "consent_brokenglass": "the same; the page of reviews is tried by name (test_t13_looks)",
}
"""Guarded tables whose reading needs no event. Every other guarded table is watched, also one that comes later."""
READ = re.compile(r'\s*(?:WITH\b.*?)?SELECT\b.*?\bFROM "?(\w+)', re.DOTALL | re.IGNORECASE)
ONLY_COUNTED = re.compile(r"\s*SELECT (COUNT\(|1 AS )", re.IGNORECASE)
EVENT = "INSERT INTO consent_auditevent"
SUBJECT = COLUMNS.index("subject")
OF_A_PERSON = frozenset({"accounts_person"})
"""Whoever reads a row of these leaves an event that names somebody: one about a page is not enough."""


class Watch:
    """Follows the statements of one request."""

    def __init__(self) -> None:
        self.read: set[str] = set()
        self.has_event = False
        self.names_somebody = False
        self._watched = {guard.table for guard in guards()} - set(NOT_THEIRS)

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        done = execute(sql, params, many, context)
        if EVENT in sql:
            self.has_event = True
            self.names_somebody = self.names_somebody or any(params[SUBJECT :: len(COLUMNS)])
        found = READ.match(sql)
        if found and found[1] in self._watched and not ONLY_COUNTED.match(sql) and context["cursor"].rowcount:
            self.read.add(found[1])
        return done

    @property
    def fault(self) -> str:
        if not self.read:
            return ""
        if not self.has_event:
            return f"{', '.join(sorted(self.read))} read without an event"
        unnamed = OF_A_PERSON & self.read and not self.names_somebody
        return "accounts_person read without an event of theirs" if unnamed else ""


class Watched:
    """Middleware of the tests."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        watch = Watch()
        with connection.execute_wrapper(watch):
            response = self.get_response(request)
        match = request.resolver_match
        is_ours = match and not match.func.__module__.startswith("tests.")  # no view a test plays with
        if response.status_code >= 400:  # refused: who asked was read, and nobody else was shown
            watch.names_somebody = True
        has_begun = response.status_code != 405  # a door asks who is there before anybody looks at the method
        if match and is_ours and has_begun and getattr(match.func, "audience", "") in WATCHED and watch.fault:
            raise AssertionError(f"{request.method} {match.route} ({response.status_code}): {watch.fault}")
        return response
