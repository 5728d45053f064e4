"""NOTIFY after the commit, in a statement of its own.

Inside a transaction NOTIFY makes its commit wait for every other one of the database that notified too (PostgreSQL,
NOTIFY, Notes; one lock held while the log is flushed): bookings a second fell to a third. A notice that is lost with a
killed process costs nothing, because it only says "look again" and everybody who listens also looks by the clock.
"""

from dataclasses import dataclass

from django.db import connection, transaction


@dataclass(frozen=True)
class _Notice:
    channel: str
    payload: str

    def __call__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(TELL, [self.channel, self.payload])


def tell_after_commit(channel: str, payload: str) -> None:
    """Send a notice when the transaction has committed, once however often it is said; at once outside of one. A
    failure is nobody's failure."""
    notice = _Notice(channel, payload)
    if not any(waiting[1] == notice for waiting in connection.run_on_commit):  # (savepoints, what, …)
        transaction.on_commit(notice, robust=True)


# A transaction that notifies is given a number, so its commit would wait for the disk, one after the other again.
TELL = "SELECT pg_notify(%s, %s) FROM set_config('synchronous_commit', 'off', true)"
