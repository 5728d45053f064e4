"""The server's secret: from the environment, else made once and kept beside the data."""

import contextlib
import os
import secrets
from pathlib import Path
from typing import Any

from eindach.kernel.identifiers import derived_token, token_digest

LINKS_PURPOSE = "manage"
"""What the secret links of bookings are derived for (booking/queries.py)."""

LATEST_BOOKING = """SELECT id, token_digest FROM booking_itinerary
    WHERE booked_at IS NOT NULL AND length(token_digest) = 64 ORDER BY booked_at DESC LIMIT 1"""
"""A booking that retention has emptied has 32 random characters there, which are the digest of no link."""

REMEDY = (
    "Copy the secret.key of the machine the bookings were made on into the data folder "
    "(a backup has it beside it: FILE.key), or set EINDACH_SECRET_KEY to the one that was set there; then start again."
)


def secret_key(data: Path) -> str:
    """`EINDACH_SECRET_KEY`, else the content of `secret.key` in the data folder (made on first use, mode 600)."""
    return present_secret(data) or _made_once(secret_file(data))


def present_secret(data: Path) -> str | None:
    """The same, without making one."""
    given = os.environ.get("EINDACH_SECRET_KEY")
    if given:
        return given
    with contextlib.suppress(FileNotFoundError):
        return secret_file(data).read_text()
    return None


def secret_file(data: Path) -> Path:
    return data / "secret.key"


def fits(cursor: Any, secret: str) -> bool:
    """Whether the links of the latest booking are made with this secret; true as well where nobody has booked yet.
    `cursor`: psycopg's or Django's."""
    cursor.execute("SELECT to_regclass('booking_itinerary') IS NOT NULL")
    if not cursor.fetchone()[0]:
        return True
    cursor.execute(LATEST_BOOKING)
    row = cursor.fetchone()
    return row is None or token_digest(derived_token(secret, LINKS_PURPOSE, str(row[0]))) == row[1]


def _made_once(file: Path) -> str:
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = written_draft(file, secrets.token_urlsafe(48))
    with contextlib.suppress(FileExistsError):  # another process was first: then its key is the key
        os.link(draft, file)
    draft.unlink()
    return file.read_text()


def written_draft(file: Path, secret: str) -> Path:
    """The secret in a file beside `file`, readable by its owner only."""
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.chmod(0o600)
    draft.write_text(secret)
    return draft
