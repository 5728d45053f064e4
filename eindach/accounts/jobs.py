"""Background jobs of accounts (procrastinate finds them by the name of this module)."""

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from .registry import running


@app.periodic(cron="30 4 * * *")
@app.task(queueing_lock="delete due", pass_context=False)
def delete_due(timestamp: int) -> None:
    """Every night: what is due ends, what two people have signed as well."""
    if settings.DELETE_DUE:
        running.run(now=timezone.now(), do=True)
