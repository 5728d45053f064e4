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
