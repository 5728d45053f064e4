"""Faults and logs: nothing of the inside to strangers, everything to whoever mends, no word of anybody."""

import json
import logging
from collections.abc import Callable, Iterator
from io import StringIO
from unittest import mock

import pytest
import structlog
from django.test import Client

from eindach.accounts.models import Role
from tests.accounts.staff import Desk, sign_in

INSIDE = "postgresql://eindach:planted-secret@db.kreis.example"
Lines = Callable[[], list[dict[str, str]]]


@pytest.fixture
def lines() -> Iterator[Lines]:
    """What a real process would write to standard error."""
    stream = StringIO()
    (handler,) = [one for one in logging.getLogger().handlers if type(one) is logging.StreamHandler]
    before = handler.setStream(stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    handler.setStream(before)


@pytest.mark.parametrize(("address", "broken"), [("/en/", "eindach.site.views.people_to_ask"),
                                                 ("/api/v1/matters", "eindach.api.guard._language")])  # fmt: skip
def test_a_fault_tells_nothing_of_the_inside(db: None, address: str, broken: str) -> None:
    with mock.patch(broken, side_effect=RuntimeError(INSIDE)):
        answer = Client(raise_request_exception=False).get(address)
    assert answer.status_code == 500
    for word in ("planted-secret", "RuntimeError", "Traceback", ".py"):
        assert word not in answer.content.decode()


def test_a_fault_is_written_down_whole(db: None, lines: Lines) -> None:
    with mock.patch("eindach.site.views.people_to_ask", side_effect=RuntimeError("planted")):
        Client(raise_request_exception=False).get("/en/")
    (line,) = [line for line in lines() if line["level"] == "error"]
    assert "RuntimeError: planted" in line["exception"]


def test_a_line_says_when_in_utc_where_and_how_grave(lines: Lines) -> None:
    logging.getLogger("eindach.somewhere").warning("something")
    structlog.get_logger("eindach.elsewhere").warning("something_else", count=3)
    one, other = lines()
    assert (one["event"], one["level"], one["logger"]) == ("something", "warning", "eindach.somewhere")
    assert (other["event"], other["count"], other["logger"]) == ("something_else", 3, "eindach.elsewhere")
    assert one["timestamp"].endswith("Z")
    assert other["timestamp"].endswith("Z")


@pytest.mark.parametrize(
    "typed", ["x\n2026-12-01 admin signed in", "x\r\nfalse", "x\u2028false", "x\x1b[2Jfalse", 'x", "y": "']
)
def test_whatever_is_said_stays_in_one_line(lines: Lines, typed: str) -> None:
    logging.getLogger("eindach").warning("form refused: %s", typed)
    (line,) = lines()
    assert line["event"] == f"form refused: {typed}"


def test_the_secret_of_a_link_is_nowhere_in_a_line(lines: Lines) -> None:
    secret = "Zk3-" + "x" * 39
    structlog.get_logger("eindach").warning("fault", where=f"/de/my/{secret}/move/")
    try:
        raise RuntimeError(f"/de/my/{secret}/move/")
    except RuntimeError:
        logging.getLogger("eindach").exception("fault")
    assert len(lines()) == 2
    assert secret not in json.dumps(lines())


def test_no_line_holds_a_password_or_a_name(desk: Desk, lines: Lines) -> None:
    desk.member(Role.ADMINISTRATOR)
    logging.getLogger("eindach").warning("begin")
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    with mock.patch("eindach.accounts.adapters.client_address", side_effect=RuntimeError("planted")):
        for browser in (client, Client(raise_request_exception=False)):
            sign_in(browser, "administrator@haus.example", "ein geheimes Wort")
    said = json.dumps(lines())
    assert "planted" in said
    assert "geheimes" not in said
    assert "administrator@haus" not in said


def test_attempts_leave_a_line(desk: Desk, lines: Lines, settings) -> None:
    settings.RATES = {"form": "1/h"}
    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client(enforce_csrf_checks=True)
    sign_in(Client(), "niemand@haus.example")
    sign_in(Client(), "niemand@haus.example")  # one too many
    client.post("/de/account/password/reset/", {"email": "x@haus.example"})  # a form without its token
    client.get("/de/help/", headers={"host": "fremd.example"})
    said = [line["event"] for line in lines()]
    assert "over_the_limit" in said
    assert any(line.startswith("form refused") for line in said)
    assert any("fremd.example" in line for line in said)
