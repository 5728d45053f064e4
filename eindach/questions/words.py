"""Words of several pages and letters of this part."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

BEST_TIMES: Final = [
    ("any", _("Any time")),
    ("morning", _("In the morning (9 to 12)")),
    ("noon", _("Around noon (12 to 14)")),
    ("afternoon", _("In the afternoon (14 to 16)")),
]
STATES: Final[Mapping[str, object]] = {
    "new": _("We have your question. A person reads it."),
    "assigned": _("A person is working on your question."),
    "answered": _("We have answered."),
    "waiting": _("We have a question for you."),
    "reopened": _("We have your message. A person reads it."),
    "closed": _("This question is closed. You can still write to us."),
}
"""How it stands, for who asked."""
