"""The way of a referral as it is drawn: what has happened, when, what is next, where it ended."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from ..models import Referral
from .words import STATES


@dataclass(frozen=True)
class Step:
    """`at`: when; None: not yet. `kind`: done | now | to-come | no (it ended otherwise)."""

    name: str
    at: datetime | None
    kind: str


def loop(row: Referral) -> list[Step]:
    """From the question to the person to what the sender reads at the end; of an early end nothing stands after it."""
    steps = [Step(name, at, "done") for name, at in _way(row) if at]
    if row.ended_at and row.outcome != Referral.Outcome.DONE:
        steps.append(Step(str(STATES[row.outcome]), row.ended_at, "no"))
    elif not row.ended_at:
        missing = [name for name, at in _way(row) if not at]
        steps += [Step(name, None, "to-come" if place else "now") for place, name in enumerate(missing)]
    if row.confirmed_at:
        steps.append(Step(_("Read by the sender: closed"), row.confirmed_at, "done"))
    return steps


def _way(row: Referral) -> Iterator[tuple[str, datetime | None]]:
    yield _("The person is asked"), row.created_at
    yield _("The person agrees: sent"), row.requested_at
    yield _("Read there"), row.seen_at or row.accepted_at
    yield _("Taken on"), row.accepted_at
    yield _("Done"), row.ended_at if row.outcome == Referral.Outcome.DONE else None
