"""What several pages of this part begin with."""

from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

FIRST_AFTER: Final = timedelta(days=1)
USUAL_DAYS: Final = timedelta(days=21)


def usual_days(now: datetime) -> dict[str, object]:
    """The three weeks from tomorrow on."""
    first = timezone.localdate(now) + FIRST_AFTER
    return {"first": first, "last": first + USUAL_DAYS}
