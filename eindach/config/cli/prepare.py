"""The steps before the site can serve, in a process of their own: database, translations, files for browsers."""

import hashlib
import os
import sys
from pathlib import Path

from eindach.config.cli.data import bring_up_to_date, refuse_missing_migrations
from eindach.config.cli.database import django_on_database
from eindach.config.cli.faults import CommandError


def main() -> int:
    """Prepare, and say in plain words what cannot be prepared."""
    try:
        with django_on_database():
            prepare()
    except CommandError as fault:
        print(fault, file=sys.stderr)
        return fault.status
    return 0


def prepare() -> None:
    """Everything that is missing; quick when nothing is. Django must be set up."""
    from eindach.config.messages.compiling import compile_all

    compile_all()
    if os.environ.get("DATABASE_URL"):
        refuse_missing_migrations()
    else:
        bring_up_to_date()
    refuse_open_doors()
    _warn_of_another_secret()
    _collect_static()


def refuse_open_doors() -> None:
    """The site does not start on a database that shows people's data to whom it should not: asked in the very role the
    site works in."""
    from eindach.accounts import row_security
    from eindach.accounts.checks import no_cast_without_demonstration

    if cast := no_cast_without_demonstration(databases=["default"]):
        raise CommandError("\n".join(f"Not started: {one.msg} {one.hint}" for one in cast))
    if faults := row_security.faults():
        remedy = "Not started: row-level security does not hold. `eindach migrate` writes it anew."
        raise CommandError("\n".join([*faults, remedy]))


def _warn_of_another_secret() -> None:
    """After a move to another machine; new bookings work, so the site starts all the same."""
    from django.conf import settings
    from django.db import connection

    from eindach.config.secret import REMEDY, fits

    with connection.cursor() as cursor:
        if not fits(cursor, settings.SECRET_KEY):
            print("CAREFUL: the secret is not the one the bookings were made with: links in mails will not open.")
            print(REMEDY, flush=True)


def _collect_static() -> None:
    """Copy and compress the files for browsers, unless nothing changed since the last time."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda found: found[0]):
            state = Path(storage.path(name)).stat()
            digest.update(f"{name} {state.st_size} {state.st_mtime_ns}\n".encode())
    mark = settings.STATIC_ROOT / ".collected"
    if mark.exists() and mark.read_text() == digest.hexdigest():
        return
    print("Preparing the files for browsers …", flush=True)
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    mark.write_text(digest.hexdigest())


if __name__ == "__main__":
    sys.exit(main())
