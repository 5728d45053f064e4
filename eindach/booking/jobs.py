"""Background jobs of booking (procrastinate). Each may run twice, or late, without harm."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from eindach.directory.queries import region

from .expiry import expire_holds
from .models import Appointment, Itinerary, Proposal
from .openings import extend_openings
from .proposing import propose
from .waiting import offer_freed

KEEP_HOLDS_VISIBLE = timedelta(days=1)
MOST_PROPOSALS = 3


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="sweep_holds", pass_context=False)
def sweep_holds(timestamp: int) -> None:
    """Every minute: holds that ran out give their places back."""
    expire_holds(now=timezone.now())


@app.task
def offer_freed_time(calendars: list[int]) -> None:
    offer_freed(calendars=calendars, now=timezone.now())


@app.task
def recoordinate(itinerary: str) -> None:
    """Make and mail a new best proposal to somebody whose counter closed."""
    found = Itinerary.objects.filter(pk=itinerary, appointments__displaced_at__isnull=False).distinct().first()
    if found is not None:
        propose(itinerary=found, cause=Proposal.Cause.CLOSURE, now=timezone.now())


@app.periodic(cron="*/15 * * * *")
@app.task(queueing_lock="ask_displaced_again", pass_context=False)
def ask_displaced_again(timestamp: int) -> None:
    """Nothing is silently lost: who was displaced and has no open proposal gets one, three times at most."""
    now = timezone.now()
    for itinerary in displaced_without_answer(now):
        propose(itinerary=itinerary, cause=Proposal.Cause.CLOSURE, now=now)


def displaced_without_answer(now: datetime) -> list[Itinerary]:
    """Whose counter closed, who has a future displaced appointment, and whom nothing holds a plan for."""
    displaced = Appointment.objects.filter(live=True, displaced_at__isnull=False, during__startswith__gt=now)
    found = Itinerary.objects.filter(appointments__in=displaced, cancelled_at=None).exclude(
        proposals__accepted_at=None, proposals__declined_at=None, proposals__held_until__gt=now
    )
    return [
        one
        for one in found.distinct()
        if one.proposals.filter(cause=Proposal.Cause.CLOSURE).count() < MOST_PROPOSALS
        and not one.proposals.filter(cause=Proposal.Cause.CLOSURE, offer="").exists()
    ]


@app.periodic(cron="10 3 * * *")
@app.task(queueing_lock="extend_calendars", pass_context=False)
def extend_calendars(timestamp: int) -> None:
    """Every night: openings for one day more, as far as the horizon."""
    now = timezone.now()
    extend_openings(None, until=timezone.localdate(now, region().zone) + timedelta(settings.HORIZON_DAYS), now=now)


@app.periodic(cron="40 3 * * *")
@app.task(queueing_lock="forget_holds", pass_context=False)
def forget_holds(timestamp: int) -> None:
    """Every night: plans that were only ever held are deleted with what was asked for."""
    before = timezone.now() - KEEP_HOLDS_VISIBLE
    Itinerary.objects.filter(booked_at=None, created_at__lt=before).exclude(appointments__status="held").delete()
