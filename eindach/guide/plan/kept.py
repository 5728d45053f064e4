"""A plan kept with somebody's data, because they want it: at their own door only, one a person, gone when they say so.

Called inside the act of the person (consent.doors.own_door); `Refused` for anybody else's.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from eindach.accounts.models import Person
from eindach.accounts.policy import Refused
from eindach.accounts.registry.classes import classes, duration
from eindach.consent import trail
from eindach.guide.models import KeptPlan

from .answers import Answers
from .mine import MyStep, Plan, my_plan

KIND = "kept-plan"
SHOWN = 3
"""Steps on the start page of one's own door."""


@dataclass(frozen=True)
class KeptSteps:
    """A kept plan, and its open steps that come first, with their numbers."""

    plan: Plan
    first: list[tuple[int, MyStep]]


def owners() -> list[tuple[Person, KeptPlan | None]]:
    """The people of the proved contact, each with the plan we keep for them. Leaves an event for each."""
    kept = {one.person_id: one for one in KeptPlan.objects.all()}
    found = [(person, kept.get(person.pk)) for person in Person.objects.order_by("created_at")]
    for person, _earlier in found:
        trail.record(act="read", kind="own-data", person=person.pk, basis="self")
    return found


def kept_plan(person_id: UUID) -> KeptPlan:
    """Leaves an event: reading one's own data does, too."""
    row = KeptPlan.objects.filter(person=person_id).first()
    if row is None:
        raise Refused("read", KIND, person=person_id)
    trail.record(act="read", kind=KIND, person=person_id, object=row.pk, basis="self")
    return row


def kept_steps(person_id: UUID, *, today: date) -> KeptSteps | None:
    """For a page that leaves its own event of all it shows."""
    row = KeptPlan.objects.filter(person=person_id).first()
    if row is None:
        return None
    plan = my_plan(told(row), today=today)
    still_open = [(number, one) for number, one in enumerate(plan.steps, 1) if one.planned.standing != "done"]
    return KeptSteps(plan, still_open[:SHOWN])


def keep(*, person_id: UUID, answers: Answers, now: datetime) -> KeptPlan:
    """Keep it, or let it take the place of the one that is kept; said again, the same."""
    if not Person.objects.filter(pk=person_id).exists():
        raise Refused("write", KIND, person=person_id)
    said = _columns(answers) | {"changed_at": now}
    row, _is_new = KeptPlan.objects.update_or_create(
        person_id=person_id, defaults=said, create_defaults=said | {"kept_at": now}
    )
    trail.record(act="write", kind=KIND, person=person_id, object=row.pk, basis="self")
    return row


def forget(*, person_id: UUID) -> Answers:
    """Take the wish back: the row goes at once. What it held, so that its owner can still carry it along."""
    row = kept_plan(person_id)
    answers = told(row)
    trail.record(act="delete", kind=KIND, person=person_id, object=row.pk, basis="self")
    row.delete()
    return answers


def told(row: KeptPlan) -> Answers:
    return Answers.from_json({"p": row.place or None, "q": row.chosen, "d": row.dates, "t": row.done, "i": str(row.pk)})


def kept_until(row: KeptPlan) -> date:
    """The day it goes by itself, if its owner changes nothing."""
    changed = timezone.localdate(row.changed_at)
    return changed + duration(classes(changed)["plan"].period)


def _columns(answers: Answers) -> dict[str, object]:
    said = answers.to_json()
    return {"place": said["p"] or "", "chosen": said["q"], "dates": said["d"], "done": said["t"]}
