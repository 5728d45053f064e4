"""Propose: a new best plan for somebody whose plan broke, or could be shorter; held for them, never "first click"."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.utils import timezone, translation

from eindach.kernel.spans import Span

from . import offers
from .events import proposed
from .ground import ground
from .models import Appointment, Itinerary, Proposal
from .plans import Plan, Planned, plan_of
from .queries import planned
from .recorded import changed
from .retry import one_transaction
from .search import search
from .taking import NotFree, Taking, take
from .wish import Wish

HELD_FOR = {Proposal.Cause.CLOSURE: timedelta(hours=72), Proposal.Cause.SHORTER: timedelta(hours=24)}
LOOK_AHEAD = timedelta(days=60)
MOST_MORE_MINUTES = 120
"""A plan that keeps somebody on site for longer than before by more than that is the last to be proposed."""


def propose(*, itinerary: Itinerary, cause: str, now: datetime) -> Proposal | None:
    """Make and hold the best plan in place of the present one. None when there is nothing to propose, or a proposal
    that is still good waits for an answer. For a closure an empty proposal when nothing is possible: a human calls."""
    present = _future(itinerary, now)
    if present is None or itinerary.state(now) != "booked":
        return None
    if cause == Proposal.Cause.CLOSURE and not any(one.displaced for one in present.appointments):
        return None
    if _waits(itinerary, present, cause, now):
        return None
    with translation.override(itinerary.language):
        plans = _candidates(itinerary, present, cause, now)
    for plan in plans:
        try:
            if proposal := _hold(itinerary, plan, present, cause, now):
                return proposal
        except NotFree:
            continue
    return nothing_possible(itinerary, now) if cause == Proposal.Cause.CLOSURE else None


def nothing_possible(itinerary: Itinerary, now: datetime) -> Proposal:
    """An empty proposal: the letter says that a human calls, and the desk is told whom."""

    @one_transaction
    def act() -> Proposal:
        locked = Itinerary.objects.select_for_update().get(pk=itinerary.pk)
        take(
            Taking(
                locked, (), Appointment.Status.HELD, now, gives_back=end_unanswered(locked, now), back_because=DECLINED
            )
        )
        cause = Proposal.Cause.CLOSURE
        proposal = Proposal.objects.create(itinerary=locked, cause=cause, made_at=now, held_until=now)
        proposed.send(sender=Proposal, proposal=proposal, now=now)
        changed("propose", locked, now, basis=cause)
        return proposal

    return act()


DECLINED = Appointment.Reason.DECLINED


def _future(itinerary: Itinerary, now: datetime) -> Plan | None:
    """What is still to come of the present plan; what has begun cannot get shorter."""
    present = planned(itinerary)
    coming = [one for one in present.appointments if one.start > now] if present else []
    return plan_of(coming, ground().ways) if coming else None


def _waits(itinerary: Itinerary, present: Plan, cause: str, now: datetime) -> bool:
    """Is there an open proposal that need not be replaced? A closure replaces one that no longer helps."""
    waiting = itinerary.proposals.waiting(now).first()
    if waiting is None or cause == Proposal.Cause.SHORTER:
        return waiting is not None
    lost = waiting.appointments.exclude(status=Appointment.Status.HELD).exists()
    if waiting.cause != Proposal.Cause.CLOSURE or lost:
        return False
    chosen = offers.read(waiting.offer, zone=ground().region.zone, now=now, ever=True).chosen
    stays = {(one.matter_id, one.calendar_id, one.start) for one in chosen}
    return not any(one.displaced and _key(one) in stays for one in present.appointments)


def _candidates(itinerary: Itinerary, present: Plan, cause: str, now: datetime) -> list[Plan]:
    """Best first. After a closure: what stays, stays, if that costs no further visit and nobody waits for hours in
    between; for the waiting list: only plans at least as good in all three and better in one."""
    wish = _wish(itinerary, present, now)
    if cause == Proposal.Cause.SHORTER:
        sooner = replace(wish, until=present.completed_on, max_days=present.days)
        return [plan for plan in search(sooner, now=now, moving=itinerary).plans if better(plan, present)]
    staying = [one for one in present.appointments if not one.displaced]
    around = replace(wish, windows=_with(wish.windows, staying), max_days=max(wish.max_days, present.days))
    kept = frozenset(one.matter.key for one in staying)
    pinned = search(around, now=now, moving=itinerary, pinned=kept).plans if kept else ()
    gentle = [plan for plan in pinned if plan.days <= present.days]
    plans = [*gentle, *search(wish, now=now, moving=itinerary).plans, *pinned]
    return sorted(plans, key=lambda plan: plan.minutes_on_site > present.minutes_on_site + MOST_MORE_MINUTES)


def _with(windows: tuple[Span, ...], staying: list[Planned]) -> tuple[Span, ...]:
    """Windows in which there is also room for what stays (no windows: any time)."""
    return (*windows, *(Span(one.start, one.end) for one in staying)) if windows else ()


def _wish(itinerary: Itinerary, present: Plan, now: datetime) -> Wish:
    base = ground()
    wish = Wish.from_json(itinerary.wish, base.region.zone)
    today = timezone.localdate(now, base.region.zone)
    return replace(
        wish,
        matters=tuple(one.matter.key for one in present.appointments),
        start=max(today, min(wish.start, present.appointments[0].start.date())),
        until=max(wish.until, present.completed_on, today + LOOK_AHEAD),
        windows=tuple(window for window in wish.windows if window.end > now),
        municipality=wish.municipality if wish.municipality in base.municipalities else "",
    )


def better(plan: Plan, present: Plan) -> bool:
    """Pareto: nowhere worse, somewhere better."""
    days, minutes = plan.days - present.days, plan.minutes_on_site - present.minutes_on_site
    later = (plan.completed_on - present.completed_on).days
    return max(days, later, minutes) <= 0 and min(days, later, minutes) < 0


def _hold(itinerary: Itinerary, plan: Plan, present: Plan, cause: str, now: datetime) -> Proposal | None:
    """None when the plan is what they have already."""
    mine = {_key(one) for one in present.appointments}
    chosen = offers.read(plan.offer, zone=ground().region.zone, now=now).chosen
    new = tuple(one for one in chosen if (one.matter_id, one.calendar_id, one.start) not in mine)
    if not new:
        return None
    held_until = min(now + HELD_FOR[Proposal.Cause(cause)], min(one.start for one in new))

    @one_transaction
    def act() -> Proposal:
        locked = Itinerary.objects.select_for_update().get(pk=itinerary.pk)
        left = end_unanswered(locked, now)
        proposal = Proposal.objects.create(
            itinerary=locked, cause=cause, offer=plan.offer, made_at=now, held_until=held_until
        )
        held = Appointment.Status.HELD
        take(
            Taking(
                locked,
                new,
                held,
                now,
                held_until=held_until,
                proposal=proposal,
                gives_back=left,
                back_because=DECLINED,
            )
        )
        proposed.send(sender=Proposal, proposal=proposal, now=now)
        changed("propose", locked, now, basis=cause)
        return proposal

    return act()


def end_unanswered(itinerary: Itinerary, now: datetime) -> tuple[Appointment, ...]:
    """A proposal that ran out, helps no longer, or speaks of a plan that is gone, is over. Answers what it held:
    that is to be given back by whoever calls, in the same transaction."""
    unanswered = itinerary.proposals.unanswered()
    held = Appointment.objects.filter(proposal__in=unanswered, status=Appointment.Status.HELD)
    left = tuple(held.order_by("pk"))
    unanswered.update(declined_at=now)
    return left


def _key(one: Planned) -> tuple[int, int, datetime]:
    return one.matter.pk, one.calendar_id, one.start
