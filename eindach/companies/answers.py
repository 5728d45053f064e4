"""What an employee allows their employer: said, changed, ended, by themselves alone."""

from datetime import datetime

from django.db import transaction

from eindach.accounts.acting import as_program
from eindach.consent import trail

from .models import Answer, Details, Employee
from .words import VERSION

COLUMN = {Answer.Question.BOOK: "may_book", Answer.Question.SEE: "may_see"}


@transaction.atomic
def say(*, employee: Employee, question: Answer.Question, yes: bool, language: str, now: datetime) -> None:
    """A yes allows it from now on, a no ends it at once. The same again changes nothing, but a first no is kept."""
    column = COLUMN[question]
    locked = Employee.objects.select_for_update(of=("self",)).get(pk=employee.pk)
    known = Answer.objects.filter(employee=locked, question=question).exists()
    if known and getattr(locked, column) == yes:
        return
    setattr(locked, column, yes)
    setattr(employee, column, yes)
    locked.save(update_fields=[column])
    Answer.objects.create(employee=locked, question=question, yes=yes, version=VERSION, language=language, at=now)
    trail.record(
        act="allow" if yes else "forbid", kind="employee", person=locked.person_id, object=locked.pk, basis="self",
        fields=[column], now=now,
    )  # fmt: skip


@transaction.atomic
def leave(*, employee: Employee, now: datetime) -> None:
    """They end it wholly: the company learns nothing any more, what was told for it is deleted. What is booked stays
    theirs."""
    for question in Answer.Question:
        say(employee=employee, question=question, yes=False, language=employee.details.language, now=now)
    employee.ended_at = now
    employee.save(update_fields=["ended_at"])
    trail.record(act="close", kind="employee", person=employee.person_id, object=employee.pk, basis="self")
    with as_program(now=now):
        Details.objects.filter(employee=employee).delete()
