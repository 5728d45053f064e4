"""The API as one thing; its OpenAPI document lies at /api/v1/openapi.json."""

from ..published import PublishedAPI
from . import bookings, itineraries, matters, problem_kinds

DESCRIPTION = """Coordinated appointments of independent bodies, booked wholly or not at all.

Errors are problem documents (RFC 9457) that name every fault at once. `lang` outranks `Accept-Language`.
Too fast: 429 with `Retry-After` and `RateLimit` headers."""

api = PublishedAPI(
    title="Eindach",
    version="1.0.0",
    urls_namespace="api-v1",
    description=DESCRIPTION,
    openapi_extra={"info": {"license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"}}},
)
for part in (matters, itineraries, bookings, problem_kinds):
    api.add_router("", part.router)
