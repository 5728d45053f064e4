"""A coordinator says that a partner does not come: what that does is shown before it is saved, and names nobody."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from eindach.booking.models import Appointment, Itinerary, Opening
from eindach.booking.operations import book, cancel
from eindach.booking.search import search
from eindach.frontdesk.models import Station
from eindach.notifications.models import Message
from tests.cast import MONDAY, NOW, OLENA, span, wish
from tests.frontdesk.event_day import CLOSES, Morning, bookable_bank, set_morning, station
from tests.frontdesk.staff import works_at


@pytest.fixture
def morning(db: None) -> Morning:
    """Two desks of the bank: Amal has registered for bank and insurance, Olena has booked at nine."""
    morning = set_morning()
    bookable_bank(morning)
    morning.comes("Amal", morning.house.bank, morning.house.insurance)
    book(offer=search(wish("bank", until=MONDAY), now=NOW).plans[0].offer, contact=OLENA, key="k", now=NOW)
    return morning


@pytest.fixture
def coordinator(morning: Morning, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(timezone, "now", lambda: CLOSES)
    return works_at(morning.bank.counter.organization, "coordinator")


def says(coordinator: Client, morning: Morning, mark: str = "", absent: str = "yes") -> HttpResponse:
    said = {"station": "1", "absent": absent, "mark": mark}
    return coordinator.post(f"/en/staff/events/{morning.day.pk}/absent/", said)  # type: ignore[return-value]


def shown(answer: HttpResponse) -> tuple[int, int, int, int, str]:
    """Elsewhere, another day; of who booked: at the same time, to be called; the mark."""
    found = answer.context["found"]  # type: ignore[attr-defined]
    return (
        found.touched.elsewhere,
        found.touched.another_day,
        found.booked.same_time,
        found.booked.to_call,
        found.mark,
    )


def is_absent() -> bool:
    return Station.objects.filter(number=1, absent_since__isnull=False).exists()


def test_looking_says_numbers_and_changes_nothing(coordinator: Client, morning: Morning) -> None:
    answer = says(coordinator, morning)
    assert shown(answer)[:4] == (0, 1, 0, 1)
    words = answer.content.decode()
    assert ("This touches 1 registration" in words, "1 must be called" in words) == (True, True)
    assert not any(name in words for name in ("Amal", "Olena"))
    assert 'href="/en/staff/week/"' in words  # the page has the tools of whoever looks at it
    assert (is_absent(), Appointment.objects.exclude(displaced_at=None).exists()) == (False, False)


def test_another_station_and_an_equal_counter_are_counted(coordinator: Client, morning: Morning) -> None:
    other = station(morning.day, 3, morning.house.bank_2, morning.house.bank, 1).counter.calendar
    services = list(other.services.values_list("pk", flat=True))
    Opening.objects.create(
        calendar=other, during=tuple(span(MONDAY, "9:00", "13:00")), services=services, languages=["de", "en"]
    )
    assert shown(says(coordinator, morning))[:4] == (1, 0, 1, 0)


def test_saved_as_shown(coordinator: Client, morning: Morning) -> None:
    answer = says(coordinator, morning, mark=shown(says(coordinator, morning))[-1])
    assert answer.status_code == 302
    assert (is_absent(), Appointment.objects.filter(displaced_at=CLOSES).count()) == (True, 1)


def test_somebody_registered_meanwhile_so_it_is_shown_again(coordinator: Client, morning: Morning) -> None:
    mark = shown(says(coordinator, morning))[-1]
    morning.comes("Karla", morning.house.bank, start=morning.day.during.lower.replace(hour=10))
    answer = says(coordinator, morning, mark=mark)
    assert (answer.status_code, shown(answer)[:2], is_absent()) == (409, (0, 2), False)
    assert not Message.objects.exists()


def test_somebody_cancelled_meanwhile_so_it_is_shown_again(coordinator: Client, morning: Morning) -> None:
    mark = shown(says(coordinator, morning))[-1]
    cancel(itinerary=Itinerary.objects.get(), now=NOW)
    answer = says(coordinator, morning, mark=mark)
    assert (answer.status_code, shown(answer)[3], is_absent()) == (409, 0, False)


def test_comes_after_all_at_once(coordinator: Client, morning: Morning) -> None:
    says(coordinator, morning, mark=shown(says(coordinator, morning))[-1])
    says(coordinator, morning, absent="no")
    assert (is_absent(), Appointment.objects.exclude(displaced_at=None).exists()) == (False, False)


@pytest.mark.parametrize("number", ["9", "", "x"])
def test_a_station_that_is_none_is_not_asked_about(coordinator: Client, morning: Morning, number: str) -> None:
    answer = coordinator.post(f"/en/staff/events/{morning.day.pk}/absent/", {"station": number, "absent": "yes"})
    assert answer.status_code == 302
