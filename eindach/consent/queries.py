"""What the staff pages show: consents of the acting office, legal bases, looks to be reviewed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from eindach.accounts.acting import as_program
from eindach.accounts.models import Person, User
from eindach.accounts.policy import Refused
from eindach.directory.models import Organization
from eindach.kernel.actor import must_be_present

from . import trail
from .asking import known
from .labels import KINDS, STATES, category_names
from .models import BrokenGlass, Consent, ConsentEvent, LegalBasis
from .models.legal_basis import OF_AN_OFFICE_ITSELF
from .words import purposes

MOST_SHOWN = 100


@dataclass(frozen=True)
class Line:
    """A consent in a list. `name` is empty where the acting office may not know who it is."""

    consent: Consent
    name: str
    purpose: str
    categories: str
    state: str
    state_word: str
    is_ours: bool
    is_the_recipient: bool

    @property
    def can_be_renewed(self) -> bool:
        return self.is_ours and self.state in (Consent.State.GIVEN, Consent.State.EXPIRED)


def consents(language: str) -> list[Line]:
    """The latest our office asked for or that name us; an event for each person."""
    acting = must_be_present()
    rows = list(
        Consent.objects.select_related("controller", "recipient")
        .prefetch_related("events")
        .order_by("-asked_at")[:MOST_SHOWN]
    )
    names = names_of(row.person_id for row in rows)
    for person in {row.person_id for row in rows}:
        fields = ["identity"] if person in names else []
        trail.record(act="list", kind="consent", person=person, basis="role", fields=fields)
    return [_line(row, names, language, acting.now) for row in rows]


def consent(consent_id: UUID, language: str) -> Line:
    """One of them, opened. Refused: there is none, or none that is ours to see."""
    acting = must_be_present()
    rows = Consent.objects.select_related("controller", "recipient", "text").prefetch_related("events")
    row = rows.filter(pk=consent_id).first()
    if row is None:
        raise Refused("read", "consent", object=consent_id)
    trail.record(act="read", kind="consent", person=row.person_id, object=row.pk, basis="role")
    return _line(row, names_of([row.person_id]), language, acting.now)


def own_consent(consent_id: UUID) -> tuple[Consent, str]:
    """One of the person at their own door, and the name they gave. Refused for anybody else's."""
    rows = Consent.objects.select_related("controller", "recipient", "text", "person").prefetch_related("events")
    row = rows.filter(pk=consent_id).first()
    if row is None:
        raise Refused("read", "consent", object=consent_id)
    trail.record(act="read", kind="consent", person=row.person_id, object=row.pk, basis="self")
    return row, row.person.name


def person_to_ask(person_id: UUID, *, act: str = "ask-consent") -> Person:
    """Somebody the actor may ask. Refused, whether there is no such person or none for this office."""
    acting = must_be_present()
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        raise Refused(act, "person", person=person_id)
    decision = known(acting.actor, person, acting.now, act=act)
    trail.record(act="read", kind="person", person=person.pk, basis=decision.basis, fields=["identity"])
    return person


def events_of(line: Line) -> list[tuple[ConsentEvent, str]]:
    return [(event, str(STATES[Consent.State(event.kind)])) for event in line.consent.events.all()]


def names_of(persons: Iterable[UUID]) -> dict[UUID, str]:
    """Of those the actor may see."""
    return dict(Person.objects.filter(pk__in=set(persons)).values_list("pk", "name"))


def _line(row: Consent, names: dict[UUID, str], language: str, now: datetime) -> Line:
    organization = must_be_present().actor.organization
    state = row.state(now)
    purpose = purposes().get(row.purpose)
    return Line(
        consent=row,
        name=names.get(row.person_id, ""),
        purpose=purpose.title(language) if purpose else row.purpose,
        categories=category_names(row.categories),
        state=state,
        state_word=str(STATES[Consent.State(state)]),
        is_ours=row.controller_id == organization,
        is_the_recipient=row.recipient_id == organization,
    )


@dataclass(frozen=True)
class Law:
    """A legal basis as a line: from whom to whom, what, and whether its review is overdue."""

    row: LegalBasis
    from_kind: str
    to_kind: str
    categories: str
    is_overdue: bool


def laws_of_ours(today: date) -> list[tuple[str, str]]:
    """Key and name of the laws in force by which our kind of office may tell others something."""
    kind = must_be_present().actor.organization_kind
    rows = LegalBasis.objects.in_force(today).filter(from_kind__in=("", kind)).exclude(purpose__in=OF_AN_OFFICE_ITSELF)
    return [(one.key, f"{one.name} ({one.norm})") for one in rows]


def legal_bases(today: date) -> list[Law]:
    """All, the overdue ones first."""
    found = [
        Law(
            row=row,
            from_kind=str(KINDS[row.from_kind]),
            to_kind=str(KINDS[row.to_kind]),
            categories=category_names(row.categories),
            is_overdue=row.review_due is not None and row.review_due < today,
        )
        for row in LegalBasis.objects.all()
    ]
    return sorted(found, key=lambda one: not one.is_overdue)


def staff_names(users: Iterable[UUID], now: datetime) -> dict[UUID, str]:
    """Who they are, for data protection alone, which sees no other house's users: told by the program."""
    with as_program(now=now):
        return dict(User.objects.filter(pk__in=set(users)).values_list("pk", "name"))


@dataclass(frozen=True)
class Look:
    """A broken glass for its review: who, in which role, for which office, when, why; never whose data."""

    glass: BrokenGlass
    who: str
    office: str
    is_overdue: bool
    is_mine: bool


def looks(now: datetime, today: date) -> list[Look]:
    """The latest, unreviewed ones first; an event for each person. Names of staff are told by the program."""
    actor = must_be_present().actor
    rows = sorted(BrokenGlass.objects.all()[:MOST_SHOWN], key=lambda one: one.reviewed_at is not None)
    for one in rows:
        trail.record(act="list", kind="broken-glass", person=one.person_id, object=one.pk, basis="role", now=now)
    names = staff_names((one.user_id for one in rows), now)
    offices = {one.pk: str(one.name) for one in Organization.objects.filter(pk__in={r.organization_id for r in rows})}
    return [
        Look(
            glass=one,
            who=names.get(one.user_id, ""),
            office=offices[one.organization_id],
            is_overdue=one.reviewed_at is None and one.review_due < today,
            is_mine=one.user_id == actor.user,
        )
        for one in rows
    ]
