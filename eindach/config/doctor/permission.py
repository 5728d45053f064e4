"""Permission: does row-level security hold, and is the trail sealed?"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from eindach.config.doctor.finding import Finding, broken, fine, note

MOST_UNSEALED = timedelta(days=2)
MIGRATE = "Run `eindach migrate`; it writes roles, policies and privileges anew. What it may not do, it names."


def permission_findings() -> Iterator[Finding]:
    """Needs a database of this version; Django must be set up."""
    from django.utils import timezone

    from eindach.accounts import row_security

    faults = row_security.faults()
    yield from (broken(fault, MIGRATE) for fault in faults)
    if faults:
        return
    yield fine("Row-level security holds.")
    yield from _of_trail(timezone.now())


def _of_trail(now: datetime) -> Iterator[Finding]:
    from eindach.consent import sealing

    unsealed_since = sealing.unsealed_since()
    yield seal_finding(unsealed_since, now)
    if sealing.key_file().exists():
        key = sealing.hexadecimal(sealing.private_key().public_key())
        yield fine(f"Seals of the trail are in {sealing.seals_file()}; public key {key}.")


def seal_finding(unsealed_since: datetime | None, now: datetime) -> Finding:
    """`unsealed_since`: the last seal, or the first event where there is none; None where nothing happened yet."""
    if unsealed_since is None:
        return note("There is nothing in the trail yet.", "The worker seals it every night.")
    if now - unsealed_since > MOST_UNSEALED:
        return broken(
            f"The trail is not sealed since {unsealed_since:%Y-%m-%d %H:%M}.",
            "See that the worker runs (`eindach serve`, `eindach worker`) and may write where EINDACH_SEALS says.",
        )
    return fine(f"The trail is sealed, or new, since {unsealed_since:%Y-%m-%d %H:%M}.")
