"""Jobs of this part (procrastinate finds them by the name of this module)."""

from django.utils import timezone
from procrastinate.contrib.django import app

from .operations import expire_due


@app.periodic(cron="5 * * * *")
@app.task(queueing_lock="expire consents", pass_context=False)
def expire_consents(timestamp: int) -> None:
    """Every hour: consents whose time is over are written down as expired."""
    expire_due(now=timezone.now())
