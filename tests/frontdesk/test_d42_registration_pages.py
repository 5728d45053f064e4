"""The pages of registering, and what is behind the link of a registration."""

import re

import pytest
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from eindach.frontdesk.events.absence import set_absent
from eindach.frontdesk.events.letters import event_letter
from eindach.frontdesk.events.registering import cancel, offer_places
from eindach.frontdesk.events.reminders import remind
from eindach.frontdesk.models import EventDay, Stop, Visit
from eindach.frontdesk.visits import visit_token
from eindach.notifications.models import Message
from tests.cast import NOW
from tests.frontdesk.day import minutes
from tests.frontdesk.event_day import NINE, TEN, Morning, set_morning


@pytest.fixture
def morning(db: None, monkeypatch: pytest.MonkeyPatch) -> Morning:
    """Pages ask the clock, as people do: on Saturday."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    return set_morning()


def hour(morning: Morning, language: str = "en", **wish: object) -> str:
    asked = {"matters": "bank", "people": "1", "language": "ar"} | wish
    return f"/{language}/events/{morning.day.pk}/hour/?" + "&".join(f"{key}={value}" for key, value in asked.items())


def registration(visit: Visit, more: str = "", language: str = "en") -> str:
    return f"/{language}/here/{visit_token(visit.pk)}/registration/{more}"


AMAL = {"window": NINE.isoformat(), "name": "Amal Beispiel", "email": "amal@mail.example", "language": "ar"}


@pytest.mark.parametrize("language", ["de", "en", "ar", "uk"])
def test_the_way_to_a_registration(client: Client, morning: Morning, language: str) -> None:
    assert str(morning.day.pk) in client.get(f"/{language}/events/").content.decode()
    assert 'name="matters"' in client.get(f"/{language}/events/{morning.day.pk}/").content.decode()
    assert client.get(hour(morning, language)).status_code == 200
    answer = client.post(hour(morning, language), AMAL, follow=True)
    assert (answer.status_code, Visit.objects.get().languages) == (200, ["ar"])


def test_the_hours_show_how_many_places_are_left(client: Client, morning: Morning) -> None:
    page = client.get(hour(morning, matters="insurance")).content.decode()
    assert re.findall(r"\d+:00 to \d+:00 · (.*?)<", page) == ["4 places"] * 4
    morning.comes("Olena")
    assert "9:00 to 10:00 · full, put me on the waiting list" in client.get(hour(morning)).content.decode()


def test_a_full_hour_leads_to_the_waiting_list(client: Client, morning: Morning) -> None:
    morning.comes("Olena")
    page = client.post(hour(morning), AMAL | {"window": f"wait:{NINE.isoformat()}"}, follow=True)
    assert "You are on the waiting list" in page.content.decode()


def test_who_was_too_slow_chooses_again_and_loses_nothing(client: Client, morning: Morning) -> None:
    client.get(hour(morning))
    morning.comes("Olena")
    page = client.post(hour(morning), AMAL)
    assert page.status_code == 422
    assert 'value="amal@mail.example"' in page.content.decode()


def test_another_language_loses_nothing_that_was_chosen_or_typed(client: Client, morning: Morning) -> None:
    wish = client.get(f"/ar/events/{morning.day.pk}/?matters=bank&people=3&language=uk&redraw=en").content.decode()
    assert re.search(r'value="bank"[^>]* checked', wish)
    assert (' value="3"' in wish, '<option value="uk" selected' in wish) == (True, True)
    page = client.post(hour(morning, "ar"), AMAL | {"redraw": "en"}).content.decode()
    assert re.search(rf'value="{re.escape(NINE.isoformat())}"[^>]* checked', page)
    assert ('value="amal@mail.example"' in page, Visit.objects.exists()) == (True, False)


def test_the_same_person_is_told_kindly(client: Client, morning: Morning) -> None:
    client.post(hour(morning, matters="insurance"), AMAL)
    page = client.post(hour(morning, matters="insurance"), AMAL)
    assert (page.status_code, "registered for this day already" in page.content.decode()) == (409, True)


@pytest.mark.parametrize("wish", [{"matters": ""}, {"matters": "residence"}, {"people": "0"}])
def test_a_wrong_wish_is_asked_for_again(client: Client, morning: Morning, wish: dict[str, str]) -> None:
    assert client.get(hour(morning, **wish)).status_code == 422


def test_before_and_after_there_is_nothing_to_register_for(client: Client, morning: Morning) -> None:
    EventDay.objects.update(registration_until=NOW)
    assert client.get(f"/en/events/{morning.day.pk}/").status_code == 404
    assert "Registration is closed" in client.get("/en/events/").content.decode()


def test_the_link_shows_code_and_calendar_file(client: Client, morning: Morning) -> None:
    visit = morning.comes("Amal")
    page = client.get(registration(visit))
    assert ("<svg" in page.content.decode(), page["X-Robots-Tag"]) == (True, "noindex, nofollow")
    file = client.get(registration(visit, "visit.ics")).content.decode()
    assert "DTSTART;TZID=Europe/Berlin:20261123T090000" in file
    assert visit_token(visit.pk) not in file.replace("\r\n ", "")


@pytest.mark.parametrize("waits", [False, True])
def test_their_page_of_the_day_says_hour_and_place_before_it(client: Client, morning: Morning, waits: bool) -> None:
    visit = morning.comes("Amal")
    Visit.objects.update(waits_since=NOW if waits else None)
    page = client.get(registration(visit).replace("registration/", "")).content.decode()
    assert ["Monday, 23 November" in page, f'href="{registration(visit)}"' in page] == [True, True]
    assert ("Please arrive between 9:00 and 10:00." in page, "We expect you" in page) == (not waits, not waits)
    assert ("You are on the waiting list" in page) is waits


def sequence(client: Client, visit: Visit) -> int:
    file = client.get(registration(visit, "visit.ics")).content.decode()
    return int(re.findall(r"SEQUENCE:(\d+)", file)[0])


def test_a_later_calendar_file_replaces_an_earlier_one(
    client: Client, morning: Morning, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = morning.comes("Amal")
    before = sequence(client, visit)
    client.post(registration(visit, "hour/"), {"hour": TEN.isoformat()})
    monkeypatch.setattr(timezone, "now", lambda: NOW + minutes(1))
    assert sequence(client, visit) > before
    assert "DTSTAMP:20261121T" in client.get(registration(visit, "visit.ics")).content.decode()


def test_only_who_is_registered_has_something_for_a_calendar(client: Client, morning: Morning) -> None:
    waits, gone = morning.comes("Olena"), morning.comes("Amal", waits=True)
    cancel(visit=waits, now=NOW)
    answers = [client.get(registration(one, "visit.ics")).status_code for one in (waits, gone)]
    assert answers == [404, 404]


def test_another_hour_and_cancelling_by_the_link(client: Client, morning: Morning) -> None:
    visit = morning.comes("Amal")
    client.post(registration(visit, "hour/"), {"hour": TEN.isoformat()})
    assert Visit.objects.get(pk=visit.pk).window_start == TEN
    page = client.post(registration(visit, "cancel/"), follow=True)
    assert "Your registration is cancelled" in page.content.decode()


@pytest.mark.parametrize("said", ["", "soon", "2026-11-23T10:00"])
def test_a_wrong_hour_changes_nothing(client: Client, morning: Morning, said: str) -> None:
    visit = morning.comes("Amal")
    client.post(registration(visit, "hour/"), {"hour": said})
    assert Visit.objects.get(pk=visit.pk).window_start == NINE


def test_looking_changes_nothing(client: Client, morning: Morning) -> None:
    visit = morning.comes("Amal")
    for act in ("hour/", "cancel/", "accept/"):
        assert client.get(registration(visit, act)).status_code == 405
    assert client.get("/en/here/nobody/registration/").status_code == 404


def test_an_offered_place_is_taken_by_a_button(client: Client, morning: Morning) -> None:
    first, second = morning.comes("Olena"), morning.comes("Amal", waits=True)
    cancel(visit=first, now=NOW)
    offer_places(morning.day, now=NOW)
    assert "We keep the place for you" in client.get(registration(second)).content.decode()
    client.post(registration(second, "accept/"))
    assert Visit.objects.get(pk=second.pk).waits_since is None


def test_each_change_is_told_once_in_the_language_of_the_person(morning: Morning) -> None:
    visit = morning.comes("Amal", language="de")
    for _turn in range(2):
        event_letter(visit, "registered", now=NOW)
    [message] = Message.objects.filter(kind="event-registered")
    assert (message.to, message.language) == ("amal@mail.example", "de")
    assert "/here/" in message.text
    assert [one.media_type.split(";")[0] for one in message.attachments.all()] == ["text/calendar"]
    assert "Bank" not in message.subject


def test_what_is_no_longer_true_is_not_written(morning: Morning) -> None:
    visit = cancel(visit=morning.comes("Amal"), now=NOW)
    assert event_letter(visit, "registered", now=NOW) is None
    assert event_letter(visit, "cancelled", now=NOW) is not None


def test_a_phone_alone_gets_a_text_message_if_a_gateway_is_set_up(morning: Morning, settings: object) -> None:
    visit = morning.comes("Amal", email="", phone="+4924211234567")
    settings.SMS_GATEWAY = ""  # type: ignore[attr-defined]
    settings.DEMO = False  # type: ignore[attr-defined]
    assert event_letter(visit, "registered", now=NOW) is None
    settings.SMS_GATEWAY = "jsons://gateway.example/?:to={to}"  # type: ignore[attr-defined]
    message = event_letter(visit, "registered", now=NOW)
    assert message is not None
    assert (message.channel, message.to) == ("text", "+4924211234567")


def reminders() -> int:
    jobs = ProcrastinateJob.objects.filter(task_name__endswith="write_event_letter")
    return sum("reminder" in str(job.args) for job in jobs)


def test_they_are_reminded_two_days_and_two_hours_before_once_each(morning: Morning) -> None:
    visit = morning.comes("Amal")
    Visit.objects.update(registered_at=NOW - minutes(60 * 24 * 7))
    assert (remind(now=NINE - minutes(60 * 48 + 1)), reminders()) == (0, 0)
    assert (remind(now=NINE - minutes(60 * 48)), remind(now=NINE - minutes(60 * 47))) == (1, 0)
    assert (remind(now=NINE - minutes(119)), remind(now=NINE - minutes(60)), reminders()) == (1, 0, 2)
    assert event_letter(visit, "reminder-days", now=NOW) is not None


def test_nobody_is_reminded_who_cancelled_waits_or_registered_just_now(morning: Morning) -> None:
    cancel(visit=morning.comes("Amal"), now=NOW)
    morning.comes("Olena")
    morning.comes("Robin", waits=True)
    remind(now=NINE - minutes(60 * 45))
    assert reminders() == 0


def test_with_times_the_first_one_counts(client: Client, morning: Morning) -> None:
    visit = morning.comes("Amal", morning.house.bank, morning.house.insurance)
    Stop.objects.filter(visit=visit, matter=morning.house.bank).update(planned_at=NINE + minutes(20), promised=True)
    said = "Your first time is 9:20. Please be there a few minutes before."
    page, letter = client.get(registration(visit)).content.decode(), event_letter(visit, "route", now=NOW)
    assert letter
    assert (said in page, said in letter.text) == (True, True)
    assert "between 9:00" not in page + letter.text


def test_an_office_that_does_not_come_is_said_to_whoever_wanted_it(client: Client, morning: Morning) -> None:
    visit = morning.comes("Amal", morning.house.bank, morning.house.insurance)
    set_absent(morning.day, 1, absent=True, now=NOW)
    page, letter = client.get(registration(visit)).content.decode(), event_letter(visit, "route", now=NOW)
    assert letter
    assert page.count("This office does not come on that day.") == 1
    assert letter.text.count("this office does not come on that day. Please book another day.") == 1
