"""The `eindach` command. Each subcommand imports what it needs only when it runs: `eindach plan` never loads Django."""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from eindach.config.cli.faults import CommandError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand; the exit status is 0 when all went well, 1 for a fault, 2 for wrong input."""
    options = parser().parse_args(arguments)
    module, function = options.run.split(":")
    try:
        return int(getattr(importlib.import_module(module), function)(options) or 0)
    except CommandError as fault:
        print(fault, file=sys.stderr)
        return fault.status
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader left: no complaint at the exit
        return 0


def parser() -> argparse.ArgumentParser:
    """The words of the command line."""
    top = argparse.ArgumentParser(prog="eindach", description="One roof: appointments that fit together.")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)

    plan = commands.add_parser("plan", help="coordinated appointments for one person, from a JSON file")
    plan.add_argument("file", metavar="FILE", help="eindach.itinerary-request/1, or - for standard input")
    plan.add_argument("--many", action="store_true", help="JSON Lines: one request a line, one answer a line")
    plan.set_defaults(run="eindach.config.cli.planning:plan")

    timetable = commands.add_parser("timetable", help="an event day for everybody, from a JSON file or as it is stored")
    of_what = timetable.add_mutually_exclusive_group(required=True)
    of_what.add_argument("file", nargs="?", metavar="FILE", help="eindach.timetable-request/1, or - for standard input")
    of_what.add_argument("--event-day", metavar="SERIES/DATE", help="who is registered now; nothing is stored or told")
    timetable.add_argument("--request", action="store_true", help="with --event-day: print the request, no answer")
    timetable.add_argument("--seconds", type=_seconds, default=20.0, metavar="N", help="search at most so long (20)")
    timetable.add_argument("--many", action="store_true", help="JSON Lines: one request a line, one answer a line")
    timetable.set_defaults(run="eindach.config.cli.planning:timetable")

    _add_data_commands(commands)
    _add_counter_commands(commands)
    _add_server_commands(commands)
    return top


def _add_data_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    migrate = commands.add_parser("migrate", help="bring the database up to this version")
    migrate.set_defaults(run="eindach.config.cli.data:migrate")

    texts = commands.add_parser("texts", help="how far the translations of regions/ are")
    texts.add_argument("folder", metavar="FOLDER", nargs="?", help="only this folder of regions/")
    texts.add_argument("--language", metavar="CODE", help="print what is to be translated, ready to be filled in")
    texts.add_argument("--take", metavar="FILE", type=Path, help="CSV or XLIFF of the translators' page, into files")
    texts.set_defaults(run="eindach.config.cli.texts:show")

    region = commands.add_parser("load-region", help="load a region's places, services and matters")
    region.add_argument("name", metavar="NAME", help="a folder of regions/, such as dueren")
    region.add_argument(
        "--calendars-days", type=_not_negative, default=60, metavar="DAYS", help="openings this far ahead"
    )
    region.add_argument(
        "--sample-bookings", type=_share, default=0.0, metavar="SHARE", help="part booked already, 0 to 1"
    )
    region.set_defaults(run="eindach.config.cli.data:load_region")

    invite = commands.add_parser("invite", help="invite somebody to work here, such as the first administrator")
    invite.add_argument("email", metavar="EMAIL")
    invite.add_argument("organization", metavar="ORGANIZATION", help="its key in the region's files")
    invite.add_argument("role", metavar="ROLE", help="such as administrator")
    invite.add_argument("--municipality", default="", metavar="AGS", help="for roles that are of one municipality")
    invite.set_defaults(run="eindach.config.cli.inviting:invite")

    mail = commands.add_parser("take-mail", help="a question by mail: one message from standard input")
    mail.set_defaults(run="eindach.config.cli.mail:take")

    signing_out = commands.add_parser("sign-out", help="end all sign-ins of somebody, or of everybody")
    whose = signing_out.add_mutually_exclusive_group(required=True)
    whose.add_argument("email", nargs="?", metavar="EMAIL")
    whose.add_argument("--everybody", action="store_true")
    signing_out.set_defaults(run="eindach.config.cli.signing_out:sign_out")

    backup = commands.add_parser("backup", help="write the whole database to a file")
    backup.add_argument("file", metavar="FILE", type=Path)
    backup.set_defaults(run="eindach.config.cli.backups:backup")

    restore = commands.add_parser("restore", help="read a backup into an empty database")
    restore.add_argument("file", metavar="FILE", type=Path)
    restore.add_argument("--replace", action="store_true", help="first delete everything that is in the database")
    restore.set_defaults(run="eindach.config.cli.backups:restore")

    due = commands.add_parser("delete-due", help="personal data whose period is over: tell, wait, delete")
    how = due.add_mutually_exclusive_group(required=True)
    how.add_argument("--dry-run", dest="do", action="store_false", help="only say what would be done")
    how.add_argument("--do", dest="do", action="store_true")
    due.set_defaults(run="eindach.config.cli.retention:delete_due")

    record = commands.add_parser("record-of-processing", help="Art. 30 GDPR: what is processed, why, for how long")
    record.set_defaults(run="eindach.config.cli.retention:record")

    audit = commands.add_parser("verify-audit", help="is the trail of personal data what it was? names every bent row")
    audit.add_argument("--seals", type=Path, metavar="FILE", help="the seals outside the database; its key: FILE.pub")
    audit.add_argument("--key", metavar="HEX", help="the public key of the seals, as kept elsewhere")
    audit.set_defaults(run="eindach.config.cli.trail:verify")


def _add_counter_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    counters = commands.add_parser("counters", help="the counters of the region, by their keys")
    counters.set_defaults(run="eindach.config.cli.counters:show")

    kiosk = commands.add_parser("kiosk", help="the address of a house's kiosk: check in, walk in, take a number")
    kiosk.add_argument("location", metavar="LOCATION", help="key of the house")
    kiosk.set_defaults(run="eindach.config.cli.kiosk:show")

    time = argparse.ArgumentParser(add_help=False)
    time.add_argument("counter", metavar="COUNTER", help="its key (`eindach counters`)")
    time.add_argument("start", metavar="FROM", help="local time, YYYY-MM-DDTHH:MM")
    time.add_argument("until", metavar="UNTIL", help="the same; this minute is open again")

    closing = commands.add_parser(
        "close-counter", parents=[time], help="take time out of a calendar; who is booked gets a new plan"
    )
    closing.set_defaults(run="eindach.config.cli.counters:close")

    opening = commands.add_parser("open-counter", parents=[time], help="add time to a calendar")
    opening.add_argument("--languages", default="", metavar="de,ar", help="spoken then; left out: as usual there")
    opening.set_defaults(run="eindach.config.cli.counters:open_")


def _add_server_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    listening = argparse.ArgumentParser(add_help=False)
    listening.add_argument("--host", default="127.0.0.1")
    listening.add_argument("--port", type=_port, default=8000, help="pages; live events use the next one")

    serve = commands.add_parser("serve", parents=[listening], help="the site: pages, live events, worker, database")
    serve.add_argument("--processes", type=int, default=1, metavar="N", help="processes for pages")
    serve.set_defaults(run="eindach.config.cli.serving:serve")

    demo = commands.add_parser("demo", parents=[listening], help="a region with sample calendars, then the site")
    demo.add_argument("--region", default="dueren")
    demo.add_argument("--at", type=_moment, metavar="TIME", help="as if it were now, such as 2026-12-04T08:45")
    demo.set_defaults(run="eindach.config.cli.demo:demo", processes=1)

    worker = commands.add_parser("worker", help="the jobs alone, for a further machine")
    worker.set_defaults(run="eindach.config.cli.serving:worker")

    doctor = commands.add_parser("doctor", parents=[listening], help="what is wrong, and how to mend it")
    doctor.set_defaults(run="eindach.config.doctor:run")


def _not_negative(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError("must be 0 or more")
    return number


def _seconds(text: str) -> float:
    number = float(text)
    if not 0 < number < float("inf"):
        raise argparse.ArgumentTypeError("must be a number above 0")
    return number


def _moment(text: str) -> datetime:
    """With an offset, or on the wall clock of the district."""
    try:
        said = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("must be a date and a time such as 2026-12-04T08:45") from None
    return said if said.tzinfo else said.replace(tzinfo=ZoneInfo(os.environ.get("EINDACH_TIME_ZONE", "Europe/Berlin")))


def _share(text: str) -> float:
    number = float(text)
    if not 0 <= number <= 1:
        raise argparse.ArgumentTypeError("must be between 0 and 1")
    return number


def _port(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 65534:
        raise argparse.ArgumentTypeError("must be between 1 and 65534")
    return number
