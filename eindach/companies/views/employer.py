"""An employee's own page: what they allow their employer, their plan, the days that were booked or proposed."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eindach.accounts.acting import as_program
from eindach.accounts.policy import Refused
from eindach.booking.queries import manage_token
from eindach.consent import trail
from eindach.consent.doors import own_door
from eindach.directory.models import Location
from eindach.guide.plan.answers import Answers

from ..access import my_place, my_places, name_of
from ..answers import leave, say
from ..forms import InvitedForm
from ..invitations import change
from ..models import Answer, Details, Employee, Member
from ..words import QUESTIONS
from .invited import initial

UNDER_SIX = 6


@dataclass(frozen=True)
class Shared:
    """A day with colleagues: booked for them (then with the secret of their own link), or only proposed."""

    day: date
    location: Location
    token: str = ""


@dataclass(frozen=True)
class Place:
    """One employer of theirs. `steps`: the pass of their plan (guide), made of what is known; `matters`: the query by
    which they book for themselves."""

    employee: Employee
    company: str
    questions: list[tuple[str, object, object, bool]]
    steps: str
    shared: list[Shared]


@own_door
@require_safe
def employer(request: HttpRequest) -> HttpResponse:
    """Everything their employers have to do with."""
    now = timezone.now()
    places = [_place(one, now) for one in my_places()]
    content = {"places": places, "said": request.GET.get("said", "")}
    return render(request, "companies/employer.html", content)


@require_POST
@own_door
def answer(request: HttpRequest, employee_id: UUID) -> HttpResponse:
    """A yes or a no; a no ends at once what the yes allowed."""
    employee, question = my_place(employee_id), request.POST.get("question", "")
    if question not in Answer.Question.values:
        raise Refused("write", "employee", object=employee_id)
    yes = request.POST.get("answer") == "yes"
    say(
        employee=employee, question=Answer.Question(question), yes=yes, language=get_language() or "de",
        now=timezone.now(),
    )  # fmt: skip
    return redirect(f"{redirect('companies:employer').url}?said={'yes' if yes else 'no'}")


@require_POST
@own_door
def end(request: HttpRequest, employee_id: UUID) -> HttpResponse:
    """They want nothing of it any more."""
    leave(employee=my_place(employee_id), now=timezone.now())
    return redirect(f"{redirect('companies:employer').url}?said=ended")


@own_door
@require_http_methods(["GET", "HEAD", "POST"])
def details(request: HttpRequest, employee_id: UUID) -> HttpResponse:
    """Correct what is known."""
    employee = my_place(employee_id)
    trail.record(act="read", kind="employee", person=employee.person_id, object=employee.pk, basis="self")
    known = Details.objects.get(employee=employee)
    posted = request.POST if request.method == "POST" else None
    form = InvitedForm(posted, initial=initial(known), asks=False)
    if request.method == "POST" and form.is_valid():
        change(known, form.corrected())
        trail.record(act="write", kind="employee", person=employee.person_id, object=employee.pk, basis="self")
        return redirect(f"{redirect('companies:employer').url}?said=saved")
    return render(request, "companies/details.html", {"form": form}, status=422 if form.errors else 200)


def _place(employee: Employee, now: datetime) -> Place:
    allowed = {Answer.Question.BOOK: employee.may_book, Answer.Question.SEE: employee.may_see}
    return Place(
        employee=employee,
        company=name_of(employee),
        questions=[(str(one), title, meaning, allowed[one]) for one, (title, meaning) in QUESTIONS.items()],
        steps=_steps(employee, now).sealed(),
        shared=_shared(employee, now),
    )


def _steps(employee: Employee, now: datetime) -> Answers:
    """What is known, as answers of the guide: it need not ask again."""
    known: Details = employee.details
    ages = [timezone.localdate(now).year - year for year in known.children]
    family = [
        *(["partner"] if known.adults > 1 else []),
        *(["baby"] if any(age < 1 for age in ages) else []),
        *(["child-under-6"] if any(age < UNDER_SIX for age in ages) else []),
        *(["school-child"] if any(UNDER_SIX <= age < 18 for age in ages) else []),
    ]
    return Answers(place=known.municipality or None, chosen={"reason": ("work",), "family": tuple(family)})


def _shared(employee: Employee, now: datetime) -> list[Shared]:
    with as_program(now=now):
        members = Member.objects.filter(
            employee=employee, group__booked_at__isnull=False, group__day__gte=timezone.localdate(now)
        )
        members = members.select_related("group__location", "itinerary").order_by("group__day")
        return [
            Shared(one.group.day, one.group.location, manage_token(one.itinerary) if one.itinerary else "")
            for one in members.filter(group__cancelled_at=None)
            if one.proposed or (one.itinerary and not one.itinerary.cancelled_at)
        ]
