"""My plan: the steps of somebody's answers, each with its office, papers and deadline."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from django.db.models import Prefetch, Q
from django.utils.translation import get_language

from eindach.directory.models import Municipality, RequiredDocument, Service, ServiceAtLocation
from eindach.directory.models.organization import Organization
from eindach.guide.models import Matter, Step
from eindach.kernel.languages import SOURCE, is_german
from eindach.planning.guidance import Planned, Situation, guide

from .answers import Answers
from .questions import QUESTIONS, Question
from .rules import of_row
from .words import due_in_words

AT_ONCE = 5
SOON = 31
"""Days before its last one from which a step says how many are left."""
JUDGED = ("key", "position", "name", "rule", "valid_from", "valid_until")
"""What is read of every step, whomever it is for."""
SHOWN_SERVICE = (
    "key", "status", "organization__name", "organization__short_name", "organization__phone",
)  # fmt: skip
SHOWN_AT = (
    "languages", "service_id", "location__key", "location__name", "location__municipality_id", "location__street",
    "location__postal_code", "location__city",
)  # fmt: skip
OF_ITS_OWN_PAGE = ("name", "short_name", "summary", "keywords")
"""Texts of a matter that a step's page leaves to its own."""


@dataclass(frozen=True)
class Place:
    """Where a step is settled: for my municipality where it matters, else every place there is."""

    service: Service
    at: ServiceAtLocation


Where = Literal["office", "nowhere", "alone"]
"""Who settles a step: an office · one that we cannot name now · its owner."""


@dataclass(frozen=True)
class MyStep:
    """A step as its owner sees it. `near`: the place in my municipality · `paused`: places that are closed for now ·
    `due_words`: the deadline's rule, where the day it counts from is not known · `days_left`: until one that is near.
    """

    row: Step
    planned: Planned
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
    def together(self) -> tuple[Matter, ...]:
        """Of the steps with an office that come first: more in one visit nobody bears."""
        first = [one for _, one in self.open("office")[:AT_ONCE]]
        return tuple(dict.fromkeys(one.row.matter for one in first if one.row.matter))


def my_plan(answers: Answers, *, today: date) -> Plan:
    """Eight statements, however many steps."""
    rows = list(Step.objects.only(*JUDGED))
    rules = [of_row(row) for row in rows]
    in_force = {row.key: row for row, rule in zip(rows, rules, strict=True) if rule.in_force(today)}
    found = guide(rules, _situation(answers, in_force, today))
    whole = {one.key: one for one in _whole((in_force[one.step.key].pk for one in found.steps), answers.municipality)}
    steps = tuple(_mine(one, in_force | whole, answers, today) for one in found.steps)
    towns = Municipality.objects.select_related("page").filter(ags=answers.municipality)
    return Plan(
        steps,
        tuple(in_force[one.step.key] for one in found.perhaps),
        _questions(found.perhaps),
        towns.first() if answers.municipality else None,
    )


def _situation(answers: Answers, rows: dict[str, Step], today: date) -> Situation:
    """Who has ticked a step off has what settles it, too."""
    told = answers.situation(today)
    gained = {fact for key in answers.done if key in rows for fact in rows[key].rule.get("settled_by", ())}
    return replace(told, has=told.has | gained)


def _whole(steps: Iterable[int], ags: str | None) -> Iterable[Step]:
    """With what a page says of them and of their places; other texts would be read in ten languages for nothing.

    A municipality's office works for its residents: of those only mine, and all while I have told none. None at all
    where my municipality has none here: that of another sends me away.
    """
    at = ServiceAtLocation.objects.select_related("location").order_by("location__key").only(*SHOWN_AT)
    if ags:
        of_another = Q(service__organization__kind=Organization.Kind.MUNICIPALITY) & ~Q(location__municipality=ags)
        at = at.exclude(of_another & Q(location__municipality__isnull=False))
    offered = Service.objects.exclude(status=Service.Status.DEFUNCT)
    services = (
        offered.select_related("organization")
        .only(*SHOWN_SERVICE)
        .prefetch_related(
            Prefetch("required_documents", queryset=RequiredDocument.objects.defer("note")),
            Prefetch("at_locations", queryset=at),
        )
    )
    rows = Step.objects.filter(pk__in=list(steps)).prefetch_related(Prefetch("matter__services", queryset=services))
    return rows.select_related("matter").defer(*(f"matter__{name}" for name in OF_ITS_OWN_PAGE))


def _mine(planned: Planned, rows: dict[str, Step], answers: Answers, today: date) -> MyStep:
    row = rows[planned.step.key]
    every = _places(row)
    places = tuple(place for place in every if place.service.status != Service.Status.PAUSED)
    papers = {paper.key: paper for place in places for paper in place.service.required_documents.all()}
    return MyStep(
        row,
        planned,
        places,
        next((place for place in places if _is_in(place, answers.municipality)), None),
        tuple(place for place in every if place.service.status == Service.Status.PAUSED),
        tuple(sorted(papers.values(), key=lambda paper: (paper.position, paper.key))),
        tuple(rows[key] for key in planned.waits_for),
        rows[planned.hurries] if planned.hurries else None,
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


def _places(row: Step) -> tuple[Place, ...]:
    if row.matter is None:
        return ()
    return tuple(Place(service, at) for service in row.matter.services.all() for at in service.at_locations.all())


def _is_in(place: Place, ags: str | None) -> bool:
    return bool(ags) and place.at.location.municipality_id == ags


def _questions(perhaps: Iterable[Planned]) -> tuple[Question, ...]:
    asked = dict.fromkeys(question for one in perhaps for question in one.asks)
    return tuple(QUESTIONS[question] for question in asked if question in QUESTIONS)
