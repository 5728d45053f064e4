"""A shared day: who comes, which days there are, kept for ten minutes, booked for everybody or nobody."""

from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from eindach.accounts.acting import as_program
from eindach.accounts.pacing import paced
from eindach.accounts.rates import pay
from eindach.consent.doors import own_door

from .. import grouping
from ..access import looked_at, my_company, my_group
from ..forms import WhenTogether
from ..models import Company, Employee, GroupVisit
from ..progress import lines
from ..together import MOST_PEOPLE, Day
from .responses import usual_days


@paced(reads="search", posts="hold")  # type: ignore[arg-type]  # a door's answer is typed more widely
@own_door
@require_http_methods(["GET", "HEAD", "POST"])
def together(request: HttpRequest, company_id: UUID) -> HttpResponse:
    """The choice is in the address, so nothing of it is lost; a day that is chosen is planned anew and held."""
    found, now = my_company(company_id), timezone.now()
    employees = [one for one in Employee.objects.filter(company=found) if one.state(now) == "accepted"]
    said = request.POST if request.method == "POST" else request.GET
    people = [(str(one.pk), format_html("<bdi>{}</bdi>", one.label)) for one in employees]
    form = WhenTogether(said if "first" in said else None, people=people, most=MOST_PEOPLE, initial=usual_days(now))
    content: dict[str, Any] = {"company": found, "form": form, "people": employees, "said": request.GET.get("said", "")}
    if not form.is_bound or not form.is_valid():
        return render(request, "companies/together.html", content, status=422 if form.errors else 200)
    coming = [one for one in employees if str(one.pk) in form.cleaned_data["who"]]
    if request.method == "POST":
        return _hold(request, found, coming, form)
    chosen = grouping.chosen(coming, now=now)
    first, last = form.cleaned_data["first"], form.cleaned_data["last"]
    days = grouping.find(chosen.parties, first=first, last=last, now=now)
    drawn = [_drawn(one, employees, shows_left=chosen.shows_left) for one in days]
    content |= {"chosen": chosen, "days": drawn, "again": _said(form), "searched": True}
    looked_at(found.pk, [*(chosen.booked_for if days else ()), *chosen.settled])
    return render(request, "companies/together.html", content)


@paced(posts="book")  # type: ignore[arg-type]
@own_door
@require_http_methods(["GET", "HEAD", "POST"])
def group(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """What is held, to be booked; what is booked, to be shown or cancelled."""
    now, found = timezone.now(), my_group(group_id)
    if request.method == "POST":
        return _change(request, found)
    shown = lines(found, now=now)
    content = {
        "group": found,
        "state": found.state(now),
        "lines": shown,
        "again": again(found, [str(one) for one in found.members.values_list("employee", flat=True)]),
        "said": request.GET.get("said", ""),
    }
    looked_at(found.company_id, [one.employee for one in shown if one.start])
    return render(request, "companies/group.html", content)


def again(group: GroupVisit, who: list[str]) -> str:
    """The search this day came from."""
    query = "&".join([*(f"who={one}" for one in who), f"first={group.first}", f"last={group.last}"])
    return f"{redirect('companies:together', group.company_id).url}?{query}{'&comes_along=on' * group.comes_along}"


def _drawn(day: Day, employees: list[Employee], *, shows_left: bool) -> dict[str, Any]:
    """A day as the employer sees it: who is in the house from when to when; what it leaves for another one only where
    all of them let it see how far they are."""
    people = [
        (one.label, {"start": plan.appointments[0].start, "end": max(it.end for it in plan.appointments)})
        for one in employees
        if (plan := day.plans.get(one.pk))
    ]
    return {
        "day": day.day,
        "location": day.location,
        "start": day.start,
        "end": day.end,
        "people": people,
        "left": day.left if shows_left else 0,
    }


def _said(form: WhenTogether) -> list[tuple[str, str]]:
    """The choice, for a form that chooses a day of it."""
    return parse_qsl(form.query)


def _hold(request: HttpRequest, found: Company, coming: list[Employee], form: WhenTogether) -> HttpResponse:
    now, said = timezone.now(), form.cleaned_data
    back = f"{redirect('companies:together', found.pk).url}?{form.query}"
    parties = grouping.chosen(coming, now=now).parties
    day = parse_date(request.POST.get("day", "")) if len(request.POST.get("day", "")) == 10 else None
    if day is None or not parties:
        return redirect(back)
    with as_program(now=now):
        for _party in parties[1:]:
            pay(request, "hold", now=now)  # each of them keeps places from others
    held = grouping.hold(
        company=found, employees=coming, house=request.POST.get("house", ""), day=day, first=said["first"],
        last=said["last"], comes_along=said["comes_along"], now=now,
    )  # fmt: skip
    return redirect("companies:group", held.pk) if held else redirect(f"{back}&said=taken")


def _change(request: HttpRequest, found: GroupVisit) -> HttpResponse:
    now, act = timezone.now(), request.POST.get("act", "")
    who = [str(one) for one in found.members.values_list("employee", flat=True)]
    here = redirect("companies:group", found.pk).url
    try:
        if act == "book":
            grouping.book(group=found, now=now)
            return redirect(f"{here}?said=booked")
        if act == "release":
            grouping.release(group=found, now=now)
            return redirect(again(found, who))
        if act == "cancel":
            grouping.cancel(group=found, now=now)
            return redirect(f"{here}?said=cancelled")
    except grouping.HoldExpired:
        return redirect(f"{again(found, who)}&said=taken")
    except grouping.MayNot:
        return redirect(f"{again(found, who)}&said=no")
    except grouping.AreBooked:
        return redirect(f"{again(found, who)}&said=twice")
    except grouping.NotChangeable:
        return redirect(f"{here}?said=too-late")
    return redirect(here)
