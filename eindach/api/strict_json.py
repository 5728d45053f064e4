"""JSON as RFC 8259 and I-JSON (RFC 7493) allow it, and nothing more: a body is read once, strictly.

Python's reader also takes NaN, repeated names, half surrogate pairs and NUL characters; the last two end as a
database error much later, so they are refused here.
"""

import json
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser

from .faults import pointer_of
from .problems import Fault, Problem


class StrictParser(Parser):
    """The body reader of our ninja APIs."""

    def parse_body(self, request: HttpRequest) -> Any:
        return read_json(request.body)


def read_json(body: bytes) -> Any:
    """The value of a JSON text; Problem `malformed-request`, or `invalid-request` for unusable characters."""
    try:
        value = json.loads(body.decode("utf-8"), parse_constant=_refuse_constant, object_pairs_hook=_unique)
    except RecursionError as fault:
        raise Problem("malformed-request", "The body is nested too deeply.") from fault
    except ValueError as fault:  # not UTF-8, not JSON, a number of more than 4300 digits
        raise Problem("malformed-request", f"The body is not JSON: {_reason(fault)}") from fault
    if faults := [Fault(pointer=pointer_of(where), detail=said) for where, said in _unusable(value)]:
        raise Problem("invalid-request", errors=faults[:50])
    return value


def _reason(fault: ValueError) -> str:
    if isinstance(fault, UnicodeDecodeError):
        return f"byte {fault.start} is not UTF-8."
    if isinstance(fault, json.JSONDecodeError):
        return f"{fault.msg} (line {fault.lineno}, column {fault.colno})."
    return str(fault)[:200]


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a JSON number.")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("an object has the same name twice.")
    return found


def _unusable(value: Any) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Where texts hold what no database and no mail can carry. Not recursive: the depth is the sender's choice."""
    waiting: list[tuple[tuple[str | int, ...], Any]] = [((), value)]
    while waiting:
        where, here = waiting.pop()
        if isinstance(here, dict):
            waiting += [((*where, name), inner) for name, inner in here.items()]
            waiting += [((*where, name), name) for name in here if unusable_text(name)]
        elif isinstance(here, list):
            waiting += [((*where, number), inner) for number, inner in enumerate(here)]
        elif isinstance(here, str) and (said := unusable_text(here)):
            yield where, said


def unusable_text(text: str) -> str:
    """Why a text cannot be used, or nothing."""
    if "\0" in text:
        return "holds a NUL character; allowed: any other Unicode text"
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        return "holds half a surrogate pair; allowed: whole Unicode characters"
    return ""
