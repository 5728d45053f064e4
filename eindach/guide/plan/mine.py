"""My plan: the steps of somebody's answers, each with its office, papers and deadline."""

from collections.abc import Hashable, Iterable, Set
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal
from uuid import UUID

from django.db.models import Prefetch
from django.utils.translation import get_language

from eindach.directory.memory import Memory, memory
from eindach.directory.models import Municipality, RequiredDocument, Service, ServiceAtLocation
from eindach.directory.models.organization import Organization
from eindach.guide.models import Matter, Step
from eindach.guide.municipalities.contacts import contact_services
from eindach.kernel.languages import SOURCE, is_german
from eindach.planning.guidance import Planned, Situation, guide
from eindach.planning.guidance import Step as Rule

from .answers import Answers
from .questions import QUESTIONS, Question
from .rules import of_row
from .words import due_in_words

AT_ONCE = 5
SOON = 31
"""Days before its last one from which a step says how many are left."""
SHOWN_SERVICE = (
    "key", "status", "organization__kind", "organization__name", "organization__short_name", "organization__phone",
)  # fmt: skip
SHOWN_AT = (
    "languages", "service_id", "location__key", "location__name", "location__municipality_id", "location__street",
    "location__postal_code", "location__city",
)  # fmt: skip
OF_ITS_OWN_PAGE = ("name", "short_name", "summary", "keywords")
"""Texts of a matter that a step's page leaves to its own."""


@dataclass(frozen=True)
class Place:
    """Where a step is settled: for my municipality where it matters, else every place there is. `is_contact`: with the
    fixed contact person of the municipality it stands in."""

    service: Service
    at: ServiceAtLocation
    is_contact: bool = False

    def works_for(self, ags: str) -> bool:
        is_town = self.service.organization.kind == Organization.Kind.MUNICIPALITY
        return not is_town or self.at.location.municipality_id in (ags, None)


Where = Literal["office", "nowhere", "alone"]
"""Who settles a step: an office · one that we cannot name now · its owner."""


@dataclass(frozen=True)
class Known:
    """A step with its places, as everybody's plan takes it from memory."""

    row: Step
    rule: Rule
    places: tuple[Place, ...]

    def for_town(self, ags: str | None) -> tuple[Place, ...]:
        """A municipality's office works for its residents: of those only mine, and all while I have told none. None at
        all where my municipality has none here: that of another sends me away. Of contact persons only my own, before
        every other office."""
        if not ags:
            return self.places
        contacts = [place for place in self.places if place.is_contact and place.at.location.municipality_id == ags]
        here = {place.service.pk for place in contacts}
        others = [place for place in self.places if place.works_for(ags) and place.service.pk not in here]
        return (*contacts, *others)


@dataclass(frozen=True)
class MyStep:
    """A step as its owner sees it. `town`: AGS, where told · `near`: the place in my municipality · `paused`: places
    that are closed for now · `due_words`: the deadline's rule, where the day it counts from is not known · `days_left`:
    until one that is near.
    """

    row: Step
    planned: Planned
    town: str | None
    places: tuple[Place, ...]
    near: Place | None
    paused: tuple[Place, ...]
    papers: tuple[RequiredDocument, ...]
    waits_for: tuple[Step, ...]
    hurries: Step | None
    done_on: date | None
    late: bool
    days_left: int | None
    due_words: str

    @property
    def key(self) -> str:
        return self.row.key

    @property
    def content(self) -> Hashable:
        """All that its words depend on besides the region and the language."""
        after, papers = tuple(row.key for row in self.waits_for), tuple(one.key for one in self.papers)
        words = (self.due_words, self.days_left, self.late, self.hurries and self.hurries.key, after, papers)
        return (self.key, self.town, self.planned.due, self.planned.act_by, *words)

    @property
    def where(self) -> Where:
        if self.row.matter is None:
            return "alone"
        return "office" if self.places else "nowhere"

    @property
    def languages(self) -> list[str]:
        """Spoken besides German where it is settled, each once."""
        spoken = dict.fromkeys(code for place in self.places for code in place.at.languages)
        return [code for code in spoken if code != SOURCE]

    @property
    def language(self) -> str:
        """The reader's, unless it is German in any words."""
        code = get_language() or SOURCE
        return "" if is_german(code) else code

    @property
    def in_my_language(self) -> list[Place]:
        """Of several places those that speak the reader's language, the near one first."""
        found = [one for one in self.places if self.language in one.at.languages]
        return sorted(found, key=lambda one: one != self.near) if len(self.places) > 1 else []


@dataclass(frozen=True)
class Plan:
    """In order, with what hangs on questions nobody answered."""

    steps: tuple[MyStep, ...]
    perhaps: tuple[Step, ...]
    asks: tuple[Question, ...]
    municipality: Municipality | None
    memory: Memory

    @property
    def done(self) -> list[MyStep]:
        return [one for one in self.steps if one.planned.standing == "done"]

    def open(self, where: Where) -> list[tuple[int, MyStep]]:
        """With their numbers in the whole plan."""
        return [
            (number, one)
            for number, one in enumerate(self.steps, 1)
            if one.planned.standing != "done" and one.where == where
        ]

    @property
    def house(self) -> list[tuple[int, MyStep]]:
        """The steps with an office that come first, of so many matters: more in one visit nobody bears. None whose
        turn another of them decides."""
        found, matters = [], set[Matter | None]()
        for number, one in self.open("office"):
            if any(first.rule.get("decides") for first in one.waits_for):
                continue
            matters.add(one.row.matter)
            if len(matters) > AT_ONCE:
                break
            found.append((number, one))
        return found

    @property
    def together(self) -> tuple[Matter, ...]:
        return tuple(dict.fromkeys(one.row.matter for _, one in self.house if one.row.matter))


def my_plan(answers: Answers, *, today: date) -> Plan:
    """One statement, while the region stays as it is."""
    here = memory()
    known = {one.row.key: one for one in here.rows("steps", _known) if one.rule.in_force(today)}
    rows = {key: one.row for key, one in known.items()}
    situation = _situation(answers, rows, today)
    found = guide([one.rule for one in known.values()], situation)
    has = {key for key, one in known.items() if one.rule.is_done(situation)}
    foreign = _of_others(rows, has | {one.step.key for one in (*found.steps, *found.perhaps)})
    towns = here.rows("towns", lambda: Municipality.objects.select_related("page").in_bulk())
    return Plan(
        tuple(_mine(one, known[one.step.key], rows, answers, today, foreign) for one in found.steps),
        tuple(rows[one.step.key] for one in found.perhaps),
        _questions(found.perhaps),
        towns.get(answers.municipality or ""),
        here,
    )


def _situation(answers: Answers, rows: dict[str, Step], today: date) -> Situation:
    """Who has ticked a step off has what settles it, too."""
    told = answers.situation(today)
    gained = {fact for key in answers.done if key in rows for fact in rows[key].rule.get("settled_by", ())}
    return replace(told, has=told.has | gained)


def _known() -> list[Known]:
    """All steps, with what a page says of them and of their places; other texts would be kept in ten languages for
    nothing."""
    at = ServiceAtLocation.objects.select_related("location").order_by("location__key").only(*SHOWN_AT)
    offered = Service.objects.exclude(status=Service.Status.DEFUNCT)
    services = (
        offered.select_related("organization")
        .only(*SHOWN_SERVICE)
        .prefetch_related(
            Prefetch("required_documents", queryset=RequiredDocument.objects.defer("note")),
            Prefetch("at_locations", queryset=at),
        )
    )
    rows = Step.objects.prefetch_related(Prefetch("matter__services", queryset=services))
    whole = rows.select_related("matter").defer(*(f"matter__{name}" for name in OF_ITS_OWN_PAGE))
    contacts = contact_services()
    return [Known(row, of_row(row), _places(row, contacts)) for row in whole]


def _of_others(rows: dict[str, Step], mine: Set[str]) -> set[str]:
    """Papers that only steps of others give: who does not study has no proof of enrolment to bring."""
    given = {paper for key, row in rows.items() if key in mine for paper in row.gives}
    return {paper for row in rows.values() for paper in row.gives} - given


def _mine(
    planned: Planned, known: Known, rows: dict[str, Step], answers: Answers, today: date, foreign: Set[str]
) -> MyStep:
    row, ags = known.row, answers.municipality or None
    every = known.for_town(ags)
    places = tuple(place for place in every if place.service.status != Service.Status.PAUSED)
    papers = {paper.key: paper for place in places for paper in place.service.required_documents.all()}
    in_time = planned.act_by is not None and planned.act_by >= today
    return MyStep(
        row,
        planned,
        ags,
        places,
        next((place for place in places if ags and place.at.location.municipality_id == ags), None),
        tuple(place for place in every if place.service.status == Service.Status.PAUSED),
        tuple(sorted((papers[key] for key in papers.keys() - foreign), key=lambda one: (one.position, one.key))),
        tuple(rows[key] for key in planned.waits_for),
        rows[planned.hurries] if planned.hurries and in_time else None,
        answers.done.get(row.key),
        planned.is_late(today),
        left if planned.due and 0 < (left := (planned.due - today).days) <= SOON else None,
        _rule(planned, rows),
    )


def _rule(planned: Planned, rows: dict[str, Step]) -> str:
    due = planned.step.due
    if due is None or planned.due is not None:
        return ""
    after = rows.get(due.event.removeprefix("step:"))
    return due_in_words(due, str(after) if after else "")


def _places(row: Step, contacts: Set[UUID]) -> tuple[Place, ...]:
    if row.matter is None:
        return ()
    return tuple(
        Place(service, at, service.pk in contacts)
        for service in row.matter.services.all()
        for at in service.at_locations.all()
    )


def _questions(perhaps: Iterable[Planned]) -> tuple[Question, ...]:
    asked = dict.fromkeys(question for one in perhaps for question in one.asks)
    return tuple(QUESTIONS[question] for question in asked if question in QUESTIONS)
