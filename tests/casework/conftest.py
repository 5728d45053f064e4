"""The house of the permission tests, once more, and a town hall with somebody to come."""

import pytest

from eindach.accounts.models import User
from eindach.kernel.actor import Actor
from tests.permission.conftest import house as house
from tests.permission.house import House

from .helping import works
from .office import Office, set_office


@pytest.fixture
def office(db: None) -> Office:
    return set_office()


@pytest.fixture
def desk(house: House) -> Actor:
    """Who asks other offices to help."""
    return works(house, "front-desk", "authority")


@pytest.fixture
def advisor(house: House) -> Actor:
    """Who is asked."""
    return works(house, "advisor", "association")


@pytest.fixture
def amal(house: House) -> Actor:
    """At her own door."""
    user = User.objects.create_user("amal@mail.example", name="Amal Beispiel")
    return Actor(kind="person", user=user.pk, persons=(house.amal.pk,))
