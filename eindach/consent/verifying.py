"""Is the trail what it was? Everything at once: chains, head table, seals in the database, seals outside."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from django.db import connection

from .chain import Counted, Event, Fault, examine
from .models import AuditSeal
from .sealing import Seal, as_keeper, beginnings, of_row, present_heads, public_file, public_key, read_file

AT_ONCE: Final = 5_000
# Ids as texts by PostgreSQL's own casts; a missing name of a field is no name (see chain.Event.fields).
EVENTS: Final = """
SELECT chain, number, before, digest, id::text, at, act, kind, object, subject, actor_kind, "user"::text,
       organization::text, role, basis, reason, array_replace(fields, NULL, ','), address, outcome
FROM consent_auditevent ORDER BY chain, number
"""


@dataclass
class Verdict:
    """`faults`: sentences, one for each row or seal that does not fit; none means that all is well."""

    counted: Counted = field(default_factory=Counted)
    seals: int = 0
    last_seal: str = ""
    faults: list[str] = field(default_factory=list)


def verify(file: Path) -> Verdict:
    """Compare the database with itself and with the file of seals. One snapshot, nothing is changed."""
    verdict = Verdict()
    with as_keeper():
        inside = [of_row(row) for row in AuditSeal.objects.order_by("at", "pk")]
        outside = _of_file(file, inside, verdict)
        seals = {one.signature: one for one in [*inside, *outside]}
        _compare(inside, outside, verdict)
        good = _signed(list(seals.values()), file, verdict)
        sealed = [said for one in good for said in one.sealed()]
        found: list[Fault] = examine(events(), present_heads(), sealed, verdict.counted, beginnings(good))
    verdict.faults += [str(fault) for fault in found]
    verdict.seals, verdict.last_seal = len(good), max((one.at for one in good), default="")
    return verdict


def events() -> Iterator[Event]:
    """All events by chain and number, some thousand at a time: memory does not grow with the trail."""
    raw = connection.connection
    with raw.cursor(name="eindach_trail") as cursor:
        cursor.itersize = AT_ONCE
        cursor.execute(EVENTS)
        yield from map(Event._make, cursor)


def _of_file(file: Path, inside: list[Seal], verdict: Verdict) -> list[Seal]:
    if file.exists():
        outside, faults = read_file(file)
        verdict.faults += faults
        return outside
    if inside:
        verdict.faults.append(f"{file}: the seals outside the database are missing (another place: --seals FILE)")
    return []


def _compare(inside: list[Seal], outside: list[Seal], verdict: Verdict) -> None:
    """The newest may not have been written outside yet; the next seal makes up for it."""
    in_both = {one.signature for one in inside} & {one.signature for one in outside}
    last = max((one.at for one in outside), default="")
    verdict.faults += [
        f"the seal of {one.at} was taken out of the database" for one in outside if one.signature not in in_both
    ]
    verdict.faults += [
        f"the seal of {one.at} was taken out of the file" for one in inside
        if one.signature not in in_both and one.at < last
    ]  # fmt: skip


def _signed(seals: list[Seal], file: Path, verdict: Verdict) -> list[Seal]:
    """Those whose signature is good."""
    key = public_key(file)
    if key is None:
        if seals:
            verdict.faults.append(f"{public_file(file)} is missing: no seal can be checked")
        return []
    verdict.faults += [f"the seal of {one.at} is not signed with our key" for one in seals if not one.is_signed_by(key)]
    return [one for one in seals if one.is_signed_by(key)]
