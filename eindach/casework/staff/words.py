"""What states, outcomes and reasons of cases and referrals are called at the offices."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from ..models import Case, Referral

Outcome, Reason = Referral.Outcome, Referral.Reason
STATES: Final[Mapping[str, object]] = {
    "asked": _("waits for the person's yes"),
    "requested": _("sent"),
    "seen": _("read there"),
    "accepted": _("taken on"),
    "closed": _("closed"),
    Outcome.DONE: _("done"),
    Outcome.REJECTED: _("not taken on"),
    Outcome.FAILED: _("could not help"),
    Outcome.CANCELLED: _("taken back by the sender"),
    Outcome.REFUSED: _("the person said no"),
    Outcome.WITHDRAWN: _("the person took the yes back"),
    Outcome.EXPIRED: _("nobody answered in time"),
}
REASONS: Final[Mapping[str, object]] = {
    Reason.FULL: _("No room at the moment"),
    Reason.NOT_OURS: _("Another office does this"),
    Reason.NOT_ENTITLED: _("The offer is not for this person"),
    Reason.LANGUAGE: _("Nobody here speaks with them"),
    Reason.NOT_REACHED: _("They could not be reached"),
    Reason.OTHER: _("Another reason (say which)"),
}
CASE_OUTCOMES: Final[Mapping[str, object]] = {
    Case.Outcome.SETTLED: _("What they needed is settled"),
    Case.Outcome.PASSED_ON: _("Another office takes care of it"),
    Case.Outcome.NO_MORE: _("They want no more help"),
    Case.Outcome.MOVED: _("They have moved away"),
    Case.Outcome.NOT_REACHED: _("They cannot be reached any more"),
}
