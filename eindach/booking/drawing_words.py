"""The drawn visits in words: what a plan gains and what it costs, against the others of the page."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from .plans import Plan

FEW_MINUTES = 10
"""Waits up to this long in all count as hardly any."""


@dataclass(frozen=True)
class Words:
    """One short line each; empty where there is nothing to say."""

    tag: str
    gain: str
    cost: str


def duration(minutes: int) -> str:
    """A length for people: '2 h 10 min'. In words where a language has no short ones; so hours and minutes are counted
    each for itself."""
    hours, rest = divmod(minutes, 60)
    said_hours = ngettext("%(hours)d h", "%(hours)d h", hours) % {"hours": hours}
    said_minutes = ngettext("%(minutes)d min", "%(minutes)d min", rest) % {"minutes": rest}
    if hours and rest:
        return pgettext("a length of time", "%(hours)s %(minutes)s") % {"hours": said_hours, "minutes": said_minutes}
    return said_hours if hours else said_minutes


def visits(count: int) -> str:
    """'One visit', 'Two visits', … as a headline."""
    known = {1: _("One visit"), 2: _("Two visits"), 3: _("Three visits")}
    return known.get(count) or visits_counted(count)


def visits_counted(count: int) -> str:
    """'1 visit', '2 visits', in figures."""
    return ngettext("%(count)d visit", "%(count)d visits", count) % {"count": count}


def words(plans: Sequence[Plan]) -> list[Words]:
    """Tag, gain and cost for each of these plans, in the same order."""
    tags = _tags(plans)
    return [
        Words(_tag_text(tags.get(index)), _gain(plan, plans, tags.get(index)), _cost(plan, plans))
        for index, plan in enumerate(plans)
    ]


def _tags(plans: Sequence[Plan]) -> dict[int, str]:
    """One tag a plan: the first thing in which it is better than all that have no tag yet."""
    if len(plans) < 2:
        return {}
    best = {
        "visits": min(range(len(plans)), key=lambda i: plans[i].days),
        "soonest": min(range(len(plans)), key=lambda i: plans[i].completed_on),
        "shortest": min(range(len(plans)), key=lambda i: plans[i].minutes_on_site),
    }
    tags: dict[int, str] = {}
    for tag, index in best.items():
        tags.setdefault(index, tag)
    return tags


def _tag_text(tag: str | None) -> str:
    return {
        "visits": _("Fewest trips"),
        "soonest": _("Done soonest"),
        "shortest": _("Least time on site"),
    }.get(tag or "", "")


def _gain(plan: Plan, plans: Sequence[Plan], tag: str | None) -> str:
    latest = max(other.completed_on for other in plans)
    longest = max(other.minutes_on_site for other in plans)
    if tag == "soonest" and (latest - plan.completed_on).days:
        return _("Done %(time)s earlier.") % {"time": _days((latest - plan.completed_on).days)}
    if tag == "shortest" and plan.minutes_on_site < longest:
        if _waiting(plan) <= FEW_MINUTES:
            return _("Hardly any waiting.")
        return _("%(time)s less on site.") % {"time": duration(longest - plan.minutes_on_site)}
    if len(plans) == 1 and plan.days > 1:
        return _("Fewer visits are not possible.")
    return _comings(plan) if tag == "visits" or len(plans) == 1 else _middle(plan, plans)


def _comings(plan: Plan) -> str:
    if plan.days == 1:
        return _("You come only once.")
    return ngettext("You come only %(count)d time.", "You come only %(count)d times.", plan.days) % {"count": plan.days}


def _middle(plan: Plan, plans: Sequence[Plan]) -> str:
    """For a plan that is best in nothing: what it has over the first one."""
    first = plans[0]
    if plan.completed_on < first.completed_on:
        return _("Done %(time)s earlier.") % {"time": _days((first.completed_on - plan.completed_on).days)}
    if plan.minutes_on_site < first.minutes_on_site:
        return _("%(time)s less on site.") % {"time": duration(first.minutes_on_site - plan.minutes_on_site)}
    return _comings(plan)


def _cost(plan: Plan, plans: Sequence[Plan]) -> str:
    fewest = min(other.days for other in plans)
    soonest = min(other.completed_on for other in plans)
    least = min(other.minutes_on_site for other in plans)
    if plan.days > fewest:
        return _("But you come twice.") if plan.days == 2 else _("But you come three times.")
    if plan.completed_on > soonest:
        return _("But you are done %(time)s later.") % {"time": _days((plan.completed_on - soonest).days)}
    if plan.minutes_on_site > least:
        return _("But it takes %(time)s longer.") % {"time": duration(plan.minutes_on_site - least)}
    return ""


def _days(days: int) -> str:
    """A distance in time, as it stands before 'earlier' or 'later'."""
    weeks, rest = divmod(days, 7)
    if weeks and not rest:
        one = pgettext("distance in time, before 'earlier' or 'later'", "one week")
        return one if weeks == 1 else ngettext("%(count)d week", "%(count)d weeks", weeks) % {"count": weeks}
    one = pgettext("distance in time, before 'earlier' or 'later'", "one day")
    return one if days == 1 else ngettext("%(count)d day", "%(count)d days", days) % {"count": days}


def _waiting(plan: Plan) -> int:
    """Minutes neither at a counter nor on the way."""
    ways = sum(leg.minutes for leg in plan.legs if leg)
    return plan.minutes_on_site - ways - sum(planned.minutes for planned in plan.appointments)
