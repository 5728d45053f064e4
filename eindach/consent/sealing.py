"""Seals: the heads of all chains, signed, once a day; also in a file outside the database.

A chain shows what was bent inside it. That its tail was cut, or all of it written anew by somebody who rules the
database, only shows against what was kept elsewhere. The file has a line a seal, JSON: `at`, `heads`, `begins`,
`signature` (Ed25519, RFC 8032, of the canonical JSON of the others, RFC 8785). Beside it lies the public key, FILE.pub.
`begins` is there once a part of the trail has ended (curtailing.py): the last event of each chain that is gone.
"""

import contextlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Min

from eindach.accounts.acting import in_role
from eindach.accounts.row_security import KEEPER

from .chain import Head, Sealed
from .models import AuditEvent, AuditSeal

HEADS: Final = "SELECT chain, number, digest FROM consent_audithead"


@dataclass(frozen=True)
class Seal:
    """The heads of all chains at a moment, and behind which event each begins. `signature`: hexadecimal."""

    at: str
    heads: dict[int, Head]
    signature: str = ""
    begins: dict[int, Head] = field(default_factory=dict)

    def signed(self) -> bytes:
        """The canonical JSON the signature covers: members in order, no spaces, UTF-8; numbers below 2^53."""
        said: dict[str, object] = {"at": self.at, "heads": _plain(self.heads)}
        if self.begins:
            said["begins"] = _plain(self.begins)
        return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()

    def line(self) -> str:
        """A line of the file."""
        return json.dumps(json.loads(self.signed()) | {"signature": self.signature}, separators=(",", ":"))

    def is_signed_by(self, key: Ed25519PublicKey) -> bool:
        try:
            key.verify(bytes.fromhex(self.signature), self.signed())
        except (InvalidSignature, ValueError):
            return False
        return True

    def sealed(self) -> Iterator[Sealed]:
        """What it says, chain by chain."""
        return (Sealed(chain, head, f"the seal of {self.at}") for chain, head in self.heads.items())


def read_line(text: str) -> Seal:
    """A line of the file; ValueError when it is none."""
    try:
        said = json.loads(text)
        return Seal(str(said["at"]), _heads(said["heads"]), str(said["signature"]), _heads(said.get("begins", {})))
    except (KeyError, TypeError, AttributeError) as fault:
        raise ValueError("not a seal") from fault


def of_row(row: AuditSeal) -> Seal:
    return Seal(_moment(row.at), _heads(row.heads), row.signature, _heads(row.begins))


def _plain(heads: dict[int, Head]) -> dict[str, list[int | str]]:
    return {str(chain): [head.number, head.digest.hex()] for chain, head in heads.items()}


def _heads(said: dict[str, list[int | str]]) -> dict[int, Head]:
    return {int(chain): Head(int(number), bytes.fromhex(str(digest))) for chain, (number, digest) in said.items()}


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@contextlib.contextmanager
def as_keeper() -> Iterator[None]:
    """Inside, one transaction in the role that may read the trail and its heads; all of it is seen as of one moment."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if is_outermost:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        with in_role(KEEPER):
            yield


def present_heads() -> dict[int, Head]:
    """The head table, as the keeper."""
    with connection.cursor() as cursor:
        cursor.execute(HEADS)
        return {chain: Head(number, bytes(digest)) for chain, number, digest in cursor.fetchall()}


def beginnings(seals: Iterable[Seal]) -> dict[int, Head]:
    """Behind which event each chain begins, by seals whose signature is good: the furthest, it never comes back."""
    found: dict[int, Head] = {}
    for one in seals:
        for chain, head in one.begins.items():
            found[chain] = max(head, found.get(chain, head), key=lambda head: head.number)
    return found


def ours() -> list[Seal]:
    """The seals of the database that we have signed, as the keeper."""
    key = private_key().public_key()
    return [one for row in AuditSeal.objects.order_by("at", "pk") if (one := of_row(row)).is_signed_by(key)]


def seal(*, now: datetime) -> Seal:
    """Sign what is, keep it in the database, and write to the file what it lacks: after a crash in between, the next
    seal brings both together."""
    with as_keeper():
        made = put(beginnings(ours()), now=now)
    write_outside()
    return made


def put(begins: dict[int, Head], *, now: datetime) -> Seal:
    """A seal into the database, in the keeper's transaction. `write_outside` after the commit."""
    unsigned = Seal(_moment(now), present_heads(), begins=begins)
    made = replace(unsigned, signature=private_key().sign(unsigned.signed()).hex())
    AuditSeal.objects.create(
        at=now, heads=_plain(made.heads), begins=_plain(made.begins), signature=made.signature
    )  # fmt: skip
    return made


def write_outside() -> None:
    with as_keeper():
        kept = ours()
    _append(seals_file(), kept, private_key().public_key())


def unsealed_since() -> datetime | None:
    """The last seal; before there is one, the first event; None where nothing happened yet."""
    with as_keeper():
        last = AuditSeal.objects.order_by("at").last()
        return last.at if last else AuditEvent._base_manager.aggregate(first=Min("at"))["first"]


def seals_file() -> Path:
    return Path(os.environ.get("EINDACH_SEALS") or settings.DATA_DIR / "seals.jsonl")


def read_file(file: Path) -> tuple[list[Seal], list[str]]:
    """The seals in the file, and a sentence for every line that is none."""
    seals, faults = [], []
    for number, text in enumerate(file.read_text().splitlines(), start=1):
        try:
            seals.append(read_line(text))
        except ValueError:
            faults.append(f"{file}, line {number}: it is not a seal")
    return seals, faults


def _append(file: Path, kept: Iterable[Seal], key: Ed25519PublicKey) -> None:
    """Of `kept`, which we have signed ourselves: who rules the database cannot have a seal of theirs written here."""
    file.parent.mkdir(parents=True, exist_ok=True)
    there = {one.signature for one in read_file(file)[0]} if file.exists() else set()
    new = [one.line() for one in kept if one.signature not in there]
    with file.open("a") as lines:
        lines.write("".join(f"{text}\n" for text in new))
        lines.flush()
        os.fsync(lines.fileno())
    public_file(file).write_text(hexadecimal(key) + "\n")


def public_file(file: Path) -> Path:
    """Where the public key of a file of seals lies."""
    return file.with_name(file.name + ".pub")


def hexadecimal(key: Ed25519PublicKey) -> str:
    return key.public_bytes_raw().hex()


def key_file() -> Path:
    return Path(settings.DATA_DIR) / "seal.key"


def private_key() -> Ed25519PrivateKey:
    """From `seal.key` in the data folder: 64 hexadecimal digits, mode 600, made on first use."""
    file = key_file()
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_name(f"{file.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(Ed25519PrivateKey.generate().private_bytes_raw().hex())
        with contextlib.suppress(FileExistsError):  # another process was first
            os.link(draft, file)
        draft.unlink()
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(file.read_text()))


def public_key(file: Path) -> Ed25519PublicKey | None:
    """To check seals with: our own; only where there is none the one beside the file, which whoever can write that file
    can exchange. None where there is neither. ValueError for what is no key."""
    return own_key() or key_beside(file)


def own_key() -> Ed25519PublicKey | None:
    """Of `seal.key`, where there is one: asking makes none. ValueError."""
    return private_key().public_key() if key_file().exists() else None


def key_beside(file: Path) -> Ed25519PublicKey | None:
    """In FILE.pub. ValueError."""
    return read_key(public_file(file).read_text()) if public_file(file).exists() else None


def read_key(text: str) -> Ed25519PublicKey:
    """Of 64 hexadecimal digits; ValueError for anything else."""
    return Ed25519PublicKey.from_public_bytes(bytes.fromhex(text.strip()))
