"""Dates, times and lengths as the pages of a booking write them.

Formats are translated strings of Django's date format, so that every language has its own order of words. Time ranges
are words where a dash would read backwards.
"""

from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlencode

from django import template
from django.utils.formats import date_format
from django.utils.timezone import is_aware, localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from eindach.directory.models import Location
from eindach.kernel.identifiers import readable
from eindach.kernel.languages import NATIVE, RTL

from .. import drawing_words

register = template.Library()
register.filter("duration", drawing_words.duration)
register.filter("visits", drawing_words.visits)
register.filter("visits_counted", drawing_words.visits_counted)
register.filter("readable", readable)


@register.filter
def day_long(day: date) -> str:
    """'Friday, 4 December'; German 'Freitag, 4. Dezember'."""
    return date_format(day, pgettext("date format of Django, like: Friday, 4 December", "l, j E"))


@register.filter
def day_short(day: date) -> str:
    """'Fri 4 Dec'; German 'Fr 4. Dez.'."""
    return date_format(day, pgettext("date format of Django, like: Fri 4 Dec", "D j N"))


@register.filter
def day_month(day: date) -> str:
    """'27 November'."""
    return date_format(day, pgettext("date format of Django, like: 27 November", "j E"))


@register.filter
def day_small(day: date) -> str:
    """'27 Nov'; for the picker."""
    return date_format(day, pgettext("date format of Django, like: 27 Nov", "j N"))


@register.filter
def clock(moment: datetime | time) -> str:
    """'9:10', on the wall clock of the region."""
    local = localtime(moment) if isinstance(moment, datetime) and is_aware(moment) else moment
    return f"{local.hour}:{local.minute:02}"


@register.filter
def here(moment: datetime) -> datetime:
    """The moment on the wall clock of the region."""
    return localtime(moment)


@register.simple_tag
def clocks(start: datetime, end: datetime) -> str:
    """From when to when, as it is drawn: '9:10–11:20'."""
    said = {"start": clock(start), "end": clock(end)}
    return pgettext("short time range; words where a dash reads backwards", "%(start)s–%(end)s") % said


@register.simple_tag
def clocks_said(start: datetime, end: datetime) -> str:
    """From when to when, as it is read aloud: '9:10 to 11:20'."""
    return _("%(start)s to %(end)s") % {"start": clock(start), "end": clock(end)}


@register.filter
def native(code: str) -> str:
    """A language in its own name: 'العربية'."""
    return NATIVE.get(code, code)


@register.filter
def direction(code: str) -> str:
    return "rtl" if code in RTL else "ltr"


@register.filter
def map_link(location: Location) -> str:
    """A page of OpenStreetMap with a pin; opened by the person, never loaded by us."""
    where = {"mlat": f"{location.latitude:.5f}", "mlon": f"{location.longitude:.5f}"}
    return f"https://www.openstreetmap.org/?{urlencode(where)}#map=18/{where['mlat']}/{where['mlon']}"


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """A value of a mapping by a key that is itself a variable; '' when it is not there."""
    return mapping.get(key, "") if mapping else ""
