"""The expert's workplace: who is next and why, one act after the other, and nothing for anybody else."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation

from eindach.accounts.models import User
from eindach.booking.models import Appointment, Counter
from eindach.consent.models import AuditEvent
from eindach.frontdesk.calling import begin, call_next
from eindach.frontdesk.leaving import go_out
from eindach.frontdesk.models import Desk, Step, Stop, Visit
from eindach.frontdesk.visits import visit_of
from eindach.frontdesk.workplace import look
from tests.cast import MONDAY, ZONE
from tests.frontdesk.day import NINE, Day, minutes, stop_of
from tests.frontdesk.staff import PAGE, desk_of, press, sits_at, works_at


class Clock:
    now = NINE


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    """Pages ask the clock, as people do: on Monday, at nine."""
    clock = Clock()
    monkeypatch.setattr(timezone, "now", lambda: clock.now)
    yield clock
    translation.deactivate()


def page(client: Client) -> str:
    return re.sub(r"\s+", " ", client.get(PAGE).content.decode())


def said(stop: Stop) -> str:
    """When it was promised, as the page says it."""
    assert stop.planned_at
    local = stop.planned_at.astimezone(ZONE)
    return f"{local.hour}:{local.minute:02}"


def acts() -> list[str]:
    return list(AuditEvent._base_manager.filter(actor_kind="staff", outcome="done").values_list("act", flat=True))


def test_one_sits_down_at_a_counter_of_the_own_office(day: Day) -> None:
    client = works_at(day.bank_1.organization)
    assert "Where do you work now?" in page(client)
    client.post(f"{PAGE}open/", {"counter": day.bank_2.pk, "languages": ["ar", "xx"]})
    desk = desk_of(day.bank_2)
    assert (desk.languages, User.objects.get(pk=desk.user).name) == (["ar"], "Robin")
    assert "C 2" in page(client)


def test_nobody_sits_down_at_another_office(day: Day) -> None:
    client = works_at(day.bank_1.organization)
    assert client.post(f"{PAGE}open/", {"counter": day.insurer.pk}).status_code == 404
    assert not Desk.objects.exists()
    refused = AuditEvent._base_manager.get(outcome="refused")
    assert (refused.act, refused.kind, refused.object) == ("open", "counter", str(day.insurer.pk))


def test_a_place_that_is_taken_is_not_taken_away(day: Day) -> None:
    sits_at(day.bank_1)
    other = works_at(day.bank_1.organization, name="Kim")
    assert other.post(f"{PAGE}open/", {"counter": day.bank_1.pk})["Location"].endswith("?taken")
    assert "That place is taken" in other.get(f"{PAGE}?taken").content.decode()


@pytest.mark.parametrize("place", ["9", "x", "0", "-1"])
def test_a_place_that_is_not_there_is_none(day: Day, place: str) -> None:
    client = works_at(day.bank_1.organization)
    assert client.post(f"{PAGE}open/", {"counter": f"{day.bank_1.pk}:{place}"}).status_code == 404
    assert not Desk.objects.exists()


def test_a_desk_that_was_left_open_is_taken_over(day: Day) -> None:
    stop = stop_of(day.walks_in(day.bank), day.bank)
    press(sits_at(day.bank_1), "call")
    kim = works_at(day.bank_1.organization, name="Kim")
    value = re.findall(r'name="instead" value="([^"]+)"', page(kim))[0]
    kim.post(f"{PAGE}open/", {"instead": value, "languages": ["uk"]})
    press(kim, "begin", about=stop.pk)
    assert (Stop.objects.get(pk=stop.pk).status, desk_of(day.bank_1).languages) == ("serving", ["uk"])
    assert "take-over" in acts()


def test_another_office_takes_nothing_over(day: Day) -> None:
    sits_at(day.bank_1)
    other = works_at(day.insurer.organization, name="Kim")
    assert other.post(f"{PAGE}open/", {"instead": f"{day.bank_1.pk}:1"}).status_code == 404


def test_call_begin_done_with_one_button(day: Day) -> None:
    visit, client = day.walks_in(day.bank), sits_at(day.bank_1)
    stop = stop_of(visit, day.bank)
    assert "C 01" in page(client)
    for act, said, status in (
        ("call", {}, "called"),
        ("begin", {"about": stop.pk}, "serving"),
        ("finish", {"about": stop.pk, "outcome": "settled"}, "done"),
    ):
        assert press(client, act, **said) == PAGE
        assert Stop.objects.get(pk=stop.pk).status == status
    assert [one for one in acts() if one in ("call", "begin", "finish")] == ["call", "begin", "finish"]


def test_a_second_press_never_reaches_the_next_visitor(day: Day) -> None:
    first, second = day.walks_in(day.bank), day.walks_in(day.bank, now=NINE + minutes(1))
    client, about = sits_at(day.bank_1), stop_of(first, day.bank).pk
    press(client, "call")
    for _twice in range(2):
        assert press(client, "begin", about=about) == PAGE
    for _twice in range(2):
        assert press(client, "finish", about=about, outcome="settled") == PAGE
    press(client, "call")
    assert press(client, "miss", about=about).endswith("?said=not-now")
    assert stop_of(second, day.bank).status == "called"


def test_it_is_taken_back_within_the_minute_and_only_what_was_shown(day: Day, clock: Clock) -> None:
    visit, client = day.walks_in(day.bank), sits_at(day.bank_1)
    press(client, "call")
    called = Step.objects.get(act="called")
    assert f'name="step" value="{called.pk}"' in page(client)
    assert press(client, "undo", step=called.pk - 1).endswith("?said=too-late")
    assert press(client, "undo", step=called.pk) == PAGE
    assert stop_of(visit, day.bank).status == "waiting"
    press(client, "call")
    clock.now = NINE + minutes(1.1)
    late = press(client, "undo", step=Step.objects.filter(act="called").latest("id").pk)
    assert (late.endswith("?said=too-late"), stop_of(visit, day.bank).status) == (True, "called")


def test_out_of_turn_needs_a_reason(day: Day) -> None:
    day.walks_in(day.bank)
    stop, client = stop_of(day.walks_in(day.bank, now=NINE + minutes(1)), day.bank), sits_at(day.bank_1)
    assert press(client, "take", about=stop.pk, reason="because").endswith("?said=not-now")
    press(client, "take", about=stop.pk, reason="baby")
    stop.refresh_from_db()
    assert (stop.status, stop.urgent) == ("called", "baby")
    assert "Urgent: with a baby" in page(client)


def test_whom_a_colleague_has_just_called_is_no_refusal(day: Day) -> None:
    stop = stop_of(day.walks_in(day.bank), day.bank)
    press(sits_at(day.bank_2, name="Kim"), "call")
    assert press(sits_at(day.bank_1), "take", about=stop.pk, reason="baby").endswith("?said=not-now")
    assert not AuditEvent._base_manager.filter(outcome="refused").exists()


def test_out_of_turn_is_not_before_what_comes_first(day: Day) -> None:
    day.bank.after.add(day.insurance)
    stop = stop_of(day.walks_in(day.bank, day.insurance), day.bank)
    assert press(sits_at(day.bank_1), "take", about=stop.pk, reason="baby").endswith("?said=not-now")
    assert Stop.objects.get(pk=stop.pk).status == "waiting"


def test_who_waits_for_another_office_is_called_by_nobody_else(day: Day) -> None:
    stop, client = stop_of(day.walks_in(day.insurance), day.insurance), sits_at(day.bank_1)
    answer = client.post(f"{PAGE}do/take/", {"about": stop.pk, "reason": "baby"})
    assert (answer.status_code, Stop.objects.get(pk=stop.pk).status) == (404, "waiting")
    assert AuditEvent._base_manager.filter(outcome="refused", act="call").count() == 1


def test_the_desk_of_a_colleague_is_not_mine(day: Day) -> None:
    stop = stop_of(day.walks_in(day.bank), day.bank)
    press(sits_at(day.bank_1), "call")
    kim = sits_at(day.bank_2, name="Kim")
    assert press(kim, "begin", about=stop.pk).endswith("?said=not-now")
    assert Stop.objects.get(pk=stop.pk).status == "called"


def test_of_other_offices_only_hour_and_sign(day: Day) -> None:
    Counter.objects.filter(pk=day.bank_1.pk).update(name={"de": "Station 1 Konto", "en": "Station 1 Bank"})
    bank = stop_of(day.amal_comes(), day.bank)
    seen = page(sits_at(day.insurer))
    assert f"Then at {said(bank)}: Station 1." in seen
    assert "Station 1 Bank" not in seen
    assert "Insurance" in seen
    assert not re.search("Amal|>Bank", seen)


def test_a_break_says_until_when(day: Day) -> None:
    day.walks_in(day.bank)
    client = sits_at(day.bank_1)
    press(client, "pause", why="meeting", minutes="15")
    assert ("Pause until 9:15" in page(client), desk_of(day.bank_1).paused_for) == (True, "meeting")
    assert press(client, "call").endswith("?said=not-now")
    press(client, "resume")
    press(client, "call")
    assert press(client, "close").endswith("?said=not-now")


def test_nobody_waits_says_who_is_expected(day: Day) -> None:
    visit = visit_of(day.amal_books(), day.forum, MONDAY, now=NINE)
    seen = page(sits_at(day.insurer))
    assert "Nobody waits" in seen
    assert f"Next expected at {said(stop_of(visit, day.insurance))}" in seen


def test_a_promise_that_has_passed_is_not_said_as_what_comes(day: Day) -> None:
    bank = stop_of(day.amal_comes(), day.bank)
    assert bank.planned_at is not None
    with translation.override("en"):
        subject = look(day.desk(day.insurer), now=bank.planned_at).subject
        assert subject is not None
        assert f"promised for {said(bank)}" in subject.why[-1]


def test_who_is_half_an_hour_overdue_is_no_longer_counted_on(day: Day) -> None:
    due = stop_of(visit_of(day.amal_books(), day.forum, MONDAY, now=NINE), day.insurance).planned_at
    desk = day.desk(day.insurer)
    assert due is not None
    soon, late = (look(desk, now=due + timedelta(minutes=minutes)) for minutes in (29, 30))
    assert (soon.expected_at, late.expected_at, late.queue) == (due, None, ())


@pytest.mark.parametrize(
    ("held", "said"),
    [("away", "out for a while"), ("at-a-desk", "at another counter"), ("after", "another matter comes first")],
)
def test_why_somebody_cannot_be_called_is_said_as_it_is(day: Day, held: str, said: str) -> None:
    visit = day.walks_in(day.bank, day.insurance)
    if held == "away":
        go_out(visit, now=NINE)
    elif held == "at-a-desk":
        call_next(desk=day.desk(day.insurer), now=NINE)
    else:
        day.bank.after.add(day.insurance)
    seen = page(sits_at(day.bank_1))
    words = ("out for a while", "at another counter", "another matter comes first")
    assert [one for one in words if one in seen] == [said]
    assert "Nobody who waits can be called just now." in seen


def test_the_figures_of_the_day(day: Day, clock: Clock) -> None:
    client = sits_at(day.bank_1)
    for number in range(3):
        stop = stop_of(day.walks_in(day.bank, now=NINE + minutes(number)), day.bank)
        clock.now = NINE + minutes(20 * number + 5)
        press(client, "call")
        if number == 2:
            press(client, "miss", about=stop.pk)
            break
        press(client, "begin", about=stop.pk)
        clock.now += minutes(10)
        press(client, "finish", about=stop.pk, outcome="settled")
    assert "Today: 2 done, 1 did not come, 10 minutes on average" in page(client)


# Onward.


def serving(day: Day, visit: Visit) -> Client:
    client = sits_at(day.bank_1)
    call_next(desk=desk_of(day.bank_1), now=NINE)
    begin(desk=desk_of(day.bank_1), now=NINE)
    return client


def to(day: Day) -> dict[str, object]:
    return {"to": f"{day.insurance.pk}:{day.insurance.services.get().pk}"}


def test_a_word_for_another_organization_needs_their_yes(day: Day) -> None:
    visit = day.walks_in(day.bank)
    client, about = serving(day, visit), stop_of(visit, day.bank).pk
    said = {**to(day), "about": about, "word": "card is missing"}
    refused = client.post(f"{PAGE}pass-on/", said)
    assert (refused.status_code, Stop.objects.filter(visit=visit).count()) == (422, 1)
    assert client.post(f"{PAGE}pass-on/", {**said, "agreed": "yes"}).status_code == 302
    assert stop_of(visit, day.insurance).word == "card is missing"
    told = AuditEvent._base_manager.get(act="tell")
    assert (told.basis, told.fields) == ("consent:at-the-counter", ["word"])


def test_the_matter_travels_without_a_word(day: Day) -> None:
    visit = day.walks_in(day.bank)
    client, about = serving(day, visit), stop_of(visit, day.bank).pk
    assert 'value="yes"' in client.get(f"{PAGE}pass-on/").content.decode()
    assert not re.search(r"<input[^>]*agreed[^>]*checked", client.get(f"{PAGE}pass-on/").content.decode())
    for _twice in range(2):
        assert client.post(f"{PAGE}pass-on/", {**to(day), "about": about})["Location"] == PAGE
    assert stop_of(visit, day.insurance).word == ""
    assert "tell" not in acts()


def test_inside_the_own_office_a_word_needs_no_yes(day: Day) -> None:
    visit = day.walks_in(day.bank)
    client, about = serving(day, visit), stop_of(visit, day.bank).pk
    own = {"to": f"{day.bank.pk}:{day.bank.services.get().pk}", "about": about, "word": "second signature"}
    assert client.post(f"{PAGE}pass-on/", own).status_code == 302
    assert Stop.objects.get(visit=visit, status="waiting").word == "second signature"
    assert AuditEvent._base_manager.get(act="tell").basis == "role"


def test_what_is_not_settled_here_is_nowhere_to_go(day: Day) -> None:
    visit = day.walks_in(day.bank)
    client, about = serving(day, visit), stop_of(visit, day.bank).pk
    elsewhere = {"to": f"{day.cast.residence.pk}:{day.cast.residence.services.get().pk}", "about": about}
    assert client.post(f"{PAGE}pass-on/", elsewhere).status_code == 422


# An interpreter.


def test_who_in_the_house_speaks_their_language_is_shown(day: Day) -> None:
    day.walks_in(day.bank)
    client = sits_at(day.bank_1, "de")
    sits_at(day.insurer, "uk", "de", name="Kim")
    seen = page(client)
    assert "Ukrainian for C 01" in seen
    assert ("Counter r" in seen, "free now" in seen, "Kim" in seen) == (True, True, False)


def test_who_speaks_it_at_the_desk_needs_nobody(day: Day) -> None:
    day.walks_in(day.bank)
    client = sits_at(day.bank_1, "uk")
    sits_at(day.insurer, "uk", name="Kim")
    assert "Ukrainian for C 01" not in page(client)


# The next appointment.


def test_the_follow_up_is_booked_without_asking_who_they_are(day: Day) -> None:
    visit, client = day.amal_comes(), sits_at(day.insurer)
    about = stop_of(visit, day.insurance).pk
    press(client, "call")
    press(client, "begin", about=about)
    seen = client.get(f"{PAGE}follow-up/").content.decode()
    offer = re.findall(r'name="offer" value="([^"]+)"', seen)[0]
    for _twice in range(2):
        answer = client.post(f"{PAGE}follow-up/", {"about": about, "offer": offer})
        assert answer["Location"].endswith("?said=booked")
    new = Appointment.objects.get(matter=day.insurance, status="booked")
    assert (new.person, new.during.lower.date() > MONDAY) == (visit.person, True)
    assert Stop.objects.get(pk=about).outcome == "follow-up"


def test_who_walked_in_is_asked_in_the_normal_booking(day: Day) -> None:
    visit = day.walks_in(day.bank)
    client = serving(day, visit)
    seen = client.get(f"{PAGE}follow-up/").content.decode()
    assert "plan/?matter=bank" in seen
    assert 'name="offer"' not in seen
