"""`eindach demo`: a region with sample calendars, three itineraries on the terminal, then the site."""

import argparse
import os
import sys
from datetime import UTC, datetime, timedelta

from eindach.config import embedded
from eindach.config.cli.data import load_and_tell
from eindach.config.cli.database import database, django_on_database
from eindach.config.cli.faults import CommandError
from eindach.config.cli.prepare import prepare
from eindach.config.cli.serving import environment_for, refuse_taken, run_site, run_step

CALENDAR_DAYS = 60
SAMPLE_SHARE = 0.4
"""As many of the places are taken already: coordinating is for busy calendars."""


def demo(options: argparse.Namespace) -> int:
    """Everything for a first look; what is there already is not loaded again."""
    os.environ["EINDACH_REGION"] = options.region
    os.environ["EINDACH_DEMO"] = "1"
    _set_clock(options.at)
    refuse_taken(options)
    print(f"Eindach, region {options.region}. Starting the database …", flush=True)
    with database():
        environment = environment_for(options)
        run_step("eindach.config.cli.demo", environment, options.region)
        return run_site(options, environment)


def _set_clock(at: datetime | None) -> None:
    """Of all processes to come; its page can move it. Without a time, it is the machine's."""
    from eindach.config import sample_clock

    file = embedded.default_data() / sample_clock.FILE
    file.parent.mkdir(parents=True, exist_ok=True)
    sample_clock.set_ahead(file, at - datetime.now(UTC) if at else timedelta())
    os.environ["EINDACH_CLOCK"] = str(file)


def main(region: str) -> int:
    """The steps before the site, in a process of their own."""
    try:
        with django_on_database():
            prepare()
            _load(region)
    except CommandError as fault:
        print(fault, file=sys.stderr)
        return fault.status
    return 0


def _load(region: str) -> None:
    from django.utils import timezone

    from eindach.accounts.demo import make_cast
    from eindach.config import regions

    load_and_tell(region, days=CALENDAR_DAYS, sample_share=SAMPLE_SHARE)
    if registered := regions.fill_event_day(now=timezone.now()):
        print(f"  {registered} sample registrations for the next joint day, with times at the stations")
    print(f"  {make_cast(timezone.now())} sample members of staff: choose one at /de/staff/demo/")
    if asked := regions.fill_questions(now=timezone.now()):
        print(f"  {asked} sample questions at /de/staff/questions/")
    if helped := regions.fill_helping(now=timezone.now()):
        print(f"  {helped} sample cases and referrals at /de/staff/referrals/")
    if expected := regions.fill_companies(now=timezone.now()):
        print(f"  a sample company that expects {expected} people: /de/companies/")
    regions.print_sample_itineraries()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
