"""Our own drawings (static/guide/drawings), for a municipality that has sent in no picture: what is to be seen."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

SIZE: Final = (800, 500)
"""Pixels."""
DRAWINGS: Final[Mapping[str, Any]] = {
    "village": _("Drawing: a village with a church tower, houses and trees"),
    "market": _("Drawing: a market square with houses and two stalls"),
    "lake": _("Drawing: a lake at the edge of a forest, with a sailing boat"),
    "fields": _("Drawing: fields with wind turbines and a farm"),
    "bridge": _("Drawing: a stone bridge over a river, with houses behind it"),
    "castle": _("Drawing: a castle on a rock, with houses at its foot"),
}
