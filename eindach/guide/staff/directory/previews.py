"""What a loaded file would change, between the look and the button: in the cache all processes share, for a day. The
form carries its signed name and digest and is small whatever the file was; lost in a crash, a file is loaded anew."""

import hashlib
import json
from collections.abc import Iterable
from secrets import token_urlsafe
from typing import Final

from django.core import signing
from django.core.cache import cache

from eindach.accounts.acting import as_program
from eindach.directory.staff.changes import Change
from eindach.kernel.actor import must_be_present

A_DAY: Final = 24 * 60 * 60
SALT: Final = "changes of a directory file"


class NotKept(ValueError):
    """Forged, somebody else's, or too old."""


def keep(changes: Iterable[Change]) -> str:
    """What the form carries."""
    said = json.dumps([[one.table, one.row, one.column, one.old, one.new] for one in changes])
    name = f"directory-preview:{token_urlsafe(12)}"
    with as_program(now=must_be_present().now):
        cache.set(name, said, A_DAY)
    return signing.dumps([name, _digest(said)], salt=_salt())


def kept(sealed: str) -> list[Change]:
    """NotKept."""
    try:
        name, digest = signing.loads(sealed, salt=_salt(), max_age=A_DAY)
    except signing.BadSignature as fault:
        raise NotKept from fault
    with as_program(now=must_be_present().now):
        said = cache.get(name)
    if said is None or _digest(said) != digest:
        raise NotKept
    return [Change(*one) for one in json.loads(said)]


def _digest(said: str) -> str:
    return hashlib.sha256(said.encode()).hexdigest()


def _salt() -> str:
    """Whoever looked applies."""
    return f"{SALT} {must_be_present().actor.user}"
