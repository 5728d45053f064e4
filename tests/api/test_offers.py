"""Offers stand in addresses and logs: nobody reads them but us, nobody makes one but us."""

import zlib
from base64 import urlsafe_b64decode
from typing import Any

import pytest
from django.utils import timezone

from eindach.accounts import sealed
from eindach.booking import offers
from tests.cast import ZONE

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer(search: Any) -> str:
    return search("bank", languages=["en"])["itineraries"][0]["offer"]


def opened(offer: str) -> offers.Offer:
    return offers.read(offer, zone=ZONE, now=timezone.now())


def test_an_offer_opens_to_what_was_asked_for(offer: str) -> None:
    assert opened(offer).wish.languages == ("en",)
    assert len(opened(offer).chosen) == 1


def test_nothing_of_the_wish_can_be_read_from_an_offer(offer: str) -> None:
    inside = urlsafe_b64decode(offer + "=" * (-len(offer) % 4))
    assert b"bank" not in inside
    for start in range(len(inside)):
        with pytest.raises(zlib.error):
            zlib.decompress(inside[start:])


def test_the_same_plan_is_sealed_differently_each_time(search: Any) -> None:
    first, second = (search("bank")["itineraries"][0] for _ in range(2))
    assert first["appointments"] == second["appointments"]
    assert first["offer"] != second["offer"]


def test_a_changed_offer_is_refused_wherever_it_was_changed(offer: str) -> None:
    for place in range(0, len(offer) - 1, 7):  # the last letter may hold spare bits
        other = "A" if offer[place] != "A" else "B"
        with pytest.raises(offers.OfferInvalid):
            opened(offer[:place] + other + offer[place + 1 :])


@pytest.mark.parametrize("text", ["", "A", "AAAA", "ü", "\x00", "%%%%", "A" * sealed.LONGEST, "A" * 100_000])
def test_what_is_no_offer_is_refused(text: str) -> None:
    with pytest.raises(offers.OfferInvalid):
        opened(text)


def test_an_offer_of_another_secret_is_refused(offer: str, settings: Any) -> None:
    was, settings.SECRET_KEY = settings.SECRET_KEY, "another secret"
    with pytest.raises(offers.OfferInvalid):
        opened(offer)
    settings.SECRET_KEY_FALLBACKS = [was]
    assert opened(offer).chosen
