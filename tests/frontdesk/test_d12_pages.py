"""The call display and the visitor's page: numbers and places, no names; a link nobody can guess."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from eindach.consent.models import AuditEvent
from eindach.frontdesk import queue
from eindach.frontdesk.calling import begin, call_next
from eindach.frontdesk.models import Visit
from eindach.frontdesk.visits import visit_of, visit_token
from tests.cast import MONDAY
from tests.frontdesk.day import NINE, Day, minutes


@pytest.fixture(autouse=True)
def nine_o_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages ask the clock, as people do: on Monday, at nine."""
    monkeypatch.setattr(timezone, "now", lambda: NINE)


def here(visit: Visit, language: str = "en", more: str = "") -> str:
    return f"/{language}/here/{visit_token(visit.pk)}/{more}"


def text(client: Client, address: str) -> str:
    return re.sub(r"\s+", " ", client.get(address).content.decode())


def test_the_display_shows_number_and_station_in_several_languages(client: Client, day: Day) -> None:
    visit = day.walks_in(day.bank)
    call_next(desk=day.desk(day.bank_2), now=NINE)
    page = text(client, "/de/screen/forum/")
    assert f">{visit.ticket}<" in page
    assert ('lang="ar" dir="rtl"' in page, 'lang="uk"' in page) == (True, True)
    assert "C 2" in page


def test_the_display_knows_no_names_and_no_matters(client: Client, day: Day) -> None:
    day.amal_comes()
    call_next(desk=day.desk(day.insurer), now=NINE)
    page = text(client, "/de/screen/forum/")
    assert "A 01" in page
    assert not re.search("amal|insurance", page, re.IGNORECASE)


def test_an_empty_house_says_what_will_come(client: Client, day: Day) -> None:
    assert "call--none" in text(client, "/en/screen/forum/")


def test_there_is_no_display_of_what_is_no_house(client: Client, day: Day) -> None:
    assert client.get("/de/screen/nowhere/").status_code == 404


@pytest.mark.parametrize("token", ["x" * 43, "", "%00", "a" * 4000])
def test_a_wrong_link_opens_nothing(client: Client, day: Day, token: str) -> None:
    day.walks_in(day.bank)
    assert client.get(f"/de/here/{token}/").status_code == 404


def test_who_waits_sees_how_many_come_before(client: Client, day: Day) -> None:
    first, second = day.walks_in(day.bank), day.walks_in(day.bank, now=NINE + minutes(0.5))
    day.desk(day.bank_1)
    assert "You are next." in text(client, here(first))
    page = text(client, here(second))
    assert f"{second.ticket}</bdi>" in page
    assert "1 person before you" in page
    assert "about 30 minutes" in page


def test_who_is_called_sees_where_to_go(client: Client, day: Day) -> None:
    visit, desk = day.walks_in(day.bank), day.desk(day.bank_2)
    call_next(desk=desk, now=NINE)
    assert "Now: go to C 2" in text(client, here(visit))
    begin(desk=desk, now=NINE)
    assert "You are at C 2" in text(client, here(visit))


def test_the_way_shows_what_is_now_what_comes_and_what_to_bring(client: Client, day: Day) -> None:
    visit = day.walks_in(day.bank, day.insurance)
    call_next(desk=day.desk(day.insurer), now=NINE)
    page = text(client, here(visit))
    assert re.findall(r"carry__stop--(\w+)", page) == ["now", "next"]
    assert page.index("Insurance") < page.index(">Bank<")
    assert "registration-proof" in page


def test_it_is_the_same_in_every_language_and_for_nobody_else(client: Client, day: Day) -> None:
    visit = day.walks_in(day.bank)
    answer = client.get(here(visit, "ar"))
    assert 'dir="rtl"' in answer.content.decode()
    assert "noindex" in answer["X-Robots-Tag"]
    assert "no-store" in answer["Cache-Control"]


def test_who_is_not_here_yet_is_told_to_come(client: Client, day: Day) -> None:
    visit = visit_of(day.amal_books(), day.forum, MONDAY, now=NINE)
    page = text(client, here(visit))
    assert "We expect you" in page
    assert ["/leave/" in page, "Show the way</a>" in page, "Your way today" in page] == [False, True, True]


def test_who_looks_on_an_earlier_day_reads_which_day_it_is(
    client: Client, day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = visit_of(day.amal_books(), day.forum, MONDAY, now=NINE)
    monkeypatch.setattr(timezone, "now", lambda: NINE - minutes(24 * 60))
    page = text(client, here(visit))
    assert ["<strong>Monday, 23 November</strong>" in page, "Your way today" in page, 'id="sound"' in page] == [
        True, False, False,
    ]  # fmt: skip


def test_yesterday_is_over(client: Client, day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    visit = day.walks_in(day.bank)
    monkeypatch.setattr(timezone, "now", lambda: NINE + minutes(24 * 60))
    page = text(client, here(visit))
    assert "Your visit is over" in page
    assert "data-poll" not in page, "nothing can come any more: nobody looks again and again"


def test_out_for_a_while_and_back(client: Client, day: Day) -> None:
    visit = day.walks_in(day.bank)
    assert client.post(here(visit, more="leave/")).status_code == 302
    assert "We do not call you now" in text(client, here(visit))
    assert queue.queue_of(day.bank_1, now=NINE)[0].can_be_called is False
    client.post(here(visit, more="back/"))
    assert Visit.objects.get(pk=visit.pk).state == "here"


def test_looking_changes_nothing(client: Client, day: Day) -> None:
    visit = day.walks_in(day.bank)
    for act in ("leave/", "back/"):
        assert client.get(here(visit, more=act)).status_code == 405
    assert Visit.objects.get(pk=visit.pk).state == "here"


def test_who_is_called_is_told_that_it_is_too_late(client: Client, day: Day) -> None:
    visit = day.walks_in(day.bank)
    call_next(desk=day.desk(day.bank_1), now=NINE)
    answer = client.post(here(visit, more="leave/"), follow=True)
    assert "That is not possible just now" in answer.content.decode()


def test_each_look_and_each_act_leaves_an_event(client: Client, day: Day) -> None:
    visit = day.walks_in(day.bank)
    client.get(here(visit))
    client.post(here(visit, more="leave/"))
    events = AuditEvent._base_manager.filter(kind="visit").order_by("chain", "number")
    assert [(one.act, one.object) for one in events] == [(act, str(visit.pk)) for act in ("read", "read", "leave")]
