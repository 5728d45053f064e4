"""`eindach plan`: the planning part's own command, without Django."""

import argparse


def plan(options: argparse.Namespace) -> int:
    """Answer the request in a file; the exit status is the part's own (2 for wrong input)."""
    from eindach.planning.command import plan_command

    return plan_command(options.file, options.many)
