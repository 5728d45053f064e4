"""Rate limits: a bucket a client, shared, with words a program understands."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client, RequestFactory

from eindach.accounts.rates import Limit, client_address, limit_of, spend
from tests.cast import Cast

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
THREE = Limit(3, timedelta(minutes=1))


def test_a_full_bucket_may_be_spent_at_once_then_refills_evenly(db: None) -> None:
    spent = [spend("t", THREE, "a", now=NOW) for _ in range(4)]
    assert [one.remaining for one in spent] == [2, 1, 0, 0]
    assert [one.retry_after for one in spent] == [0, 0, 0, 20]
    assert spend("t", THREE, "a", now=NOW + timedelta(seconds=19)).retry_after == 1
    assert spend("t", THREE, "a", now=NOW + timedelta(seconds=20)).retry_after == 0


def test_a_clock_that_is_put_back_locks_nobody_out(db: None) -> None:
    for _ in range(3):
        spend("t", THREE, "a", now=NOW + timedelta(days=12))
    assert [spend("t", THREE, "a", now=NOW).retry_after for _ in range(4)] == [0, 0, 0, 20]
    assert spend("t", THREE, "a", now=NOW - timedelta(seconds=5)).retry_after == 25  # two servers, a little apart


def test_clients_and_limits_have_buckets_of_their_own(db: None) -> None:
    for _ in range(4):
        spend("t", THREE, "a", now=NOW)
    assert spend("t", THREE, "b", now=NOW).retry_after == 0
    assert spend("other", THREE, "a", now=NOW).retry_after == 0


def test_addresses_are_not_stored(db: None) -> None:
    spend("t", THREE, "192.0.2.7", now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT client FROM accounts_ratebucket")
        assert b"192.0.2.7" not in bytes(cursor.fetchone()[0])


def test_over_the_limit_the_answer_says_how_long_to_wait(cast: Cast, client: Client, settings: Any) -> None:
    settings.RATES = {"read": "2/m"}
    answers = [client.get("/api/v1/matters") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[0]["RateLimit"].startswith('"read";r=1;t=')
    assert answers[2]["RateLimit-Policy"] == '"read";q=2;w=60'
    assert answers[2]["Retry-After"] == "30"
    assert answers[2].json()["code"] == "rate-limited"


def test_a_limit_costs_one_query(cast: Cast, settings: Any, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        spend("t", THREE, "a", now=NOW)


def test_limits_can_be_switched_off_and_a_typo_is_told(settings: Any) -> None:
    settings.RATES = {"search": "off", "book": "many"}
    assert limit_of("search") is None
    with pytest.raises(ValueError, match="EINDACH_RATE_BOOK"):
        limit_of("book")


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [(0, "203.0.113.9", "192.0.2.1"), (1, "203.0.113.9", "203.0.113.9"), (1, "8.8.8.8, 203.0.113.9", "203.0.113.9"),
     (2, "203.0.113.9", "192.0.2.1"), (1, "rubbish", "unknown"), (1, "2001:db8::7", "2001:db8::"), (1, "", "unknown")],
)  # fmt: skip
def test_only_trusted_proxies_speak_for_a_client(settings: Any, proxies: int, forwarded: str, expected: str) -> None:
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", headers={"X-Forwarded-For": forwarded}, REMOTE_ADDR="192.0.2.1")
    assert client_address(request) == expected
