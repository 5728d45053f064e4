"""`eindach take-mail`: one message from standard input, as a mail server pipes it (docs/questions.md)."""

import argparse
import os
import sys

from eindach.config.cli.data import refuse_missing_migrations
from eindach.config.cli.database import django_on_database
from eindach.config.cli.faults import CommandError

AGAIN = os.EX_TEMPFAIL
"""The mail server keeps the message and tries again (sysexits.h)."""


def take(options: argparse.Namespace) -> int:
    """Status 0: taken, or rightly thrown away; nothing is bounced, because a bounce goes to whoever was forged."""
    try:
        with django_on_database():
            refuse_missing_migrations()
            print(_take())
    except CommandError as fault:
        print(fault, file=sys.stderr)
        return AGAIN
    return 0


def _take() -> str:
    from django.db import DatabaseError
    from django.utils import timezone

    from eindach.questions.incoming import take_mail
    from eindach.questions.incoming.taking import MOST_BYTES

    raw = sys.stdin.buffer.read(MOST_BYTES + 1)
    try:
        return take_mail(raw, now=timezone.now())
    except DatabaseError as fault:
        raise CommandError("The database did not take it; the mail server tries again.") from fault
