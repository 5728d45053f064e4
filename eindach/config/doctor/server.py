"""The database server: does it answer, is it new enough, does it have what we need?"""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime

import psycopg

from eindach.config import embedded
from eindach.config.cli.database import connection_parameters
from eindach.config.doctor.finding import Finding, broken, fine, note

MOST_CLOCK_SECONDS = 5.0


@contextmanager
def server_findings() -> Iterator[tuple[list[Finding], psycopg.Connection | None]]:
    """What there is to say about the server, and a connection if it answers."""
    with ExitStack() as open_things:
        findings, connection = _reach(open_things)
        if connection is not None:
            version = connection.info.server_version
            findings.append(version_finding(version))
            findings += [extension_finding(name, **_extension_state(connection, name)) for name in embedded.EXTENSIONS]
            findings.append(_clock_finding(connection))
        yield findings, connection


def _reach(open_things: ExitStack) -> tuple[list[Finding], psycopg.Connection | None]:
    if not os.environ.get("DATABASE_URL"):
        place = embedded.place_of()
        if not place.cluster.exists():
            return [note("There is no database yet.", "`make demo` or `eindach serve` makes one.")], None
        try:
            open_things.callback(embedded.start().stop)
        except embedded.EmbeddedError as fault:
            return [broken("The embedded database does not run.", str(fault))], None
    try:
        connection = psycopg.connect(**connection_parameters(), autocommit=True, connect_timeout=5)
    except (psycopg.OperationalError, psycopg.ProgrammingError) as fault:
        return [broken(f"The database does not answer: {fault}".strip(), "Check DATABASE_URL and the server.")], None
    return [], open_things.enter_context(connection)


def version_finding(version: int) -> Finding:
    """`version` as PostgreSQL counts: 150004 is 15.4."""
    major = version // 10000
    if major < embedded.OLDEST_MAJOR:
        return broken(
            f"The database is PostgreSQL {major}; that is too old.",
            f"Move to PostgreSQL {embedded.OLDEST_MAJOR} or newer: `eindach backup`, new server, `eindach restore`.",
        )
    return fine(f"PostgreSQL {major} answers.")


def extension_finding(name: str, *, installed: bool, available: bool) -> Finding:
    """Without the three extensions double bookings could not be refused, nor places found."""
    if installed:
        return fine(f"The extension {name} is there.")
    if available:
        return broken(
            f"The extension {name} is missing in this database.",
            f"Run `eindach migrate`; if it may not, an administrator runs: CREATE EXTENSION {name};",
        )
    return broken(
        f"The extension {name} is not on the database's machine.",
        "Install PostgreSQL's contrib package there (Debian has it in postgresql itself).",
    )


def _extension_state(connection: psycopg.Connection, name: str) -> dict[str, bool]:
    row = connection.execute(
        "SELECT installed_version IS NOT NULL FROM pg_available_extensions WHERE name = %s", [name]
    ).fetchone()
    return {"installed": bool(row and row[0]), "available": row is not None}


def _clock_finding(connection: psycopg.Connection) -> Finding:
    row = connection.execute("SELECT clock_timestamp()").fetchone()
    return clock_finding(datetime.now(UTC), row[0] if row else datetime.now(UTC))


def clock_finding(here: datetime, there: datetime) -> Finding:
    """Both machines must agree on the time: holds expire by it."""
    apart = abs((there - here).total_seconds())
    if apart > MOST_CLOCK_SECONDS:
        return broken(
            f"The clocks of this machine and the database are {apart:.0f} seconds apart.",
            "Let both keep time by the network (timedatectl set-ntp true).",
        )
    return fine("The clocks agree.")
