"""`make check`, the project's own part: migrations, translations and ASVS complete, locks bare.

Each check returns sentences, one a fault; none means all is well.
"""

import re
import sys
from collections.abc import Callable
from pathlib import Path

from eindach.config.starting import set_up

ROOT = Path(__file__).resolve().parents[2]
LOCK_FILES = ("requirements/*.txt", "package-lock.json")
ADDRESS = re.compile(r"https?://|--(?:extra-)?index-url|--find-links")


def addresses_in_locks(root: Path = ROOT) -> list[str]:
    """Lock files say what is installed, never from where."""
    return [
        f"{file.relative_to(root)}:{number}: an address in a lock file ({found.group()})"
        for pattern in LOCK_FILES
        for file in sorted(root.glob(pattern))
        for number, line in enumerate(file.read_text().splitlines(), start=1)
        if (found := ADDRESS.search(line))
    ]


def missing_migrations() -> list[str]:
    """Models and migrations say the same. Compared without a database."""
    from django.apps import apps
    from django.db.migrations.autodetector import MigrationAutodetector
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.state import ProjectState
    from django.utils import translation

    with translation.override(None):  # migrations hold the texts of the sources
        loader = MigrationLoader(None)
        changes = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps)).changes(loader.graph)
    return [
        f"{app}: a model has changed without a migration ({operation.describe()})"
        for app, migrations in changes.items()
        for migration in migrations
        for operation in migration.operations
    ]


def incomplete_translations() -> list[str]:
    """Every text for people is there in every shipped language."""
    from eindach.config.messages.completeness import faults
    from eindach.config.messages.extracting import extract

    return faults(extract())


def unanswered_requirements() -> list[str]:
    """ASVS: every requirement has an answer that leads somewhere, and the page is made of them."""
    from eindach.config.asvs import faults

    return faults()


CHECKS: tuple[Callable[[], list[str]], ...] = (
    addresses_in_locks,
    missing_migrations,
    incomplete_translations,
    unanswered_requirements,
)


def main() -> int:
    """Run all checks; 1 when one found something."""
    set_up("eindach.config.settings_test")
    found = [fault for check in CHECKS for fault in check()]
    for fault in found:
        print(fault, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
