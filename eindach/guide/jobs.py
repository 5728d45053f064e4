"""Background jobs of the guide (procrastinate finds them by the name of this module)."""

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from eindach.directory import freshness
from eindach.directory.models import Region
from eindach.guide.staff.directory import letters


@app.periodic(cron="15 5 * * 1-5")
@app.task(queueing_lock="ask offices")
def ask_offices(timestamp: int) -> None:
    """On working days, early: whose word is about to be too old, and who has not answered."""
    now = timezone.now()
    with transaction.atomic():
        here = Region.objects.first()
        if here:
            letters.write(freshness.due(here, now=now), here, now=now)
