"""The stage of the crawls: every office's and every person's data hold words nobody else has, wherever the house keeps
free text. A word says whose it is and what: `canarybankxhealth` is the fact of health the bank knows of its person."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone

from eindach.accounts import operations as accounts
from eindach.accounts.models import Category, Invitation, Membership, Person, ProfileEntry, Role, User, person_of
from eindach.accounts.rules import BREAKS_GLASS, readable
from eindach.booking import operations as booking
from eindach.booking.models import Calendar, Itinerary, Opening
from eindach.booking.operations import Contact
from eindach.booking.search import search
from eindach.casework.models import Case, Referral
from eindach.consent import trail
from eindach.consent.models import BrokenGlass, Consent, Grant
from eindach.kernel.actor import Actor, acting_as
from eindach.questions.models import Enquiry
from tests.booking_pages.stage import LANGUAGES, weekdays
from tests.cast import Cast, make_cast, openings, wish

from .firms import FIRMS, KNOWN, read_at_work, read_by_contact, set_firms
from .house import KINDS, TOWN, House, set_house
from .signed_in import WORKS_AT
from .visitors import Visitors, set_visitors

WORD = re.compile(r"canary[a-z]+x[a-z]+", re.IGNORECASE)
PHONE = re.compile(r"2421\D{0,3}5550(\d)0")
"""Of the bookings: +49 2421 5550n0 is the phone of the n-th office's person, which counts as their contact."""
MATTERS = {"bank": "bank", "authority": "residence", "municipality": "registration"}
"""Whose counters people have appointments at, and what for."""
HOUSE = "house"
"""Whose the words are that all of the house share."""
CARE = frozenset(Role) - {Role.COORDINATOR, Role.STEERING, Role.PROTECTION, Role.ADMINISTRATOR}
"""Who opens the consents of their office: the expert too, who is told at the counter that one is taken back."""
ADVISERS = (Role.ADVISOR, Role.ADVISOR_LEAD)
CALLERS = (Role.FRONT_DESK, Role.ADVISOR, Role.ADVISOR_LEAD)


def word(whose: str, what: str) -> str:
    return f"canary{whose}x{what}"


def words_in(text: str) -> set[str]:
    """All the words in a text, in whatever capitals; a phone number is a word too."""
    phones = {word(KINDS[int(number)], "contact") for number in PHONE.findall(text)}
    return {one.lower() for one in WORD.findall(text)} | phones


@dataclass
class Canaries:
    """The house, and for each kind of office its person and what there is about them."""

    house: House
    cast: Cast
    now: datetime
    people: dict[str, Person] = field(default_factory=dict)
    consents: dict[str, Consent] = field(default_factory=dict)
    glasses: dict[str, BrokenGlass] = field(default_factory=dict)
    plans: dict[str, Itinerary] = field(default_factory=dict)
    members: dict[str, Membership] = field(default_factory=dict)
    visitors: Visitors = field(default_factory=Visitors)
    firms: dict[str, dict[str, object]] = field(default_factory=dict)
    helped: dict[str, dict[str, object]] = field(default_factory=dict)
    ids: dict[str, dict[str, object]] = field(default_factory=dict)

    def allowed_to(self, role: str, kind: str) -> set[str]:
        """Exactly the words somebody in this role at this kind of office must read."""
        task = readable(role, self.house.offices[kind].kind)
        said = {word(kind, one) for one in task}
        if role in CARE:
            said.add(word(kind, "interpreter"))
        if role in CALLERS:
            said.add(word(HOUSE, "enquiry"))
        if role in ADVISERS:
            said.add(word(kind, "case"))
        if role in CARE - {Role.EXPERT}:
            said.add(word(kind, "referral"))
        if role == Role.FRONT_DESK and kind in MATTERS:
            said.add(word(kind, "guest"))  # on paper, of its own house
        if role == Role.COORDINATOR:
            said |= {word(one, what) for one in FIRMS for what in KNOWN}
        if role == Role.PROTECTION:
            said |= {word(one, what) for one in KINDS for what in ("reason", "why", "staff")}
        if role == Role.ADMINISTRATOR:
            said |= {word(one, what) for one in KINDS for what in ("staff", "mailbox", "invited")}
        return said

    def own(self, kind: str) -> set[str]:
        """What the person of this office reads at their own door: everything but the advisors' notes; and of the
        company they look after or work for."""
        said = {word(kind, one) for one in Category if one != Category.NOTES}
        said |= {word(kind, one) for one in ("interpreter", "reason", "why", "case", "referral")}
        return said | read_by_contact(kind) | read_at_work(kind)


def set_canaries() -> Canaries:
    """Some 270 rows. Times are of the real clock: pages ask it."""
    stage = Canaries(set_house(), make_cast(), timezone.now())
    homes = _open_counters(stage)
    for number, kind in enumerate(KINDS):
        _person_of(stage, kind, f"+4924215550{number}0")
        _colleague_at(stage, kind)
        _agreed_with(stage, kind)
        _looked_at(stage, kind)
        _helped_at(stage, kind, KINDS[number - 1])
        if kind in MATTERS:
            _booked_at(stage, kind)
    stage.visitors = set_visitors(homes, now=stage.now)
    stage.firms = set_firms(stage.people, now=stage.now)
    Enquiry.objects.create(
        name=word(HOUSE, "enquiry"), phone="+492421999999", language="de", concern=word(HOUSE, "enquiry"),
        created_at=stage.now,
    )  # fmt: skip
    return stage


def _open_counters(stage: Canaries) -> dict[str, Calendar]:
    cast, offices = stage.cast, stage.house.offices
    homes = {"bank": cast.forum_bank, "authority": cast.office, "municipality": cast.town_hall_1}
    Opening.objects.all().delete()
    for kind, calendar in homes.items():
        type(calendar.counter).objects.filter(pk=calendar.counter_id).update(organization=offices[kind])
        openings(calendar, [(day, "9:00", "12:00") for day in weekdays()], LANGUAGES)
        calendar.counter.refresh_from_db()
    return homes


def _person_of(stage: Canaries, kind: str, phone: str) -> None:
    person, _new = person_of(
        name=word(kind, "identity"), email=f"{word(kind, 'contact')}@mail.example", phone=phone, language="de",
        now=stage.now, municipality=TOWN,
    )  # fmt: skip
    stage.people[kind] = person
    ProfileEntry.objects.bulk_create(
        ProfileEntry(
            person=person, category=one, key=f"k-{word(kind, one)}", value=word(kind, one), written_at=stage.now,
            written_by=stage.house.offices[kind],
        )
        for one in Category
    )  # fmt: skip


def _colleague_at(stage: Canaries, kind: str) -> None:
    """Somebody who works there, and somebody who is invited."""
    office = stage.house.offices[kind]
    user = User.objects.create_user(f"{word(kind, 'mailbox')}@haus.example", name=word(kind, "staff"))
    stage.members[kind] = Membership.objects.create(
        user=user, organization=office, role=Role.ABH_CLERK, begun_at=stage.now
    )
    accounts.invite(
        email=f"{word(kind, 'invited')}@haus.example", organization=office, role=Role.EXPERT, by=user, now=stage.now
    )


def _agreed_with(stage: Canaries, kind: str) -> None:
    """The person agreed that the office may know everything; somebody interpreted."""
    office, since = stage.house.offices[kind], stage.now - timedelta(days=1)
    consent = Consent.objects.create(
        person=stage.people[kind], controller=office, recipient=office, purpose="advice", categories=list(Category),
        text=stage.house.words, asked_at=since, expires_at=stage.now + timedelta(days=90),
    )  # fmt: skip
    consent.events.create(
        kind="given", at=since, channel="counter", language="ar", interpreter=word(kind, "interpreter")
    )
    Grant.objects.create(
        person=stage.people[kind], organization=office, purpose="advice", categories=list(Category), consent=consent,
        valid_from=since, valid_until=consent.expires_at,
    )  # fmt: skip
    stage.consents[kind] = consent


def _looked_at(stage: Canaries, kind: str) -> None:
    """The colleague broke the glass yesterday, and said why; another look is in the trail, with its reason."""
    member, then = stage.members[kind], stage.now - timedelta(days=1)
    assert member.role in BREAKS_GLASS
    stage.glasses[kind] = BrokenGlass.objects.create(
        user=member.user, organization=member.organization, role=member.role, person=stage.people[kind],
        reason=f"{word(kind, 'reason')} collapsed here", broken_at=then, until=then + timedelta(minutes=30),
        review_due=stage.now.date(),
    )  # fmt: skip
    who = Actor(
        kind="staff", user=member.user_id, organization=member.organization_id, role=member.role,
        organization_kind=kind,
    )  # fmt: skip
    with acting_as(who, now=then):
        trail.record(act="read", kind="person", person=stage.people[kind].pk, reason=word(kind, "why"))


def _helped_at(stage: Canaries, kind: str, other: str) -> None:
    """The office helps the person, and asks another one to, which nobody has agreed to yet."""
    office, person = stage.house.offices[kind], stage.people[kind]
    who = {"person": person, "language": "de"}
    case = Case.objects.create(
        organization=office, concern=word(kind, "case"), opened_at=stage.now, opened_by=stage.members[kind].user, **who
    )
    asked = Referral.objects.create(
        sender=office, recipient=stage.house.offices[other], words=word(kind, "referral"), created_at=stage.now, **who
    )
    stage.helped[kind] = {"case_id": case.pk, "referral_id": asked.pk}


def _booked_at(stage: Canaries, kind: str) -> None:
    person, (first, last) = stage.people[kind], weekdays()
    offer = search(wish(MATTERS[kind], start=first, until=last), now=stage.now).plans[0].offer
    contact = Contact(person.name, person.email, str(person.phone), "de")
    stage.plans[kind] = booking.book(offer=offer, contact=contact, key=kind, now=stage.now)


def office_of(role: str) -> str:
    """Where a role usually works here."""
    return WORKS_AT.get(role, "association")


def ids(stage: Canaries, kind: str) -> dict[str, object]:
    """What stands in addresses of pages about this office's person."""
    if kind not in stage.ids:
        stage.ids[kind] = {
            "person_id": stage.people[kind].pk, "consent_id": stage.consents[kind].pk,
            "glass_id": stage.glasses[kind].pk, "membership_id": stage.members[kind].pk,
            "enquiry_id": Enquiry.objects.get().pk,
            **stage.visitors.ids(kind), **stage.firms.get(kind, {}), **stage.helped[kind],
            "invitation_id": Invitation.objects.get(organization=stage.house.offices[kind]).pk,
        }  # fmt: skip
    return stage.ids[kind]
