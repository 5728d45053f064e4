"""The town hall of the cast at work: Amal has booked there, and whoever is asked for works there."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from eindach.accounts.acting import acting
from eindach.accounts.models import Category, Membership, Person, Role, User
from eindach.booking.models import Itinerary
from eindach.consent import operations as consents
from eindach.consent.models import Consent, Grant, LegalBasis
from eindach.directory.models import Municipality, Organization
from eindach.kernel.actor import Actor
from tests.booking_pages.stage import Stage, set_stage
from tests.cast import AMAL, text
from tests.permission.signed_in import with_both_steps

TOWN = "05358008"


@dataclass
class Office:
    """`stage`: the cast on days to come; `booked`: Amal's itinerary (town hall and bank, on the first day)."""

    stage: Stage
    booked: Itinerary

    @property
    def amal(self) -> Person:
        return Person.objects.get(pk=self.booked.person_id)

    @property
    def town_hall(self) -> Organization:
        return Organization.objects.get(key="stadt")

    def member(self, role: str, at: str = "stadt") -> Membership:
        """Somebody in this role at the office of this key, with a second factor."""
        user, _new = User.objects.get_or_create(email=f"{role}.{at}@haus.example", defaults={"name": f"Robin {role}"})
        Authenticator.objects.get_or_create(user=user, type=Authenticator.Type.TOTP, defaults={"data": {}})
        member, _new = Membership.objects.get_or_create(
            user=user, organization=Organization.objects.get(key=at), role=role,
            defaults={"begun_at": timezone.now(), "municipality_id": TOWN if role == Role.SOCIAL_CLERK else None},
        )  # fmt: skip
        return member

    def actor(self, role: str, at: str = "stadt") -> Actor:
        member = self.member(role, at)
        return Actor(
            kind="staff", user=member.user_id, organization=member.organization_id, role=role,
            organization_kind=member.organization.kind, municipality=member.municipality_id or "",
        )  # fmt: skip

    def signed_in(self, role: str, at: str = "stadt") -> Client:
        """A browser in which they have passed both steps."""
        return with_both_steps(self.member(role, at).user)

    def asked(self, *, answer: str = "") -> Consent:
        """The town hall asks Amal whether the bank may know her appointments."""
        now = timezone.now()
        with acting(self.actor(Role.ADVISOR), now=now):
            consent = consents.ask(
                person=self.amal, recipient=Organization.objects.get(key="kreis"), purpose="advice",
                categories=[Category.IDENTITY, Category.CONTACT], language="ar", now=now, interpreter="Frau Beispiel",
            )  # fmt: skip
        return Consent.objects.get(pk=consent.pk)

    def granted(self, *categories: str, until: datetime | None = None, to: str = "stadt") -> Grant:
        """An office (the town hall) may know these of Amal, by law."""
        law, _new = LegalBasis.objects.get_or_create(
            key="test", defaults={
                "norm": "§ 1 Test", "name": text("Test", "Test"), "purpose": "advice", "source": "test",
                "categories": list(Category), "valid_from": timezone.localdate() - timedelta(days=30),
            },
        )  # fmt: skip
        return Grant.objects.create(
            person=self.amal, organization=Organization.objects.get(key=to), purpose="advice",
            categories=list(categories), legal_basis=law, valid_from=timezone.now() - timedelta(days=1),
            valid_until=until,
        )  # fmt: skip


def set_office(stage: Stage | None = None) -> Office:
    """On a stage that is set, or a new one."""
    stage = stage or set_stage()
    Municipality.objects.create(ags=TOWN, name="Düren", latitude=50.8, longitude=6.4, source="test")
    booked = stage.booked(contact=AMAL)
    Person.objects.filter(pk=booked.person_id).update(municipality=TOWN, phone="+492421123456")
    Itinerary.objects.filter(pk=booked.pk).update(phone="+492421123456")
    return Office(stage, booked)
