"""The end of the trail: events older than their period end, from the beginning of each chain, behind a seal.

A link cannot be taken out of the middle of a chain. So a chain ends from its beginning, up to the first event that is
still kept: too young, or about somebody under a legal hold. In one transaction the keeper seals behind which event each
chain begins now (its number and its digest), and only then the database lets the events before it go (migration 0004).
`eindach verify-audit` starts from that seal: the first event that is left must still be linked to the one that is gone.
"""

from datetime import datetime
from typing import Final

from django.db import connection
from django.utils import timezone

from eindach.accounts.models import LegalHold
from eindach.accounts.registry.classes import classes
from eindach.accounts.subjects import subject_of

from .chain import Head
from .sealing import as_keeper, beginnings, ours, put, write_outside

KEPT: Final = "trail"
# The last event before the first one that stays; of a chain from which all goes, the last.
LAST_TO_GO: Final = """
SELECT e.chain, e.number, e.digest FROM consent_auditevent e JOIN (
  SELECT chain, coalesce(min(number) FILTER (WHERE at >= %(before)s OR subject = ANY (%(held)s)) - 1, max(number))
  FROM consent_auditevent GROUP BY chain
) AS last (chain, number) USING (chain, number)
"""
END: Final = "DELETE FROM consent_auditevent WHERE chain = %s AND number <= %s"


def end_old(*, now: datetime) -> int:
    """End what is older than the class `trail` of retention says; how many events. Does nothing, and seals nothing,
    where nothing is due."""
    before = classes(timezone.localdate(now))[KEPT].before(now)
    with as_keeper():
        held = [subject_of(one) for one in LegalHold.objects.filter(lifted_at=None).values_list("person", flat=True)]
        going = _going(before, held)
        if not going:
            return 0
        put(beginnings(ours()) | going, now=now)
        with connection.cursor() as cursor:
            ended = 0
            for chain, head in going.items():
                cursor.execute(END, [chain, head.number])
                ended += cursor.rowcount
    write_outside()
    return ended


def _going(before: datetime, held: list[str]) -> dict[int, Head]:
    with connection.cursor() as cursor:
        cursor.execute(LAST_TO_GO, {"before": before, "held": held})
        return {chain: Head(number, bytes(digest)) for chain, number, digest in cursor.fetchall()}
