"""Propose: a new best plan for somebody whose plan broke, or could be shorter; held for them, never "first click"."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone, translation

from eindach.directory.queries import region

from . import offers
from .events import proposed
from .models import Appointment, Itinerary, Proposal
from .plans import Plan
from .queries import planned
from .retry import one_transaction
from .search import search
from .taking import NotFree, Taking, take
from .wish import Wish

HELD_FOR = {Proposal.Cause.CLOSURE: timedelta(hours=72), Proposal.Cause.SHORTER: timedelta(hours=24)}
LOOK_AHEAD = timedelta(days=60)


def propose(*, itinerary: Itinerary, cause: str, now: datetime) -> Proposal | None:
    """Make and hold the best plan in place of the present one. For a closure always a proposal (an empty one when
    nothing is possible: then a human calls); for a shorter plan None when there is none."""
    present = planned(itinerary)
    waits = itinerary.proposals.filter(accepted_at=None, declined_at=None, held_until__gt=now).exists()
    if present is None or waits or itinerary.state(now) != "booked" or _is_fine(present, cause):
        return None
    with translation.override(itinerary.language):
        plans = _candidates(itinerary, present, cause, now)
    for plan in plans:
        try:
            return _hold(itinerary, plan, present, cause, now)
        except NotFree:
            continue
    return _nothing(itinerary, cause, now) if cause == Proposal.Cause.CLOSURE else None


def _is_fine(present: Plan, cause: str) -> bool:
    return cause == Proposal.Cause.CLOSURE and not any(one.displaced for one in present.appointments)


def _candidates(itinerary: Itinerary, present: Plan, cause: str, now: datetime) -> list[Plan]:
    """Best first. After a closure: what stays, stays, if that costs no further visit; for the waiting list: only
    plans at least as good in all three and better in one."""
    wish = _wish(itinerary, present, now)
    if cause == Proposal.Cause.SHORTER:
        sooner = replace(wish, until=present.completed_on, max_days=present.days)
        return [plan for plan in search(sooner, now=now, moving=itinerary).plans if better(plan, present)]
    kept = frozenset(one.matter.key for one in present.appointments if not one.displaced)
    pinned = search(wish, now=now, moving=itinerary, pinned=kept).plans if kept else ()
    gentle = [plan for plan in pinned if plan.days <= present.days]
    return [*gentle, *search(wish, now=now, moving=itinerary).plans, *pinned]


def _wish(itinerary: Itinerary, present: Plan, now: datetime) -> Wish:
    here = region()
    wish = Wish.from_json(itinerary.wish, here.zone)
    today = timezone.localdate(now, here.zone)
    future = tuple(one.matter.key for one in present.appointments if one.start > now)
    return replace(
        wish,
        matters=future,
        start=max(today, min(wish.start, present.completed_on)),
        until=max(wish.until, present.completed_on, today + LOOK_AHEAD),
        windows=tuple(window for window in wish.windows if window.end > now),
    )


def better(plan: Plan, present: Plan) -> bool:
    """Pareto: nowhere worse, somewhere better."""
    days, minutes = plan.days - present.days, plan.minutes_on_site - present.minutes_on_site
    later = (plan.completed_on - present.completed_on).days
    return max(days, later, minutes) <= 0 and min(days, later, minutes) < 0


def _hold(itinerary: Itinerary, plan: Plan, present: Plan, cause: str, now: datetime) -> Proposal:
    mine = {(one.matter.pk, one.calendar_id, one.start) for one in present.appointments}
    chosen = offers.read(plan.offer, zone=region().zone, now=now).chosen
    new = tuple(one for one in chosen if (one.matter_id, one.calendar_id, one.start) not in mine)
    held_until = min(now + HELD_FOR[Proposal.Cause(cause)], min(one.start for one in new))

    @one_transaction
    def act() -> Proposal:
        locked = Itinerary.objects.select_for_update().get(pk=itinerary.pk)
        _end_old(locked, now)
        proposal = Proposal.objects.create(
            itinerary=locked, cause=cause, offer=plan.offer, made_at=now, held_until=held_until
        )
        take(Taking(locked, new, Appointment.Status.HELD, now, held_until=held_until, proposal=proposal))
        proposed.send(sender=Proposal, proposal=proposal, now=now)
        return proposal

    return act()


def _nothing(itinerary: Itinerary, cause: str, now: datetime) -> Proposal:
    with transaction.atomic():
        _end_old(itinerary, now)
        proposal = Proposal.objects.create(itinerary=itinerary, cause=cause, made_at=now, held_until=now)
        proposed.send(sender=Proposal, proposal=proposal, now=now)
    return proposal


def _end_old(itinerary: Itinerary, now: datetime) -> None:
    """A proposal that ran out without an answer makes room for the next."""
    itinerary.proposals.filter(accepted_at=None, declined_at=None).update(declined_at=now)
