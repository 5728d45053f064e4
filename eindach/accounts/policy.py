"""The first layer of permission, one pure function: may this actor do this to that, on what basis, in which fields?

`may(actor, act, thing, now=…)` knows no database. To whom a person is known (grants, consents, appointments) comes in
as facts (`File`, `Relation`); consent/facts.py gathers them. The second layer are the guarded querysets, the
third is row-level security; tests/permission compares all three (OWASP ASVS 5.0, 8.2 and 8.3).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from eindach.kernel.actor import Actor

from .models.membership import OF_A_MUNICIPALITY, Role
from .models.profile import SPECIAL, Category
from .models.retention import MAKE_LISTS
from .rules import BREAKS_GLASS, readable, writable

Act = Literal["read", "write", "open", "manage", "review", "break-glass"]


class Refused(Exception):
    """Raised in a view when `may` says no: the door writes it into the trail and answers 404, so that nobody learns
    whether there is such a thing (OWASP ASVS 5.0, 8.2.2)."""

    def __init__(self, act: str, kind: str, object: object = "", *, person: UUID | None = None) -> None:
        super().__init__(f"{act} {kind}")
        self.act = act
        self.kind = kind
        self.person = person
        self.object = object


@dataclass(frozen=True)
class Relation:
    """Why an organization may know something of a person: a grant, an appointment there, or broken glass.

    [since, until) bounds it; `basis` names the consent or the legal basis, `holds` says whether that is good now (a
    consent given and not withdrawn, a legal basis in force). Some are of one `user` or of some `roles` (empty: of
    all); broken glass allows a look, no change (`only_reading`). `by_booking`: an appointment, which anybody can book
    in anybody's name: it tells the contact that was given with it, not what else is stored; and where no town was said,
    it stands for one. `by_asking`: somebody asked this office for help: the contact as given too, but no town.
    `through`: the consent by which alone it came to that.
    """

    organization: UUID
    categories: frozenset[str]
    basis: str
    since: datetime
    until: datetime | None = None
    holds: bool = True
    by_consent: bool = False
    user: UUID | None = None
    roles: frozenset[str] = frozenset()
    only_reading: bool = False
    by_booking: bool = False
    by_asking: bool = False
    through: UUID | None = None

    def covers(self, actor: Actor, now: datetime) -> bool:
        mine = self.organization == actor.organization and self.user in (None, actor.user)
        mine = mine and (not self.roles or actor.role in self.roles)
        return mine and self.holds and self.since <= now and (self.until is None or now < self.until)


@dataclass(frozen=True)
class File:
    """What is known about one person, and to whom."""

    person: UUID
    municipality: str = ""
    relations: tuple[Relation, ...] = ()


@dataclass(frozen=True)
class Area:
    """A part of the staff area that is about no single person."""

    name: Literal[
        "start",
        "people",
        "enquiries",
        "consents",
        "users",
        "trail",
        "reviews",
        "figures",
        "rules",
        "plans",
        "directory",
        "retention",
        "holds",
        "arrivals",
        "counter",
        "municipalities",
        "cases",
        "referrals",
    ]


Thing = File | Area


@dataclass(frozen=True)
class Decision:
    """`basis` says why (for the trail, and for the person who asks who looked); `fields` are categories of data.
    `contact_as_given`: of the contact only what was said when booking there (decision 15)."""

    allowed: bool
    basis: str = ""
    fields: frozenset[str] = frozenset()
    contact_as_given: bool = False


REFUSED: Final = Decision(False)

_CARE: Final = frozenset(
    {
        Role.FRONT_DESK,
        Role.EXPERT,
        Role.ADVISOR,
        Role.ADVISOR_LEAD,
        Role.ABH_CLERK,
        Role.SOCIAL_CLERK,
        Role.JOBCENTER_CLERK,
        Role.PARTNER,
    }
)
AREAS: Final[dict[tuple[str, str], frozenset[Role]]] = {
    ("open", "start"): frozenset(Role),
    ("open", "people"): _CARE,
    ("open", "arrivals"): frozenset({Role.FRONT_DESK}),
    ("open", "counter"): _CARE,
    ("open", "enquiries"): frozenset({Role.FRONT_DESK, Role.ADVISOR, Role.ADVISOR_LEAD}),
    ("open", "cases"): frozenset({Role.FRONT_DESK, Role.ADVISOR, Role.ADVISOR_LEAD}),
    ("open", "referrals"): _CARE - {Role.EXPERT},
    ("manage", "referrals"): _CARE - {Role.EXPERT, Role.FRONT_DESK},
    ("open", "consents"): _CARE,
    ("manage", "consents"): _CARE - {Role.EXPERT},
    ("manage", "users"): frozenset({Role.ADMINISTRATOR}),
    ("open", "trail"): frozenset({Role.PROTECTION}),
    ("review", "reviews"): frozenset({Role.PROTECTION}),
    ("open", "figures"): frozenset({Role.STEERING, Role.COORDINATOR, Role.PROTECTION}),
    ("open", "rules"): frozenset(Role),
    ("manage", "retention"): frozenset(MAKE_LISTS),
    ("manage", "holds"): frozenset({Role.PROTECTION}),
    ("manage", "plans"): frozenset({Role.COORDINATOR}),
    ("manage", "municipalities"): frozenset({Role.SOCIAL_CLERK, Role.COORDINATOR}),
    ("manage", "directory"): frozenset({Role.COORDINATOR}),
}
"""Which roles an area is for. What is not listed is refused to everybody. Referrals: who sends them opens the area, who
answers for the office manages it."""


def may(actor: Actor, act: Act, thing: Thing, *, now: datetime) -> Decision:
    """The decision. Refused is the answer to everything that no line allows."""
    if isinstance(thing, Area):
        return _area(actor, act, thing)
    if actor.kind == "person":
        return _own(actor, act, thing)
    if actor.kind != "staff":
        return REFUSED
    if act == "break-glass":
        return Decision(actor.role in BREAKS_GLASS and _of_their_town(actor, thing, now), "break-glass")
    if act not in ("read", "write"):
        return REFUSED
    return _known(actor, act, thing, now)


def _area(actor: Actor, act: Act, area: Area) -> Decision:
    roles = AREAS.get((act, area.name), frozenset())
    return Decision(actor.kind == "staff" and actor.role in roles, "role")


def _own(actor: Actor, act: Act, file: File) -> Decision:
    """One's own file: everything but advisors' notes is readable, the contact is correctable."""
    if file.person not in actor.persons or act not in ("read", "write"):
        return REFUSED
    fields = frozenset({Category.CONTACT}) if act == "write" else frozenset(Category) - {Category.NOTES}
    return Decision(True, "self", fields)


def _known(actor: Actor, act: Act, file: File, now: datetime) -> Decision:
    """What the task needs, the kind of organization allows, and a relation covers. Special categories (Art. 9) are
    covered by consent only."""
    if not _of_their_town(actor, file, now):
        return REFUSED
    task = (readable if act == "read" else writable)(actor.role, actor.organization_kind)
    live = [one for one in file.relations if one.covers(actor, now) and not (act == "write" and one.only_reading)]
    fields = frozenset(
        category
        for one in live
        for category in one.categories & task
        if category not in SPECIAL or one.by_consent
    )  # fmt: skip
    if not fields or (act == "read" and Category.IDENTITY not in fields):
        return REFUSED  # who may not know who it is, is told nothing about them
    as_given = all(one.by_booking or one.by_asking for one in live if Category.CONTACT in one.categories)
    return Decision(
        True, ", ".join(sorted({one.basis for one in live})), fields, contact_as_given=as_given and act == "read"
    )


def _of_their_town(actor: Actor, file: File, now: datetime) -> bool:
    """Who lives in the town of the office; of whom nobody said where they live, those who booked at its counter."""
    if actor.role not in OF_A_MUNICIPALITY:
        return True
    if not file.municipality:
        return bool(actor.municipality) and any(one.by_booking and one.covers(actor, now) for one in file.relations)
    return actor.municipality == file.municipality
