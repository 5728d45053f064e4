"""The figures as they are drawn and said."""

from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from eindach.booking.figures import FEWEST, MOST_VISITS, WEEKS_BACK, Figures, Share

from .charts import HEIGHT, WIDTH, Bar, bars, columns


def drawn(figures: Figures) -> dict[str, Any]:
    """The context of casework/figures.html."""
    day = pgettext("date in a chart, Django's letters", "j M")
    return {
        "figures": figures,
        "first_days": days(figures.first_days),
        "weeks": columns([(date_format(one.monday, day), one.booked) for one in figures.weeks]),
        "chart": {"width": WIDTH, "height": HEIGHT},
        "shares": _shares(figures),
        "waits": bars([(str(one.matter.short_name), days(one.days), one.days) for one in figures.waits]),
        "fewest": FEWEST,
        "weeks_back": WEEKS_BACK,
    }


def days(some: float | None) -> str:
    """ "3.5 days"; "" for what is not said."""
    if some is None:
        return ""
    told = number_format(some, 1)
    return ngettext("%(number)s day", "%(number)s days", 1 if round(some, 1) == 1 else 2) % {"number": told}


def _shares(figures: Figures) -> list[Bar]:
    return bars([(_visits(one), _percent(one.percent), one.percent) for one in figures.shares], most=100)


def _visits(share: Share) -> str:
    if share.visits == MOST_VISITS:
        return _("%(number)s visits or more") % {"number": share.visits}
    return ngettext("%(number)s visit", "%(number)s visits", share.visits) % {"number": share.visits}


def _percent(some: int | None) -> str:
    return "" if some is None else _("%(number)s %%") % {"number": some}
