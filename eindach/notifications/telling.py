"""NOTIFY after the commit, in a statement of its own.

Inside a transaction NOTIFY makes its commit wait for every other one of the database that notified too (PostgreSQL,
NOTIFY, Notes; one lock held while the log is flushed): bookings a second fell to a third. A notice that is lost with a
killed process costs nothing, because it only says "look again" and everybody who listens also looks by the clock.
"""

from functools import partial

from django.db import connection, transaction


def tell_after_commit(channel: str, payload: str) -> None:
    """Send a notice when the transaction has committed; at once outside of one. A failure is nobody's failure."""
    transaction.on_commit(partial(_tell, channel, payload), robust=True)


# A transaction that notifies is given a number, so its commit would wait for the disk, one after the other again.
TELL = "SELECT pg_notify(%s, %s) FROM set_config('synchronous_commit', 'off', true)"


def _tell(channel: str, payload: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(TELL, [channel, payload])
