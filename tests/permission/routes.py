"""The one walk through the URLconf: every route with its view, and addresses of what it finds."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.urls import URLResolver, get_resolver
from django.utils import translation

PART = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")
PATTERN = re.compile(r"\^(?P<start>.*?)\(\?P<.*\$")
"""A route that is a regular expression: the part before its first group, which then fits nothing."""
NOTHING = "nothing"
NOBODYS: Mapping[str | None, str] = {
    "uuid": "6d0f8c1c-0000-4000-8000-000000000000",
    "uuidstr": "6d0f8c1c-0000-4000-8000-000000000000",
    "int": "4711",
    None: NOTHING,
}
View = Callable[..., Any]


def routes(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, View]]:
    """Every route as it is written in the URLconf, and its view."""
    for pattern in (resolver or get_resolver()).url_patterns:
        where = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, where)
        else:
            yield where, pattern.callback


def of_audience(audience: str) -> list[tuple[str, View]]:
    """Under the German prefix, whichever language the test before this one left behind."""
    with translation.override("de"):
        return [(where, view) for where, view in routes() if getattr(view, "audience", "") == audience]


def names_in(where: str) -> list[str]:
    """What the route wants to know: person_id, token, …"""
    return [part["name"] for part in PART.finditer(where)]


def address(where: str, **given: object) -> str:
    """The route with these values, and with ids of nobody for the rest."""
    plain = PATTERN.sub(r"\g<start>nobody/", where)
    return "/" + PART.sub(lambda part: str(given.get(part["name"], NOBODYS.get(part["kind"], NOTHING))), plain)
