"""`eindach verify-audit`: is the trail what it was?"""

import argparse

from eindach.config.cli.data import refuse_missing_migrations
from eindach.config.cli.database import django_on_database

MOST_TOLD = 200


def verify(options: argparse.Namespace) -> int:
    """One line and 0 when all is well; else 1, and every row that does not fit."""
    with django_on_database():
        refuse_missing_migrations()
        from eindach.consent import sealing, verifying

        verdict = verifying.verify(options.seals or sealing.seals_file())
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
