"""schemathesis: whatever the published schemas allow or forbid, answers are those that are published, never 5xx."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from eindach.config.wsgi import application
from tests.cast import Cast

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    unsupported_method,
]
PLAIN = {"Accept-Encoding": "identity"}
"""schemathesis's way into WSGI does not unpack what Django's GZipMiddleware packs (real clients do)."""

BOUNDED = settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


v1 = schemathesis.pytest.from_fixture("v1_schema")
hsds = schemathesis.pytest.from_fixture("hsds_schema")


def map_body(context: Any, body: Any) -> Any:
    """Known matters in every second search: else nothing would ever be planned."""
    if isinstance(body, dict) and isinstance(body.get("matters"), list) and len(body) % 2:
        return body | {"matters": ["registration", "bank"]}
    return body


@pytest.fixture
def v1_schema() -> Any:
    """Read when its test runs: every process of the suite collects this file (3 s), one runs it."""
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    schema.hook(map_body)
    return schema


@pytest.fixture
def hsds_schema() -> Any:
    return schemathesis.openapi.from_wsgi("/hsds/openapi.json", application)


@pytest.fixture(autouse=True)
def _without_limits(cast: Cast, settings: Any, request: pytest.FixtureRequest) -> Iterator[None]:
    """The test's transaction stays open from request to request, as Django's own test client has it."""
    request.node._nodeid = request.node.nodeid  # schemathesis 4 adds the operation to it
    settings.RATES = {}
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@v1.parametrize()
@BOUNDED
def test_v1_answers_as_published(case: Any) -> None:
    case.call_and_validate(checks=CHECKS, headers=PLAIN)


@hsds.parametrize()
@BOUNDED
def test_the_directory_answers_as_published(case: Any) -> None:
    case.call_and_validate(checks=CHECKS, headers=PLAIN)
