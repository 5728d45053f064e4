"""An event day does not take place: shown with what it does, done as shown; everybody is told, and led on."""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from eindach.booking.models import Appointment
from eindach.booking.operations import book
from eindach.booking.search import search
from eindach.directory.queries import next_event
from eindach.frontdesk.another_day.left_open import left_open
from eindach.frontdesk.events.calling_off import call_off, called_off
from eindach.frontdesk.events.days import make_event_days
from eindach.frontdesk.events.letters import event_letter
from eindach.frontdesk.events.registering import cancel
from eindach.frontdesk.events.reminders import remind
from eindach.frontdesk.faults import NotNow
from eindach.frontdesk.models import EventDay, Visit
from eindach.frontdesk.visits import visit_token
from tests.cast import MONDAY, NOW, OLENA, wish
from tests.frontdesk.event_day import CLOSES, NINE, Morning, bookable_bank, set_morning
from tests.frontdesk.staff import works_at


@pytest.fixture
def morning(db: None, monkeypatch: pytest.MonkeyPatch) -> Morning:
    """Amal and Karla have registered, Robin waits for a place, Olena has booked at nine."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    morning = set_morning()
    bookable_bank(morning)
    morning.comes("Amal", morning.house.bank, morning.house.insurance)
    morning.comes("Karla", morning.house.insurance, email="", phone="+492421123456")
    morning.comes("Robin", morning.house.bank, waits=True)
    book(offer=search(wish("bank", until=MONDAY), now=NOW).plans[0].offer, contact=OLENA, key="k", now=NOW)
    return morning


@pytest.fixture
def coordinator(morning: Morning) -> Client:
    return works_at(morning.bank.counter.organization, "coordinator")


def says(coordinator: Client, morning: Morning, mark: str = "") -> HttpResponse:
    return coordinator.post(f"/en/staff/events/{morning.day.pk}/call-off/", {"mark": mark})  # type: ignore[return-value]


def of(name: str) -> Visit:
    return Visit.objects.get(person__name__startswith=name)


def is_off(morning: Morning) -> bool:
    return EventDay.objects.get(pk=morning.day.pk).cancelled_at is not None


def done(morning: Morning) -> None:
    call_off(morning.day, expected=called_off(morning.day, now=NOW).mark, now=NOW)


def test_looking_says_numbers_names_nobody_and_changes_nothing(coordinator: Client, morning: Morning) -> None:
    answer = says(coordinator, morning)
    found = answer.context["found"]  # type: ignore[attr-defined]
    assert (found.told, found.to_call, found.unreachable, found.booked.touched) == (2, 1, 0, 1)
    assert not any(name in answer.content.decode() for name in ("Amal", "Karla", "Olena"))
    assert not is_off(morning)


def test_done_as_shown(coordinator: Client, morning: Morning) -> None:
    mark = says(coordinator, morning).context["found"].mark  # type: ignore[attr-defined]
    assert says(coordinator, morning, mark).status_code == 302
    assert is_off(morning)
    assert Appointment.objects.filter(displaced_at__isnull=False).count() == 1
    assert not Visit.objects.filter(event_day=morning.day, cancelled_at=None).exists()


def test_somebody_registered_meanwhile_so_it_is_shown_again(coordinator: Client, morning: Morning) -> None:
    mark = says(coordinator, morning).context["found"].mark  # type: ignore[attr-defined]
    morning.comes("Emre", morning.house.insurance)
    assert says(coordinator, morning, mark).status_code == 409
    assert not is_off(morning)


def test_everybody_is_told_once_and_led_to_what_is_left_open(client: Client, morning: Morning) -> None:
    done(morning)
    amal = of("Amal")
    letter = event_letter(amal, "called-off", now=NOW)
    assert letter
    assert f"/en/here/{visit_token(amal.pk)}/another-day/" in letter.text
    assert b"STATUS:CANCELLED" in bytes(letter.attachments.get().content), "their calendar hears of it too"
    assert (
        ProcrastinateJob.objects.filter(task_name__endswith="write_event_letter", args__kind="called-off").count() == 3
    )
    assert {one.matter for one in left_open(amal, now=NOW)} == {morning.house.bank, morning.house.insurance}
    assert event_letter(amal, "registered", now=NOW) is None


@pytest.mark.parametrize("page_of", ["registration/", ""])
def test_their_pages_say_it_and_lead_on(client: Client, morning: Morning, page_of: str) -> None:
    done(morning)
    page = client.get(f"/en/here/{visit_token(of('Amal').pk)}/{page_of}").content.decode()
    assert f"/en/here/{visit_token(of('Amal').pk)}/another-day/" in page
    assert 'name="hour"' not in page


def test_who_had_cancelled_before_has_nothing_open(morning: Morning) -> None:
    cancel(visit=of("Amal"), now=NOW)
    call_off(morning.day, expected=called_off(morning.day, now=CLOSES).mark, now=CLOSES)
    assert left_open(of("Amal"), now=CLOSES) == []


def test_nobody_registers_is_reminded_or_gets_it_made_anew(client: Client, morning: Morning) -> None:
    done(morning)
    assert client.get(f"/en/events/{morning.day.pk}/").status_code == 404
    assert "notice--late" in client.get("/en/events/").content.decode()
    assert remind(now=NINE.replace(hour=8)) == 0
    make_event_days(now=NOW)
    assert is_off(morning)
    coming = next_event(EventDay.objects.get(pk=morning.day.pk).series, NOW)
    assert coming
    assert coming.date == MONDAY + timedelta(weeks=1)
    assert search(wish("bank", until=MONDAY), now=NOW).plans == ()


def test_once_it_has_begun_it_cannot_be_called_off(morning: Morning) -> None:
    with pytest.raises(NotNow):
        called_off(morning.day, now=NINE)
    mark = called_off(morning.day, now=NOW).mark
    with pytest.raises(NotNow):
        call_off(morning.day, expected=mark, now=NINE)
    assert not is_off(morning)


def test_who_does_not_plan_event_days_cannot(morning: Morning) -> None:
    expert = works_at(morning.bank.counter.organization, "expert")
    assert says(expert, morning, "x-3").status_code == 403
    assert not is_off(morning)
