"""Is the trail what it was? Everything at once: chains, head table, seals in the database, seals outside."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import connection

from .chain import Counted, Event, Fault, examine
from .models import AuditSeal
from .sealing import (
    Seal,
    as_keeper,
    beginnings,
    hexadecimal,
    key_beside,
    key_file,
    of_row,
    own_key,
    present_heads,
    public_file,
    read_file,
)

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


def verify(file: Path, kept: Ed25519PublicKey | None = None) -> Verdict:
    """Compare the database with itself and with the file of seals. One snapshot, nothing is changed. `kept`: the public
    key as an auditor has it from elsewhere; without it seals are believed that our own key has signed."""
    verdict = Verdict()
    with as_keeper():
        inside = [of_row(row) for row in AuditSeal.objects.order_by("at", "pk")]
        outside = _of_file(file, inside, verdict)
        seals = {one.signature: one for one in [*inside, *outside]}
        _compare(inside, outside, verdict)
        good = _signed(list(seals.values()), _key(file, kept, verdict), file, verdict)
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
    outside, faults = read_file(file) if file.exists() else ([], [])
    verdict.faults += faults
    if inside and not outside:
        verdict.faults.append(f"{file}: the seals outside the database are missing (another place: --seals FILE)")
    return outside


def _compare(inside: list[Seal], outside: list[Seal], verdict: Verdict) -> None:
    """The newest may not have been written outside yet; the next seal makes up for it."""
    in_both = {one.signature for one in inside} & {one.signature for one in outside}
    verdict.faults += [
        f"the seal of {one.at} was taken out of the database" for one in outside if one.signature not in in_both
    ]
    if outside:
        verdict.faults += [
            f"the seal of {one.at} was taken out of the file" for one in inside[:-1] if one.signature not in in_both
        ]


def _key(file: Path, kept: Ed25519PublicKey | None, verdict: Verdict) -> Ed25519PublicKey | None:
    """What is kept elsewhere, else our own, else the one beside the file; a fault for each that is another one."""
    beside = _read(lambda: key_beside(file), public_file(file), verdict)
    own = _read(own_key, key_file(), verdict)
    believed = kept or own or beside
    if believed:
        places = {key_file(): own, public_file(file): beside}
        verdict.faults += [
            f"{place}: this is not the key the seals are checked with; somebody exchanged it"
            for place, key in places.items()
            if key and hexadecimal(key) != hexadecimal(believed)
        ]
    return believed


def _read(ask: Callable[[], Ed25519PublicKey | None], place: Path, verdict: Verdict) -> Ed25519PublicKey | None:
    try:
        return ask()
    except ValueError:
        verdict.faults.append(f"{place}: it is not a key")
        return None


def _signed(seals: list[Seal], key: Ed25519PublicKey | None, file: Path, verdict: Verdict) -> list[Seal]:
    """Those whose signature is good. A key is made when the first seal is: one without the other was left over."""
    if key is None:
        if seals:
            verdict.faults.append(f"{public_file(file)} is missing: no seal can be checked")
        return []
    if not seals:
        verdict.faults.append("there is a key of seals and not one seal: they were taken away, all of them")
    verdict.faults += [f"the seal of {one.at} is not signed with our key" for one in seals if not one.is_signed_by(key)]
    return [one for one in seals if one.is_signed_by(key)]
