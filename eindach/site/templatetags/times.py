"""Times, days and languages in words, in the reader's language. Use: docs/site.md."""

from collections.abc import Iterable
from datetime import date, datetime, time
from functools import lru_cache

from django import template
from django.utils import timezone
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language_info, gettext_lazy, ngettext, pgettext
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import catalog

from eindach.directory.hours import WeekdayHours
from eindach.kernel.languages import NATIVE

register = template.Library()

# Django has no name for these.
NAMED_HERE = {"ti": gettext_lazy("Tigrinya"), "ku": gettext_lazy("Kurdish")}


@register.filter
def clock(moment: datetime | time | None) -> str:
    """ "9:10", on the region's wall clock."""
    if moment is None:
        return ""
    local = timezone.localtime(moment) if isinstance(moment, datetime) and timezone.is_aware(moment) else moment
    return f"{local.hour}:{local.minute:02}"


@register.simple_tag
def times(start: datetime | time, end: datetime | time) -> str:
    """ "9:10 to 11:20", in words: an isolated dash range reads backwards in Arabic."""
    return _("%(start)s to %(end)s") % {"start": clock(start), "end": clock(end)}


@register.simple_tag
def hours(start: datetime | time, end: datetime | time) -> str:
    """The same as hours of a place or a day: German adds "Uhr"."""
    return pgettext("opening hours", "%(start)s to %(end)s") % {"start": clock(start), "end": clock(end)}


@register.filter
def day(moment: date) -> str:
    """ "Friday, 4 December"."""
    return _written(_local(moment), pgettext("date format, Django's letters", "l, j F"), catalog())


@register.filter
def short_day(moment: date) -> str:
    """ "Fri 4 Dec"."""
    return _written(_local(moment), pgettext("short date format, Django's letters", "D j M"), catalog())


@register.filter
def duration(minutes: int) -> str:
    """130 -> "2 h 10 min"."""
    hours, rest = divmod(int(minutes), 60)
    if not hours:
        return ngettext("%(minutes)d minute", "%(minutes)d minutes", rest) % {"minutes": rest}
    if not rest:
        return ngettext("%(hours)d hour", "%(hours)d hours", hours) % {"hours": hours}
    said_hours = ngettext("%(hours)d h", "%(hours)d h", hours) % {"hours": hours}
    said_minutes = ngettext("%(minutes)d min", "%(minutes)d min", rest) % {"minutes": rest}
    return pgettext("a length of time", "%(hours)s %(minutes)s") % {"hours": said_hours, "minutes": said_minutes}


@register.filter
def language_names(codes: Iterable[str]) -> str:
    """["de", "ar"] -> "German, Arabic"."""
    words = catalog()
    return pgettext("list", ", ").join(_named(code, words) for code in codes)


@register.filter
def language_name(code: str) -> str:
    """In the reader's language; a language nobody has named for us keeps its own name."""
    return _named(code, catalog())


@lru_cache(maxsize=512)
def _named(code: str, _words: object) -> str:
    """Lists of places say the same few names a hundred times; other words, by which translators have made the catalogue
    anew (translations/overlay.py), are another key."""
    if code in NAMED_HERE:
        return str(NAMED_HERE[code])
    try:
        return str(capfirst(get_language_info(code)["name_translated"]))
    except KeyError:
        return NATIVE.get(code, code)


@register.filter
def weekdays(row: WeekdayHours) -> str:
    """ "Mon to Thu", or "Friday" for a single day."""
    if row.first == row.last:
        return str(WEEKDAYS[row.first])
    names = {"first": WEEKDAYS_ABBR[row.first], "last": WEEKDAYS_ABBR[row.last]}
    return pgettext("days of the week", "%(first)s to %(last)s") % names


@lru_cache(maxsize=512)
def _written(day: date, pattern: str, _words: object) -> str:
    """A week stands beside each of fifteen places."""
    return date_format(day, pattern)


def _local(moment: date) -> date:
    return timezone.localtime(moment).date() if isinstance(moment, datetime) and timezone.is_aware(moment) else moment
