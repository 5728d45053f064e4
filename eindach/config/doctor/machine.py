"""The machine: ports, data folder, time zone, mail, browser, translations."""

import os
import shutil
import smtplib
import tempfile
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from eindach.config import embedded
from eindach.config.doctor.finding import Finding, broken, fine, note
from eindach.config.ports import fault_of, holder_of

LEAST_FREE_BYTES = 500_000_000
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def machine_findings(host: str, port: int) -> Iterator[Finding]:
    """Everything that can be seen without the database."""
    yield port_finding(host, port, "pages")
    yield port_finding(host, port + 1, "live events")
    yield folder_finding(embedded.default_data())
    yield time_zone_finding(os.environ.get("EINDACH_TIME_ZONE", "Europe/Berlin"))
    yield translation_finding()
    yield mail_finding(os.environ.get("EINDACH_SMTP_HOST"), int(os.environ.get("EINDACH_SMTP_PORT", "25")))
    if not any(shutil.which(name) for name in BROWSERS):
        yield note("There is no chromium; only the browser tests need one.", "apt-get install chromium-headless-shell")


def port_finding(host: str, port: int, purpose: str) -> Finding:
    """Free, ours, or taken by another program."""
    if not (fault := fault_of(host, port)):
        return fine(f"Port {port} ({purpose}) is free.")
    holder = holder_of(port)
    if holder and "eindach.config" in holder.command:
        return fine(f"Port {port} ({purpose}) is in use by Eindach itself: the site is running.")
    return broken(
        f"Port {port} ({purpose}) is not free on {host}: {holder or fault.strerror}.",
        f"End that program, or start Eindach on another port: --port {port + 10} (make: PORT={port + 10}).",
    )


def folder_finding(data: Path) -> Finding:
    """Whether the data folder can be written, and whether the disk has room."""
    folder = data
    while not folder.exists():
        folder = folder.parent
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as fault:
        return broken(
            f"The data folder {data} cannot be written ({fault.strerror}).",
            f"Give yourself the right to write in {folder}, or set EINDACH_DATA to another folder.",
        )
    if shutil.disk_usage(folder).free < LEAST_FREE_BYTES:
        return broken(f"The disk of {data} is nearly full.", "Make room, or set EINDACH_DATA to another disk.")
    return fine("The data folder can be written.")


def time_zone_finding(name: str) -> Finding:
    """Appointments are local times: the zone must be known."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return broken(
            f"The time zone {name!r} is unknown here.",
            "Set EINDACH_TIME_ZONE to a name such as Europe/Berlin; on Debian: apt-get install tzdata.",
        )
    return fine(f"Time zone {name}.")


def translation_finding() -> Finding:
    """Whether the translations are there in the form Django reads."""
    from eindach.config.messages.catalogs import LOCALE, catalog_file, languages
    from eindach.config.messages.compiling import is_stale

    missing = [code for code in languages() if not catalog_file(code, LOCALE).exists()]
    stale = [code for code in languages() if code not in missing and is_stale(catalog_file(code, LOCALE))]
    if missing:
        return broken(f"There are no translations for {', '.join(missing)}.", "Take them from the sources again.")
    if stale:
        return broken(f"Translations are not compiled: {', '.join(stale)}.", "Run `make translations`.")
    return fine("Translations are compiled.")


def mail_finding(host: str | None, port: int) -> Finding:
    """Whether mail leaves the house."""
    if not host:
        return note("Mail is not set up: messages wait in the outbox.", "Set EINDACH_SMTP_HOST to send them.")
    try:
        with smtplib.SMTP(host, port, timeout=5) as server:
            server.noop()
    except (OSError, smtplib.SMTPException) as fault:
        return broken(
            f"The mail server {host}:{port} does not answer ({fault}).",
            "Check EINDACH_SMTP_HOST and EINDACH_SMTP_PORT, and whether this machine may reach it.",
        )
    return fine(f"Mail leaves through {host}:{port}.")
