"""The database a command works on: the one of `DATABASE_URL`, or our own, running for as long as it is needed."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from eindach.config import embedded
from eindach.config.cli.faults import CommandError
from eindach.config.starting import set_up


@contextmanager
def database() -> Iterator[None]:
    """Inside, the database of the settings answers. Our own server ends afterwards if nobody else is using it."""
    if os.environ.get("DATABASE_URL"):
        yield
        return
    try:
        server = embedded.start()
    except embedded.EmbeddedError as fault:
        raise CommandError(str(fault)) from fault
    try:
        yield
    finally:
        server.stop()


def connection_parameters(role: str = embedded.NAME) -> dict[str, Any]:
    """The same database in libpq's words (host, port, user, password, dbname, …), for the owner of the tables or for
    another role of the embedded server."""
    from psycopg.conninfo import conninfo_to_dict

    url = owner_url()
    if url:
        return dict(conninfo_to_dict(url))
    here = embedded.address(role=role)
    return {"host": here["HOST"], "port": here["PORT"], "user": here["USER"], "dbname": here["NAME"]}


def owner_url() -> str:
    """The address for the owner of the tables, where the database is a real server."""
    return os.environ.get("DATABASE_OWNER_URL") or os.environ.get("DATABASE_URL", "")


@contextmanager
def as_owner() -> Iterator[None]:
    """Inside, Django works as the owner of the tables: for migrations, and for nothing else. Django must be set up."""
    import dj_database_url
    from django.db import connection

    before = connection.settings_dict
    owner = dj_database_url.parse(owner_url()) if owner_url() else embedded.address()
    same = {name: before[name] for name in before if name not in owner}
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]
    connection.settings_dict = {**same, **owner, "OPTIONS": owner.get("OPTIONS", {})}
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict = before


@contextmanager
def django_on_database() -> Iterator[None]:
    """The same with Django set up in this process; its connections are closed before the server ends."""
    with database():
        from django.db import OperationalError, connections

        from eindach.kernel.actor import process_works_as_program

        set_up()
        process_works_as_program()
        try:
            yield
        except OperationalError as fault:
            raise CommandError(f"The database does not answer: {fault}\n`eindach doctor` may know more.") from fault
        finally:
            connections.close_all()
            for connection in connections.all(initialized_only=True):
                getattr(connection, "close_pool", lambda: None)()
