"""Commands that change the database's content: `migrate` and `load-region`."""

import argparse
import os

from eindach.config.cli.database import as_owner, django_on_database
from eindach.config.cli.faults import CommandError


def migrate(options: argparse.Namespace) -> int:
    """Apply what is missing."""
    with django_on_database():
        bring_up_to_date()
        print("The database is up to date.")
    return 0


def missing_migrations() -> int:
    """How many steps the database is behind; Django must be set up."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def refuse_missing_migrations() -> None:
    """A real server is changed only on purpose: several machines may share it."""
    missing = missing_migrations()
    if missing:
        raise CommandError(f"The database is {missing} steps behind this version. Run `eindach migrate` first.")


def bring_up_to_date() -> None:
    """Apply the missing migrations; Django must be set up."""
    from django.core.management import call_command
    from django.db import transaction

    from eindach.accounts import row_security
    from eindach.guide.places.words import write_words

    with as_owner():
        missing = missing_migrations()
        if missing:
            print(f"Bringing the database up to date: {missing} steps …", flush=True)
            call_command("migrate", interactive=False, verbosity=0)
            with transaction.atomic():
                write_words()  # of other releases they are folded otherwise
        row_security.write()


def load_region(options: argparse.Namespace) -> int:
    """Load a region's data; loading it again updates it."""
    os.environ["EINDACH_REGION"] = options.name
    with django_on_database():
        bring_up_to_date()
        load_and_tell(options.name, days=options.calendars_days, sample_share=options.sample_bookings)
    return 0


def load_and_tell(name: str, *, days: int, sample_share: float) -> None:
    """Load a region and print what came in; Django must be set up."""
    from eindach.config import regions

    print(f"Loading the region {name} …", flush=True)
    loaded = regions.load(name, days=days, sample_share=sample_share)
    print("  " + ", ".join(f"{count} {what}" for what, count in loaded.counts.items()))
    if days:
        print(f"  {loaded.openings} openings in the next {days} days, {loaded.sample_appointments} sample appointments")
    if loaded.displaced:
        print(f"  {people(loaded.displaced)} outside the hours of these files: the worker mails them a new plan each")
    for remark in loaded.remarks:
        print(f"  note: {remark}")


def people(number: int) -> str:
    """1 -> "1 person is"; 2 -> "2 people are"."""
    return "1 person is" if number == 1 else f"{number} people are"
