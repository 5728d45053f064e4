"""Jobs of this part (procrastinate finds them by the name of this module)."""

from importlib import import_module

from django.conf import settings
from procrastinate.contrib.django import app


@app.periodic(cron="50 3 * * *")
@app.task(queueing_lock="forget_sessions", pass_context=False)
def forget_sessions(timestamp: int) -> None:
    """Every night: sessions that ran out are deleted, with the names and contacts that were typed."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
