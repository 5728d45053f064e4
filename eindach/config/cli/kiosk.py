"""`eindach kiosk`: the address that the kiosk of a house opens."""

import argparse

from eindach.config.cli.data import refuse_missing_migrations
from eindach.config.cli.database import django_on_database
from eindach.config.cli.faults import CommandError


def show(options: argparse.Namespace) -> int:
    """One line; status 2 for a house that is not known."""
    with django_on_database():
        refuse_missing_migrations()
        from eindach.frontdesk.kiosks import houses, kiosk_address

        known = {house.key: house for house in houses()}
        if options.location not in known:
            allowed = ", ".join(known) or "none: no house has a counter"
            raise CommandError(f"LOCATION: there is no house {options.location!r}, allowed: {allowed}", status=2)
        print(kiosk_address(known[options.location]))
    return 0
