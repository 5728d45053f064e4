"""`eindach backup` and `eindach restore`: the whole database in one file (PostgreSQL's custom format), the secret in
another beside it."""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psycopg

from eindach.config import embedded
from eindach.config.cli import kept_secret, retention
from eindach.config.cli.database import as_owner, connection_parameters, database, django_on_database
from eindach.config.cli.faults import CommandError
from eindach.config.embedded.account import Account

OWN_TABLES = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
OTHER_SESSIONS = """SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()"""


def backup(options: argparse.Namespace) -> int:
    """Write FILE, readable by its owner only; it appears under its name when it is whole and has been read back."""
    target: Path = options.file.absolute()
    if not os.access(target.parent, os.W_OK):
        raise CommandError(f"The folder {target.parent} cannot be written. Choose another place for the backup.")
    with database(), _connected(embedded.BACKUP) as (connection, environment):
        tools = _tools(connection)
        draft = target.with_name(target.name + ".part")
        draft.touch(mode=0o600)
        draft.chmod(0o600)
        _run([tools / "pg_dump", "-Fc", "--no-owner", "--no-privileges", "-f", str(draft)], environment)
        tables = _tables_in(draft, tools)
        secret = kept_secret.keep_beside(target)
        draft.rename(target)
    print(f"Written: {target} ({target.stat().st_size / 1e6:.1f} MB, {tables} tables, read back).")
    print(secret)
    return 0


def restore(options: argparse.Namespace) -> int:
    """Read FILE into the database: wholly or not at all. A database with content is left alone without --replace."""
    if not options.file.is_file():
        raise CommandError(f"There is no file {options.file}.")
    kept_secret.refuse_another(options.file, replace=options.replace)
    with database(), _connected() as (connection, environment):
        tools = _tools(connection)
        tables = _tables_in(options.file, tools)
        _refuse_if_in_use(connection, replace=options.replace)
        with tempfile.TemporaryDirectory(prefix="eindach-restore-") as folder:
            script = Path(folder) / "backup.sql"
            _run([tools / "pg_restore", "--no-owner", "--no-privileges", "--no-comments",
                  "-f", str(script), str(options.file)], environment)  # fmt: skip
            fresh = "SET client_min_messages TO warning; DROP SCHEMA public CASCADE; CREATE SCHEMA public"
            _run([tools / "psql", "-X", "-q", "-o", os.devnull, "-v", "ON_ERROR_STOP=1", "--single-transaction",
                  "-c", fresh, "-f", str(script)], environment)  # fmt: skip
        kept_secret.put_back(options.file)
        if _guard_again():
            retention.end_again()
        kept_secret.warn_if_it_does_not_fit(connection)
    print(f"Restored: {tables} tables. If the backup is of an older version, run `eindach migrate` now.")
    return 0


def _guard_again() -> bool:
    """A backup holds no privileges. One of an older version (false) gets them with `eindach migrate`."""
    from eindach.config.cli.data import missing_migrations

    with django_on_database(), as_owner():
        from eindach.accounts import row_security

        if missing_migrations():
            return False
        row_security.write()
        return True


@contextmanager
def _connected(role: str = embedded.NAME) -> Iterator[tuple[psycopg.Connection, dict[str, str]]]:
    """A connection for questions, and the environment for PostgreSQL's tools (no password on a command line)."""
    parameters = connection_parameters(role)
    try:
        connection = psycopg.connect(**parameters, autocommit=True)
    except psycopg.OperationalError as fault:
        raise CommandError(f"The database does not answer: {fault}") from fault
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE",
             "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT"}  # fmt: skip
    given = {names[key]: str(value) for key, value in parameters.items() if key in names and value}
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    with connection:
        yield connection, inherited | given


def _tools(connection: psycopg.Connection) -> embedded.Binaries:
    """Programs of the server's own version where the machine has them: a newer dump cannot go into an older server."""
    major = connection.info.server_version // 10000
    debian = Path(f"/usr/lib/postgresql/{major}/bin")
    tools = embedded.find_binaries(Account(), pg_bin=None if not (debian / "pg_dump").exists() else str(debian))
    if tools.major < major:
        raise CommandError(
            f"The server is PostgreSQL {major}, the programs here are of {tools.major}. "
            f"Set PG_BIN to a folder with pg_dump and pg_restore of PostgreSQL {major}."
        )
    return tools


def _tables_in(file: Path, tools: embedded.Binaries) -> int:
    """Read the backup's table of contents: the number of tables with data."""
    done = subprocess.run([tools / "pg_restore", "--list", str(file)], capture_output=True, text=True, check=False)
    tables = sum(" TABLE DATA " in line for line in done.stdout.splitlines())
    if done.returncode or not tables:
        raise CommandError(f"{file} is not a whole backup: {done.stderr.strip() or 'it holds no tables'}")
    return tables


def _refuse_if_in_use(connection: psycopg.Connection, *, replace: bool) -> None:
    if _number(connection, OTHER_SESSIONS):
        raise CommandError("Somebody else is connected to the database, perhaps the site. End it, then try again.")
    tables = _number(connection, OWN_TABLES)
    if tables and not replace:
        raise CommandError(
            f"The database is not empty ({tables} tables); nothing was changed. "
            "To delete what it holds and take the backup's content instead, add --replace."
        )


def _number(connection: psycopg.Connection, question: "psycopg.abc.Query") -> int:
    row = connection.execute(question).fetchone()
    return int(row[0]) if row else 0


def _run(command: list[str], environment: Mapping[str, str]) -> None:
    done = subprocess.run(command, env=dict(environment), stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise CommandError(f"{Path(command[0]).name} failed: {done.stderr.strip()}")
    if done.stderr:
        print(done.stderr.strip(), file=sys.stderr)
