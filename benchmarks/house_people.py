"""Who is in a full house: visitors with their numbers, experts who are signed in at their counters."""

import http.client
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.utils import timezone

from benchmarks.stage import Site, as_superuser
from eindach.accounts import sessions
from eindach.accounts.models import Membership, Role, User
from eindach.booking.models import Counter
from eindach.directory.models import Location, Organization
from eindach.frontdesk.desks import open_desk
from eindach.frontdesk.models import Desk, Visit
from eindach.frontdesk.queue import today
from eindach.frontdesk.visits import Planned, arrive, new_visit

WORKPLACE = "/de/staff/counter/"
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="(\w+)"')


def visitors(house: Location, count: int) -> list[Visit]:
    """Everybody has one or two matters of the house, and a number."""
    now, counters = timezone.now(), Counter.objects.filter(location=house).select_related("organization")
    offered = [(one, service, service.matters.get()) for one in counters for service in one.calendar.services.all()]
    offered = [each for each in offered if not each[2].after.exists()]
    found = []
    with transaction.atomic():
        for number in range(count):
            chosen = {matter: (counter, service) for counter, service, matter in _some(offered, number)}
            stops = [
                Planned(matter=matter, service=service, organization=counter.organization, minutes=matter.minutes)
                for matter, (counter, service) in chosen.items()
            ]
            more: dict[str, Any] = {"language": "de", "languages": ["de"]}
            visit = new_visit(location=house, day=today(now), came="walk-in", stops=stops, now=now, **more)
            found.append(arrive(visit, now=now))
    return found


def _some(offered: Sequence, number: int) -> list:  # type: ignore[type-arg]
    return [offered[number % len(offered)], offered[(number * 7 + 3) % len(offered)]][: 1 + number % 2]


@dataclass
class Expert:
    """A browser at a counter: a signed-in session, the token of its forms."""

    site: Site
    desk: Desk
    cookie: str
    token: str = ""
    connection: http.client.HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection(urlsplit(self.site.pages).netloc, timeout=60)
        self.look()

    def press(self, act: str, **said: str) -> None:
        """One button, and the page that comes then."""
        form = urlencode({"csrfmiddlewaretoken": self.token} | said)
        head = {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.site.pages}
        self._ask("POST", f"{WORKPLACE}do/{act}/", form, head, 302)

    def look(self) -> None:
        found = TOKEN.search(self._ask("GET", WORKPLACE, "", {}, 200))
        self.token = found[1].decode() if found else ""

    def _ask(self, method: str, way: str, body: str, head: dict[str, str], expected: int) -> bytes:
        self.connection.request(method, way, body, {"Cookie": self.cookie} | head)
        answer = self.connection.getresponse()
        words = answer.read()
        self.connection.close()  # as the server does with one that is silent for a minute
        if answer.status != expected:
            raise RuntimeError(f"{method} {way}: {answer.status}")
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie" and value.startswith(settings.CSRF_COOKIE_NAME):
                self.cookie = f"{self.cookie.partition('; ')[0]}; {value.partition(';')[0]}"
        return words


def experts(site: Site, house: Location) -> list[Expert]:
    """One at each counter."""
    counters = list(Counter.objects.filter(location=house).select_related("organization"))
    with as_superuser():
        signed_in = [_signed_in(one.organization, Role.EXPERT) for one in counters]
    now = timezone.now()
    desks = [open_desk(counter=one, user=user, now=now) for one, (user, _) in zip(counters, signed_in, strict=True)]
    return [Expert(site, desk, cookie) for desk, (_, cookie) in zip(desks, signed_in, strict=True)]


def front_desk(organization: Organization) -> str:
    """The cookie of somebody at the front desk."""
    with as_superuser():
        return _signed_in(organization, Role.FRONT_DESK)[1]


def _signed_in(organization: Organization, role: str) -> tuple[uuid.UUID, str]:
    """A user with a second factor, and the cookie of their session."""
    now = timezone.now()
    user = User.objects.create_user(f"{uuid.uuid4()}@haus.example", name="Robin")
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    Membership.objects.create(user=user, organization=organization, role=role, begun_at=now)
    client = Client()
    client.force_login(user)
    session = client.session
    sessions.begin(session, now=now)
    sessions.mark_second_factor(session, user.pk)
    session.save()
    return user.pk, f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
