"""What the database holds: is it of this version, and is there a region?"""

from collections.abc import Iterator

from eindach.config.doctor.finding import Finding, broken, fine, note
from eindach.config.doctor.permission import permission_findings
from eindach.config.starting import set_up


def content_findings() -> Iterator[Finding]:
    """Needs a server that answers; sets up Django."""
    from django.db import connections

    set_up()
    try:
        yield from _of_database()
    finally:
        connections.close_all()
        for connection in connections.all(initialized_only=True):
            getattr(connection, "close_pool", lambda: None)()


def _of_database() -> Iterator[Finding]:
    from eindach.config.cli.data import missing_migrations

    missing = missing_migrations()
    if missing:
        yield broken(f"The database is {missing} steps behind this version.", "Run `eindach migrate`.")
        return
    yield fine("The database is of this version.")
    yield _region_finding()
    yield _secret_finding()
    yield from permission_findings()


def _secret_finding() -> Finding:
    from django.conf import settings
    from django.db import connection

    from eindach.config.secret import REMEDY, fits

    with connection.cursor() as cursor:
        if fits(cursor, settings.SECRET_KEY):
            return fine("The secret fits the bookings.")
    return broken("The secret is not the one the bookings were made with: links in mails do not open.", REMEDY)


def _region_finding() -> Finding:
    from eindach.directory.models import Region

    region = Region.objects.first()
    if region is None:
        return note("No region is loaded: the site is empty.", "Run `eindach load-region dueren`, or `make demo`.")
    return fine(f"The region {region.key} is loaded.")
