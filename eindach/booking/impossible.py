"""Why nothing is possible, as a sentence a newcomer can act on, in their language (formats §1, last point)."""

from collections.abc import Iterable, Sequence

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from eindach.guide.models import Matter
from eindach.kernel.languages import NATIVE
from eindach.planning.hours import OpenTimes
from eindach.planning.itinerary import Reason

from .plans import Impossible
from .wish import Wish


def explain(reason: Reason, matters: Sequence[Matter], wish: Wish) -> Impossible:
    """The engine's facts in the active language."""
    concerned = tuple(matter for matter in matters if matter.key in reason.matters)
    sentence = {
        "no-free-span": _no_time,
        "outside-windows": _other_times,
        "never-together": _not_together,
    }[reason.kind]
    return Impossible(reason.kind, concerned, sentence(reason, concerned, wish))


def _no_time(reason: Reason, matters: Sequence[Matter], wish: Wish) -> str:
    name = _names(matters)
    if wish.languages:
        return _(
            "There is no free time for “%(matter)s” with %(languages)s on these days. "
            "Choose more days, or more languages, or ask us for an interpreter."
        ) % {"matter": name, "languages": _listed([NATIVE[code] for code in wish.languages])}
    if reason.cause == "too-short":
        return _("For “%(matter)s” all free times are too short on these days. Choose more days.") % {"matter": name}
    return _("There is no free time for “%(matter)s” on these days. Choose more days.") % {"matter": name}


def _other_times(reason: Reason, matters: Sequence[Matter], wish: Wish) -> str:
    opened = reason.open.get(reason.matters[0])
    if opened is None or reason.person is None:
        return _("Nothing is free when you can come. Choose more days or times.")
    say = _weekdays if not set(opened.weekdays) & set(reason.person.weekdays) else _hours
    return _("“%(matter)s” is only free on %(open)s. You can come on %(person)s. Choose more days or times.") % {
        "matter": _names(matters),
        "open": say(opened),
        "person": say(reason.person),
    }


def _not_together(reason: Reason, matters: Sequence[Matter], wish: Wish) -> str:
    values = {"matters": _names(matters), "visits": wish.max_days}
    if reason.cause == "order":
        return _("%(matters)s: one has to come before the other, and the free times are the other way round. "
                 "Choose more days.") % values  # fmt: skip
    if reason.cause == "distance":
        return _("%(matters)s: the places are too far apart for one day. Allow one visit more.") % values
    if wish.max_days == 1:
        return _("%(matters)s are not possible on the same day. Allow two visits, or choose more days.") % values
    return _("%(matters)s do not fit into %(visits)d visits. Allow one visit more, or choose more days.") % values


def _names(matters: Iterable[Matter]) -> str:
    return _listed([str(matter.name) for matter in matters])


def _listed(words: Sequence[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return _("%(all_but_last)s and %(last)s") % {"all_but_last": _(", ").join(words[:-1]), "last": words[-1]}


def _weekdays(times: OpenTimes) -> str:
    """'Tuesday and Friday'"""
    return _listed([str(WEEKDAYS[day - 1]) for day in times.weekdays])


def _hours(times: OpenTimes) -> str:
    """'Tuesday (from 9:00 to 12:00) and Friday (from 9:00 to 13:00)': the first opening and the last closing."""
    said = []
    for day in times.weekdays:
        pieces = [hours for hours in times.hours if hours.weekday == day]
        opens, closes = min(one.opens for one in pieces), max(one.closes for one in pieces)
        values = {"weekday": WEEKDAYS[day - 1], "opens": _clock(opens), "closes": _clock(closes)}
        said.append(_("%(weekday)s (from %(opens)s to %(closes)s)") % values)
    return _listed(said)


def _clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02d}"
