"""The database a command works on: the one of `DATABASE_URL`, or our own, running for as long as it is needed."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from eindach.config import embedded
from eindach.config.cli.faults import CommandError


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


def connection_parameters() -> dict[str, Any]:
    """The same database in libpq's words (host, port, user, password, dbname, …)."""
    from psycopg.conninfo import conninfo_to_dict

    url = os.environ.get("DATABASE_URL")
    if url:
        return dict(conninfo_to_dict(url))
    here = embedded.address()
    return {"host": here["HOST"], "port": here["PORT"], "user": here["USER"], "dbname": here["NAME"]}


@contextmanager
def django_on_database() -> Iterator[None]:
    """The same with Django set up in this process; its connections are closed before the server ends."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "eindach.config.settings")
    with database():
        import django
        from django.db import OperationalError, connections

        django.setup()
        try:
            yield
        except OperationalError as fault:
            raise CommandError(f"The database does not answer: {fault}\n`eindach doctor` may know more.") from fault
        finally:
            connections.close_all()
            for connection in connections.all(initialized_only=True):
                getattr(connection, "close_pool", lambda: None)()
