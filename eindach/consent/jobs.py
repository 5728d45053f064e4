"""Jobs of this part (procrastinate finds them by the name of this module)."""

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from . import curtailing, sealing
from .operations import expire_due


@app.periodic(cron="5 * * * *")
@app.task(queueing_lock="expire consents", pass_context=False)
def expire_consents(timestamp: int) -> None:
    """Every hour: consents whose time is over are written down as expired."""
    expire_due(now=timezone.now())


@app.periodic(cron="50 2 * * *")
@app.task(queueing_lock="seal the trail", pass_context=False)
def seal_the_trail(timestamp: int) -> None:
    """Every night: sign the heads of the trail's chains, in the database and outside."""
    sealing.seal(now=timezone.now())


@app.periodic(cron="40 4 * * *")
@app.task(queueing_lock="end old trail", pass_context=False)
def end_old_trail(timestamp: int) -> None:
    """Every night: events of the trail whose period is over end, behind a seal."""
    if settings.DELETE_DUE:
        curtailing.end_old(now=timezone.now())
