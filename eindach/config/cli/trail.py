"""`eindach verify-audit`: is the trail what it was?"""

import argparse
from typing import TYPE_CHECKING

from eindach.config.cli.data import refuse_missing_migrations
from eindach.config.cli.database import django_on_database
from eindach.config.cli.faults import CommandError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

MOST_TOLD = 200


def verify(options: argparse.Namespace) -> int:
    """One line and 0 when all is well; else 1, and every row that does not fit."""
    with django_on_database():
        refuse_missing_migrations()
        from eindach.consent import sealing, verifying

        verdict = verifying.verify(options.seals or sealing.seals_file(), _kept(options.key))
    counted = verdict.counted
    looked_at = f"{counted.events:,} events in {counted.chains} chains, {verdict.seals} seals"
    if not verdict.faults:
        last = f", the last of {verdict.last_seal}" if verdict.last_seal else ""
        print(f"The trail is whole: {looked_at}{last}.")
        return 0
    for fault in verdict.faults[:MOST_TOLD]:
        print(fault)
    if len(verdict.faults) > MOST_TOLD:
        print(f"… and {len(verdict.faults) - MOST_TOLD} more")
    print(f"THE TRAIL WAS BENT: {len(verdict.faults)} faults in {looked_at}.")
    return 1


def _kept(said: str | None) -> "Ed25519PublicKey | None":
    """The public key as somebody kept it elsewhere."""
    from eindach.consent import sealing

    try:
        return sealing.read_key(said) if said else None
    except ValueError as fault:
        raise CommandError(
            "--key: a public key has 64 hexadecimal digits; eindach doctor prints ours.", status=2
        ) from fault
