"""The secret beside a backup: without it the links in mails that were sent lead nowhere on the next machine."""

import os
from pathlib import Path

import psycopg

from eindach.config import embedded
from eindach.config.cli.faults import CommandError
from eindach.config.secret import REMEDY, fits, present_secret, secret_file, written_draft


def beside(file: Path) -> Path:
    """Where the secret of a backup lies."""
    return file.with_name(file.name + ".key")


def keep_beside(file: Path) -> str:
    """Write the secret of the data folder beside a backup, mode 600; what is to be said about it."""
    if os.environ.get("EINDACH_SECRET_KEY"):
        return "The secret is not in it: keep EINDACH_SECRET_KEY at a safe place as well, or links in mails will end."
    source = secret_file(embedded.default_data())
    if not source.exists():
        return "There is no secret yet: nothing was ever served from here."
    written_draft(beside(file), source.read_text()).rename(beside(file))
    return f"Its secret: {beside(file)}. Keep both where nobody else can read them; `eindach restore` needs both."


def refuse_another(file: Path, *, replace: bool) -> None:
    """Before anything is changed: the secret here must not be another than the backup's, unless it may be replaced."""
    kept, present = _kept(file), present_secret(embedded.default_data())
    if kept is None or present is None or present == kept:
        return
    if os.environ.get("EINDACH_SECRET_KEY"):
        raise CommandError(
            f"EINDACH_SECRET_KEY is not the secret of this backup ({beside(file)}); nothing was changed. "
            "Set it to the content of that file, or unset it."
        )
    if not replace:
        raise CommandError(
            f"{secret_file(embedded.default_data())} is not the secret of this backup; nothing was changed. "
            "To take the backup's instead, add --replace (the present one is kept as secret.key.before)."
        )


def put_back(file: Path) -> None:
    """The backup's secret into the data folder, where it is not there yet."""
    kept, place = _kept(file), secret_file(embedded.default_data())
    if kept is None or present_secret(embedded.default_data()) == kept:
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.exists():
        place.replace(place.with_name(place.name + ".before"))
    written_draft(place, kept).rename(place)
    print(f"Its secret is in {place}.")


def warn_if_it_does_not_fit(connection: psycopg.Connection) -> None:
    """After a restore: whether the links of the bookings will open."""
    present = present_secret(embedded.default_data())
    with connection.cursor() as cursor:
        if not fits(cursor, present or ""):
            print(
                "CAREFUL: the secret here is not the one these bookings were made with: links in mails will not open."
            )
            print(REMEDY)


def _kept(file: Path) -> str | None:
    return beside(file).read_text() if beside(file).is_file() else None
