"""Changes by a coordinator: written as the program, left in the trail, and the words of the search anew."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from eindach.accounts.acting import as_program
from eindach.consent import trail
from eindach.directory.models import Proposal
from eindach.directory.staff import proposing
from eindach.directory.staff.changes import ADDED, Change, change
from eindach.guide.places.words import write_words

FIELDS = {"hours": "schedules", ADDED: "key"}
"""What the trail calls columns that are no field of a row."""


def decide(proposals: Sequence[Proposal], *, accept: bool, now: datetime) -> None:
    """Overtaken, CellFault; then nothing is decided."""
    with as_program(now=now):
        made = proposing.decide(proposals, accept=accept, now=now)
        if made:
            write_words()
    for one in proposals:
        act = "accept" if accept else "decline"
        trail.record(act=act, kind="directory", object=one.pk, basis="role", fields=_fields([one.column]), now=now)


@transaction.atomic
def load(changes: Sequence[Change], *, now: datetime) -> None:
    """What a file changes. Overtaken, CellFault; then nothing is changed."""
    with as_program(now=now):
        change(changes, now=now)
        write_words()
    columns: dict[tuple[str, str], list[str]] = {}
    for one in changes:
        columns.setdefault((one.table, one.row), []).append(one.column)
    for (table, row), changed in columns.items():
        of_what = f"{table}:{row}".replace("/", ":")[:60]
        trail.record(act="change", kind="directory", object=of_what, basis="role", fields=_fields(changed), now=now)


def _fields(columns: Iterable[str]) -> set[str]:
    names = {column.partition(".")[0] for column in columns if column}
    return {FIELDS.get(name, name) for name in names}
