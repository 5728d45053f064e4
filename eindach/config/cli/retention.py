"""`eindach delete-due` and `eindach record-of-processing`: data that ends, and the record that says when."""

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from eindach.config.cli.data import refuse_missing_migrations
from eindach.config.cli.database import django_on_database
from eindach.config.cli.faults import CommandError

if TYPE_CHECKING:
    from eindach.accounts.registry.running import Line

HEAD = ("class", "told", "due", "held", "blocked", "in grace", "need two", "ended")


def delete_due(options: argparse.Namespace) -> int:
    """Print what is due; with --do, end it."""
    with django_on_database():
        from django.utils import timezone

        from eindach.accounts.registry import running

        refuse_missing_migrations()
        try:
            lines = running.run(now=timezone.now(), do=options.do)
        except running.SwitchedOff as fault:
            raise CommandError("Deleting is switched off (EINDACH_DELETE_DUE=off); nothing was changed.") from fault
        print("\n".join(_table(lines)))
        print(
            "Done, and written to the log." if options.do else "Nothing was changed. To do it: eindach delete-due --do"
        )
    return 0


def _table(lines: "Sequence[Line]") -> list[str]:
    rows = [HEAD]
    for line in lines:
        counts = (line.told, line.due, line.held, line.blocked, line.in_grace, line.unsigned, line.ended)
        rows.append((line.kept.key, *map(str, counts)))  # type: ignore[arg-type]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]) for row in rows]


def record(options: argparse.Namespace) -> int:
    """Print the record of processing activities (Art. 30 GDPR), German, Markdown."""
    with django_on_database():
        from django.utils import timezone

        from eindach.accounts.registry.record import record_of_processing
        from eindach.consent.models import LegalBasis

        refuse_missing_migrations()
        norms = dict(LegalBasis.objects.values_list("key", "norm"))
        print(record_of_processing(now=timezone.now(), norm_of=lambda key: norms.get(key, key)), end="")
    return 0


def end_again() -> None:
    """After a restore: what ended since the backup was made ends again. Says so where no log tells."""
    with django_on_database():
        from django.utils import timezone

        from eindach.accounts.registry import log

        if not log.file().is_file():
            print(f"There is no log of deletions ({log.file()}): what ended since the backup is back.")
            return
        print(f"Deleted again, because it had ended since the backup: {log.reconcile(now=timezone.now())} rows.")
