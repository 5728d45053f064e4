"""Who speaks in the consent tests. The association knows Amal by law (name, contact); the bank knows nobody."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from eindach.accounts.acting import acting
from eindach.accounts.models import Category, Membership, Role, User
from eindach.consent import operations as act
from eindach.consent.models import AuditEvent, Consent, Grant
from eindach.kernel.actor import Actor
from tests.cast import NOW
from tests.permission.house import TOWN, House
from tests.permission.layers import by_database, by_policy, by_queryset

LATER = NOW + timedelta(hours=1)


class Stage:
    """`amal` at her own door, the `adviser` who asks, the `clerk` of the bank, `protection`."""

    def __init__(self, house: House) -> None:
        self.house = house
        house.grant("association", Category.IDENTITY, Category.CONTACT, since=NOW - timedelta(days=30))
        self.adviser = house.staff("advisor", "association")
        self.clerk = house.staff("partner", "bank")
        self.lead = house.staff("advisor-lead", "association")
        self.social = house.staff("social-clerk", "municipality", TOWN)
        self.protection = house.staff("data-protection", "authority")
        user = User.objects.create_user(house.amal.email, name=house.amal.name)
        self.amal = Actor(kind="person", user=user.pk, persons=(house.amal.pk,))

    def ask(self, now: datetime = NOW, **changes: Any) -> Consent:
        """The adviser asks Amal, in Arabic, whether the bank may know her name and her appointments."""
        asked: dict[str, Any] = {
            "person": self.house.amal, "recipient": self.house.offices["bank"], "purpose": "referral",
            "categories": ["identity", "appointments"], "language": "ar", "interpreter": "Frau Beispiel",
        }  # fmt: skip
        with acting(self.adviser, now=now):
            consent = act.ask(**(asked | changes), now=now)
        return Consent._base_manager.get(pk=consent.pk)

    def given(self, **changes: Any) -> Consent:
        """The same, and she says yes at her own door."""
        consent = self.ask(**changes)
        with acting(self.amal, now=NOW):
            act.give(consent=consent, now=NOW)
        return consent

    def read(self, actor: Actor, now: datetime = LATER) -> set[str]:
        """What this actor reads of Amal; the three layers must agree."""
        answers = (by_policy(actor, self.house.amal, now), by_queryset(actor, now), by_database(actor, now))
        assert answers[0] == answers[1] == answers[2], answers
        return answers[0]

    def make_officer(self) -> User:
        """A data protection officer who can be told by mail."""
        user = User.objects.get(pk=self.protection.user)
        Membership.objects.create(
            user=user, organization=self.house.offices["authority"], role=Role.PROTECTION, begun_at=NOW
        )
        return user


def state(consent: Consent, now: datetime = LATER) -> str:
    return Consent._base_manager.get(pk=consent.pk).state(now)


def live_grants(consent: Consent, now: datetime = LATER) -> int:
    rows = Grant._base_manager.filter(consent=consent, valid_from__lte=now, valid_until__gt=now)
    return sum(one.ended_at is None or one.ended_at > now for one in rows)


def trail() -> list[str]:
    """Acts of the trail, oldest first."""
    return list(AuditEvent._base_manager.order_by("at", "number").values_list("act", flat=True))


@contextmanager
def nothing_changes() -> Iterator[None]:
    """No consent, event or grant is written inside."""
    before = _counts()
    yield
    assert _counts() == before


def _counts() -> tuple[int, ...]:
    from eindach.consent.models import ConsentEvent

    grants = Grant._base_manager
    return (
        Consent._base_manager.count(),
        ConsentEvent.objects.count(),
        grants.count(),
        grants.filter(ended_at=None).count(),
    )
