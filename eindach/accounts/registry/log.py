"""The log of what ended: a table, and the same lines in a file outside the database, without anything about a person.

A backup still has what ended since. The file knows: after a restore its lines that the table lacks are carried out
again (`reconcile`, by `eindach restore` and before every run). Which rows they were is told by digests of their keys,
made with the secret of the house: nobody can tell whose they were, and the rows of a backup can be recognised.
"""

import hashlib
import hmac
import json
import os
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from eindach.accounts.acting import keeping
from eindach.accounts.models import Deletion

from .declared import Ending, endings
from .due import held, needed
from .erasing import erase

Line = dict[str, Any]
"""id, at (ISO 8601), class, count, digests (64 hexadecimal characters each)."""


def file() -> Path:
    return Path(settings.DELETION_LOG)


def digest_of(kept: str, key: object) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"ended:{kept}:{key}".encode(), hashlib.sha256).hexdigest()


def write(kept: str, keys: Sequence[object], *, now: datetime) -> None:
    """In the transaction that ends the rows; the line goes to the file once that is certain."""
    digests = sorted(digest_of(kept, key) for key in keys)
    entry = Deletion.objects.create(at=now, kept=kept, count=len(keys), digests=digests)
    transaction.on_commit(lambda: _append([_line(entry)]))


def reconcile(*, now: datetime) -> int:
    """Make table and file agree. Lines only the file has are of after the backup that was restored: carry them out
    again. Returns how many rows ended again."""
    with keeping(now=now):
        in_table = {str(entry.pk): entry for entry in Deletion.objects.all()}
    in_file = {line["id"]: line for line in _lines()}
    _append(_line(entry) for key, entry in in_table.items() if key not in in_file)
    return sum(_again(line, now) for key, line in in_file.items() if key not in in_table)


def _again(line: Line, now: datetime) -> int:
    kept, wanted = line["class"], set(line["digests"])
    ended = 0
    with keeping(now=now):
        for ending in (one for one in endings() if one.kept == kept):
            keys = [key for key in _keys(ending) if digest_of(kept, key) in wanted]
            erase(ending, keys)
            ended += len(keys)
        Deletion.objects.create(
            id=UUID(line["id"]), at=line["at"], kept=kept, count=line["count"], digests=line["digests"]
        )
    return ended


def _keys(ending: Ending) -> Iterable[object]:
    """Of every row that no legal hold keeps, and that no other row needs where that counts."""
    rows = ending.model._base_manager.exclude(held(ending))
    if ending.unreferenced:
        rows = rows.exclude(needed(ending))
    yield from rows.values_list("pk", flat=True).iterator()


def _line(entry: Deletion) -> Line:
    return {
        "id": str(entry.pk),
        "at": entry.at.astimezone(UTC).isoformat(),
        "class": entry.kept,
        "count": entry.count,
        "digests": entry.digests,
    }


def _lines() -> list[Line]:
    """A last line that was cut off by a crash is passed over: the table has it."""
    if not file().is_file():
        return []
    found = []
    for text in file().read_text().splitlines():
        try:
            found.append(json.loads(text))
        except json.JSONDecodeError:
            continue
    return found


def _append(lines: Iterable[Line]) -> None:
    """Whole lines, safe on the disk before anybody says it is done."""
    text = "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines)
    if not text:
        return
    file().parent.mkdir(parents=True, exist_ok=True)
    place = os.open(file(), os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(place, "a+b") as out:
        if out.tell() and os.pread(place, 1, out.tell() - 1) != b"\n":
            out.write(b"\n")  # a crash cut the last line off
        out.write(text.encode())
        out.flush()
        os.fsync(out.fileno())
