"""The house with its staff, and the settings of a real house behind https."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from django.test import Client

from tests.accounts.staff import Desk
from tests.permission.house import House, set_house

SHOWN = """
import json
from eindach.config import settings
print(json.dumps({name: getattr(settings, name) for name in dir(settings) if name.isupper()}, default=str))
"""


@pytest.fixture(scope="session")
def real_house() -> dict[str, Any]:
    """Its settings, read by a process of its own: they are made once, of the environment."""
    known = {name: value for name, value in os.environ.items() if not name.startswith(("EINDACH_", "PGSSL"))}
    known |= {"EINDACH_PUBLIC_URL": "https://termine.kreis.example", "EINDACH_SECRET_KEY": "only-for-tests"}
    known |= {"EINDACH_DEBUG": "1", "EINDACH_SMTP_HOST": "mail.kreis.example"}
    done = subprocess.run([sys.executable, "-c", SHOWN], env=known, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout))


@pytest.fixture
def over_https(settings, real_house: dict[str, Any]) -> Client:
    """A browser of the same site, switched to https as a real house is."""
    for name in real_house:
        if name.startswith(("SECURE_", "SESSION_COOKIE_", "CSRF_COOKIE_", "LANGUAGE_COOKIE_")) or name == "HTTPS":
            setattr(settings, name, real_house[name])
    return Client(headers={"x-forwarded-proto": "https"})


@pytest.fixture
def house(db: None) -> House:
    return set_house()


@pytest.fixture
def desk(house: House) -> Desk:
    return Desk(house)
