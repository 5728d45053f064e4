"""Problem documents (RFC 9457): one shape for everything that goes wrong over HTTP.

`type` is an address that explains the problem (`/api/v1/problems/<code>`), `code` its last part for programs, `errors`
every fault at once: a JSON pointer (RFC 6901) into the request, and what is wrong and what is allowed.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpResponse
from pydantic import BaseModel, Field

MEDIA_TYPE = "application/problem+json"


class Kind(NamedTuple):
    status: int
    title: str
    meaning: str


KINDS = {
    "malformed-request": Kind(400, "The request cannot be read", "The body is not JSON in UTF-8."),
    "bad-request": Kind(400, "The request is not acceptable", "An address or a header is not acceptable."),
    "idempotency-key-invalid": Kind(
        400,
        "A valid Idempotency-Key is needed",
        "Send the header Idempotency-Key, 1 to 255 visible ASCII characters, new for every booking.",
    ),
    "forbidden": Kind(403, "Not allowed", "This may not be asked from here."),
    "not-found": Kind(
        404, "Not found", "There is nothing at this address, or the token does not open it. Both answer alike."
    ),
    "method-not-allowed": Kind(405, "Method not allowed", "The header Allow names the methods of this address."),
    "slot-taken": Kind(
        409, "Somebody else was faster", "A place of this offer is gone. `alternatives` are offers as of now."
    ),
    "already-booked": Kind(
        409,
        "There is a booking already",
        "A person has one live appointment a matter. The link in the confirmation changes it.",
    ),
    "length-required": Kind(411, "The length of the body is not said", "Send Content-Length, not a chunked body."),
    "too-large": Kind(413, "The request is too large", "A body has at most 65536 bytes."),
    "unsupported-media-type": Kind(415, "Unsupported media type", "Send the body as application/json."),
    "invalid-request": Kind(422, "The request has faults", "`errors` names every fault and what is allowed."),
    "offer-invalid": Kind(422, "This is not an offer that holds", "The offer is forged or too old: search again."),
    "idempotency-key-reused": Kind(
        422, "This Idempotency-Key belongs to another request", "Use a new key for a new booking."
    ),
    "rate-limited": Kind(429, "Too many requests", "Wait as long as the header Retry-After says."),
    "internal-error": Kind(500, "Something broke here", "It is our fault, not yours. It has been written down."),
    "unavailable": Kind(503, "Not available now", "The database does not answer. Try again a little later."),
}
BY_STATUS = {kind.status: code for code, kind in reversed(KINDS.items())}


class Fault(BaseModel):
    """One fault of a request."""

    pointer: str = Field(description="JSON pointer; into the body unless `source` says otherwise")
    detail: str = Field(description="what is wrong, what is allowed")
    source: str | None = Field(default=None, description="query, path or header; left out for the body")


class ProblemBody(BaseModel):
    """A problem document (RFC 9457)."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    errors: list[Fault] | None = None


class Problem(Exception):
    """Raise it anywhere under an API route; the guard of the route answers with it."""

    def __init__(
        self,
        code: str,
        detail: str = "",
        *,
        errors: Sequence[Fault] = (),
        extra: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.kind = KINDS[code]
        self.detail = detail or self.kind.meaning
        self.errors = list(errors)
        self.extra = dict(extra or {})
        self.headers = dict(headers or {})

    def response(self) -> HttpResponse:
        document: dict[str, Any] = {
            "type": f"{settings.PUBLIC_URL}/api/v1/problems/{self.code}",
            "title": self.kind.title,
            "status": self.kind.status,
            "code": self.code,
            "detail": self.detail,
        }
        if self.errors:
            document["errors"] = [fault.model_dump(exclude_none=True) for fault in self.errors]
        # ASCII: a fault may quote half a surrogate pair, which UTF-8 cannot carry.
        content = json.dumps(document | self.extra)
        return HttpResponse(content, status=self.kind.status, content_type=MEDIA_TYPE, headers=self.headers)


def documented(*statuses: int) -> dict[int, type[ProblemBody]]:
    """For `response=` of an operation: these statuses answer with a problem document."""
    return dict.fromkeys(statuses, ProblemBody)
