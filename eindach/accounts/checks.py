"""What must hold before the site starts."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.utils import timezone


@register(Tags.database)
def no_cast_without_demonstration(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Sample staff work here only while this is a demonstration. `check --database default`."""
    from .demo import cast

    if settings.DEMO or not databases or not cast(timezone.now()).exists():
        return []
    said = "The cast of the demonstration works here, but this is no demonstration."
    return [Error(said, hint="Use a database of its own for the demonstration.", id="accounts.E001")]


@register(Tags.database)
def row_security_holds(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """The third layer of permission, asked of the database in the role the site works in; also at every start
    (config/cli/prepare.py) and in `eindach doctor`."""
    from .row_security import faults

    hint = "`eindach migrate` writes it anew."
    return [Error(said, hint=hint, id="accounts.E002") for said in faults()] if databases else []
