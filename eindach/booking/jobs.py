"""Background jobs of booking (procrastinate). Each may run twice, or late, without harm; one a person, so that what
goes wrong for one stops nobody else."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from eindach.directory.queries import region
from eindach.notifications.deferring import defer

from .expiry import expire_holds
from .models import Itinerary, Proposal
from .openings import extend_openings
from .proposing import propose
from .recoordinating import recoordinate as see_to
from .waiting import displaced_without_answer, waiting_for

KEEP_HOLDS_VISIBLE = timedelta(days=1)
WAITING_LIST = "waiting-list"
"""The lock under which freed times are offered: one person after the other, in the order they were deferred."""


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="sweep_holds", pass_context=False)
def sweep_holds(timestamp: int) -> None:
    """Every minute: holds that ran out give their places back."""
    expire_holds(now=timezone.now())


@app.task
def offer_freed_time(calendars: list[int]) -> None:
    """Time of these calendars became free: see, one after the other, whose plan gets shorter by it."""
    for itinerary in waiting_for(calendars, now=timezone.now()):
        defer(look_for_shorter, itinerary=str(itinerary.pk))


@app.task(lock=WAITING_LIST)
def look_for_shorter(itinerary: str) -> None:
    """Propose and hold a shorter plan, if there is one."""
    found = Itinerary.objects.filter(pk=itinerary, wants_earlier=True).first()
    if found is not None:
        Itinerary.objects.filter(pk=itinerary).update(looked_at=timezone.now())
        propose(itinerary=found, cause=Proposal.Cause.SHORTER, now=timezone.now())


@app.task
def recoordinate(itinerary: str) -> None:
    """A counter closed: see to one who was booked there."""
    found = Itinerary.objects.filter(pk=itinerary).first()
    if found is not None:
        see_to(found, now=timezone.now())


@app.periodic(cron="*/15 * * * *")
@app.task(queueing_lock="ask_displaced_again", pass_context=False)
def ask_displaced_again(timestamp: int) -> None:
    """Nothing is silently lost: who was displaced and has no open proposal is seen to."""
    for itinerary in displaced_without_answer(timezone.now()):
        defer(recoordinate, itinerary=str(itinerary.pk))


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
