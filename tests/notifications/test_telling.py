"""A notice comes after the commit, once however often it is said before, and never for what was taken back."""

from collections.abc import Iterator
from itertools import takewhile

import psycopg
import pytest
from django.db import transaction

from eindach.notifications.live import conninfo
from eindach.notifications.telling import tell_after_commit

pytestmark = pytest.mark.django_db(transaction=True)
CHANNEL = "eindach_test"


@pytest.fixture
def listener(transactional_db: None) -> Iterator[psycopg.Connection]:
    with psycopg.connect(conninfo(), autocommit=True) as connection:
        connection.execute(f"LISTEN {CHANNEL}")
        yield connection


def tell(*payloads: str) -> None:
    for payload in payloads:
        tell_after_commit(CHANNEL, payload)


def heard(listener: psycopg.Connection) -> list[str]:
    """What was told until now."""
    tell("end")
    said = (notice.payload for notice in listener.notifies(timeout=10))
    return list(takewhile(lambda payload: payload != "end", said))


def test_several_steps_of_one_act_are_one_notice(listener: psycopg.Connection) -> None:
    with transaction.atomic():
        tell("house", "other", "house")
    tell("house")
    assert heard(listener) == ["house", "other", "house"]


def test_what_was_taken_back_is_not_told(listener: psycopg.Connection) -> None:
    with transaction.atomic():
        with transaction.atomic():
            tell("house")
            transaction.set_rollback(True)
        tell("house", "other")
    assert heard(listener) == ["house", "other"]
