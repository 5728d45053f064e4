"""Logs help to mend; they never hold the key to somebody's booking."""

import logging

import pytest

from eindach.config.logs import WithoutSecrets

TOKEN = "Zk3-" + "x" * 39


def test_the_secret_of_a_link_is_taken_out() -> None:
    record = logging.LogRecord("django.request", logging.ERROR, "", 0, "Failed: %s", (f"/de/my/{TOKEN}/move/",), None)
    assert WithoutSecrets().filter(record)
    assert record.getMessage() == "Failed: /de/my/…/move/"


@pytest.mark.parametrize("address", ["/ar/here/{}/", "/events/visit?token={}&language=ar"])
def test_the_secret_of_a_visit_is_taken_out(address: str) -> None:
    record = logging.LogRecord("x", logging.ERROR, "", 0, address.format(TOKEN), (), None)
    assert WithoutSecrets().filter(record)
    assert record.getMessage() == address.format("…")


def test_other_addresses_stay_readable() -> None:
    record = logging.LogRecord("django.request", logging.ERROR, "", 0, "Failed: /de/plan/when/", (), None)
    WithoutSecrets().filter(record)
    assert record.getMessage() == "Failed: /de/plan/when/"
