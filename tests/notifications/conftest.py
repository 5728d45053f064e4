"""One message, a mail server, the clock."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from eindach.notifications import operations
from eindach.notifications.models import Message
from tests.notifications.working import Gateway, Postman, mail_server, sms_gateway

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def postman(settings: Any) -> Iterator[Postman]:
    with mail_server(settings) as postman:
        yield postman


@pytest.fixture
def gateway(settings: Any) -> Iterator[Gateway]:
    with sms_gateway(settings) as gateway:
        yield gateway


@pytest.fixture
def write() -> Callable[..., Message]:
    """A written message; each argument can be replaced."""

    def write(**given: Any) -> Message:
        usual = {
            "to": "amira@newcomer.example", "language": "en", "subject": "Your appointments", "kind": "booked",
            "text": "Come at 9:10.\nWe wait for you.", "html": "<p>Come at <b>9:10</b>.</p>", "now": NOW,
        }  # fmt: skip
        return operations.write(**(usual | given))

    return write
