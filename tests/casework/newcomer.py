"""What the tests of the own door share: Amal's booking, and the code that was just sent, as she reads it."""

import re

import pytest
from django.utils import timezone

from eindach.booking import operations as act
from eindach.booking.models import Itinerary
from eindach.booking.search import search
from eindach.directory.models import Organization
from eindach.notifications.models import Message
from tests.cast import NOW, Cast, make_cast, wish
from tests.permission.house import House

AMAL = "amal@mail.example"


@pytest.fixture
def cast(house: House) -> Cast:
    """Counters with free times in the house."""
    Organization.objects.filter(key="bank").update(key="house-bank")  # house and cast both have one
    return make_cast()


@pytest.fixture
def booked(house: House, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Itinerary:
    """The clock stands: what her pages tell of is still to come, whenever the test runs."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    contact = act.Contact(house.amal.name, AMAL, "", "ar")
    return act.book(offer=search(wish(), now=NOW).plans[0].offer, contact=contact, key="k", now=NOW)


def code_sent_to(contact: str) -> str:
    """The latest; empty: none was sent."""
    letter = Message.objects.filter(to=contact, kind="code").order_by("-written_at").first()
    found = re.search(r"\b(\d{6})\b", letter.text) if letter else None
    return found.group(1) if found else ""


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"
