"""A house with several offices: who works there, whom they know, and why."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils import timezone

from eindach.accounts.models import Category, Person, ProfileEntry, User, person_of
from eindach.consent.models import Consent, ConsentEvent, ConsentText, Grant, LegalBasis
from eindach.directory.models import Municipality, Organization
from eindach.kernel.actor import Actor
from tests.cast import NOW, text

KINDS = ("bank", "association", "authority", "jobcenter", "municipality")
TOWN, OTHER_TOWN = "05358008", "05358024"


@dataclass
class House:
    """Organizations by kind; Amal, who lives in TOWN, with one fact in each category."""

    amal: Person
    offices: dict[str, Organization]
    law: LegalBasis
    words: ConsentText
    users: dict[str, User] = field(default_factory=dict)

    def staff(self, role: str, kind: str, municipality: str = "") -> Actor:
        """Somebody in this role at the office of this kind."""
        office = self.offices[kind]
        name = f"{role}.{kind}"
        if name not in self.users:
            self.users[name] = User.objects.create_user(f"{name}@haus.example", name=name)
        return Actor(
            kind="staff",
            user=self.users[name].pk,
            organization=office.pk,
            organization_kind=office.kind,
            role=role,
            municipality=municipality,
        )

    def grant(self, kind: str, *categories: str, consent: bool = False, since: datetime = NOW) -> Grant:
        """The office may know these of Amal: by her consent, or by law."""
        reason: dict[str, object] = {"legal_basis": self.law}
        if consent:
            reason = {"consent": self.consent(kind, *categories)}
        return Grant.objects.create(
            person=self.amal, organization=self.offices[kind], purpose="advice", categories=list(categories),
            valid_from=since, **reason,
        )  # fmt: skip

    def consent(self, kind: str, *categories: str, given: bool = True) -> Consent:
        ends = max(NOW, timezone.now()) + timedelta(days=90)  # pages look at the clock, and a year later, too
        asked = Consent.objects.create(
            person=self.amal, controller=self.offices["association"], recipient=self.offices[kind], purpose="advice",
            categories=list(categories), text=self.words, asked_at=NOW, expires_at=ends,
        )  # fmt: skip
        if given:
            self.say(asked, "given")
        return asked

    def say(self, consent: Consent, kind: str, at: datetime = NOW) -> None:
        ConsentEvent.objects.create(consent=consent, kind=kind, at=at, channel="person", language="ar")


def set_house() -> House:
    """Some 20 rows."""
    for ags, name in ((TOWN, "Düren"), (OTHER_TOWN, "Jülich")):
        Municipality.objects.create(ags=ags, name=name, latitude=50.8, longitude=6.4, source="test")
    offices = {
        kind: Organization.objects.create(
            key=f"haus-{kind}", name=text(kind, kind), short_name=text(kind, kind), kind=kind
        )
        for kind in KINDS
    }
    amal, _new = person_of(
        name="Amal Beispiel", email="amal@mail.example", phone="", language="ar", now=NOW, municipality=TOWN
    )
    ProfileEntry.objects.bulk_create(
        ProfileEntry(
            person=amal, category=one, key=f"a-{one}", value=f"secret {one}", written_by=offices["association"],
            written_at=NOW,
        )
        for one in Category
    )  # fmt: skip
    law = LegalBasis.objects.create(
        key="advice", norm="test", name=text("Beratung", "Advice"), purpose="advice", categories=list(Category),
        valid_from=date(2020, 1, 1), source="test",
    )  # fmt: skip
    words = ConsentText.objects.get(purpose="advice", version=1, language="ar")
    return House(amal, offices, law, words)
