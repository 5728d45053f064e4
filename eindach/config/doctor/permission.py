"""Permission: does row-level security hold, are consents asked in the words of their hash, is the trail sealed?"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from eindach.config.doctor.finding import Finding, broken, fine, note

MOST_UNSEALED = timedelta(days=2)
MIGRATE = "Run `eindach migrate`; it writes roles, policies and privileges anew. What it may not do, it names."


def permission_findings() -> Iterator[Finding]:
    """Needs a database of this version; Django must be set up."""
    from django.utils import timezone

    from eindach.accounts import row_security
    from eindach.consent import words

    faults = row_security.faults()
    yield from (broken(fault, MIGRATE) for fault in faults)
    if faults:
        return
    yield fine("Row-level security holds.")
    yield words_finding([str(text) for text in words.bent()])
    yield from _of_trail(timezone.now())


def words_finding(bent: list[str]) -> Finding:
    """`bent`: texts of consents (purpose, version, language) whose words are not those of their hash."""
    if bent:
        return broken(
            f"Words of consents were changed: {', '.join(bent)}. Nobody can ask or answer with them.",
            "Restore them from a backup; to use other words, raise `version` in eindach/consent/texts.",
        )
    return fine("Consents are asked in the words of their hash.")


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
