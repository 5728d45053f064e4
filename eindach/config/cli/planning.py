"""`eindach plan` and `eindach timetable`: the planning part's own commands, without Django."""

import argparse


def plan(options: argparse.Namespace) -> int:
    """Answer the request in a file; the exit status is the part's own (2 for wrong input)."""
    from eindach.planning.command import plan_command

    return plan_command(options.file, options.many)


def timetable(options: argparse.Namespace) -> int:
    """The same for an event day; of a stored one only with a database (event_day.py)."""
    if options.event_day is not None:
        from eindach.config.cli import event_day

        return event_day.timetable(options)
    from eindach.planning.command import timetable_command

    return timetable_command(options.file, options.many, options.seconds)
