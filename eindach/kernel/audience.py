"""Who a route is for. Every view declares it; a route without a declaration fails the build (default deny)."""

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])

AUDIENCES = frozenset({"public", "link-holder", "device", "account", "person", "staff", "operations", "demo"})
"""public: anybody · link-holder: who holds the secret link of a booking · device: a kiosk, by its secret address ·
account: signing in and out, and one's own means of signing in · person: a newcomer at their own door · staff: a role
that may do what the route says it `needs` · operations: probes and metrics · demo: only while the demonstration setting
is on."""


def audience(who: str) -> Callable[[View], View]:
    """Declare the audience of a view; ValueError for a word that is not in AUDIENCES."""
    if who not in AUDIENCES:
        raise ValueError(f"unknown audience {who!r}, allowed: {sorted(AUDIENCES)}")

    def declare(view: View) -> View:
        view.audience = who  # type: ignore[attr-defined]
        return view

    return declare


def takes_file(view: View) -> View:
    """Declare that a form of this view carries a file; everywhere else files are refused."""
    view.takes_file = True  # type: ignore[attr-defined]
    return view
