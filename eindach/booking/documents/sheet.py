"""What the person carries, in words of one language: the same sheet becomes the PDF and the letter.

A sheet is plain data (strings only), so that the typst template and the letter templates decide nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from django.conf import settings
from django.urls import reverse
from django.utils import formats, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from eindach.booking.drawing_words import duration
from eindach.booking.models import Itinerary
from eindach.booking.papers import Paper, papers
from eindach.booking.plans import Leg, Plan, Planned
from eindach.booking.queries import manage_token
from eindach.directory.models import Region
from eindach.directory.queries import region
from eindach.kernel.identifiers import readable
from eindach.kernel.languages import NATIVE, RTL


@dataclass(frozen=True)
class Floor:
    """One storey of the drawn visit, from top to bottom.

    place: somebody enters a house (title = its name, text = its address, note = step-free) · stop: an appointment
    (time, length, title = the matter, text = counter and language, note = why it cannot be, papers
    beyond the common ones) · wait and way: text.
    """

    kind: Literal["place", "stop", "wait", "way"]
    title: str = ""
    text: str = ""
    note: str = ""
    time: str = ""
    length: str = ""
    mode: str = ""
    map_url: str = ""
    papers: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Day:
    """One house: its date and what happens in it."""

    date: str
    hours: str
    done: str
    floors: list[Floor]


@dataclass(frozen=True)
class Sheet:
    """A whole itinerary in one language."""

    language: str
    rtl: bool
    title: str
    summary: str
    region: str
    sample: str
    number_label: str
    number: str
    show: str
    bring_label: str
    bring: list[str]
    nothing_more: str
    days: list[Day]
    change: str
    manage_url: str
    qr_alt: str
    help: str
    help_phone: str
    help_email: str


def sheet(itinerary: Itinerary, plan: Plan, *, language: str) -> Sheet:
    """The sheet of this plan in this language."""
    here = region()
    with translation.override(language):
        bring = papers(plan.appointments)
        extra = {one.start: found for one, found in zip(plan.appointments, bring.extra, strict=True)}
        return Sheet(
            language=language,
            rtl=language in RTL,
            title=_("Your appointments"),
            summary=_summary(plan),
            region=str(here.name),
            sample=_("Sample data, not an official website.") if not here.official else "",
            number_label=_("Your number"),
            number=readable(itinerary.reference),
            show="" if _is_call(plan) else _("Show it at the reception."),
            bring_label=_("Always bring:"),
            bring=[_paper_text(paper) for paper in bring.always],
            nothing_more=_nothing_more(plan, bool(bring.always)),
            days=[_day(visit, plan, extra) for visit in plan.visits],
            change=_("Change or cancel:"),
            manage_url=manage_url(itinerary, language=language),
            qr_alt=_("Square code with the link to your appointments"),
            help=_help(here),
            help_phone=here.help_phone,
            help_email=here.help_email,
        )


def manage_url(itinerary: Itinerary, *, language: str) -> str:
    """The secret link of this itinerary, absolute, to the page in this language. Opening it changes nothing."""
    with translation.override(language):
        return settings.PUBLIC_URL + reverse("booking:manage", args=[manage_token(itinerary)])


def clock(moment: datetime) -> str:
    """'9:10': as said, the same in every language (Latin digits, as on tickets and doors)."""
    return f"{moment.hour}:{moment.minute:02}"


def day_text(day: date) -> str:
    """Weekday, day and month in the active language."""
    return formats.date_format(day, pgettext("date format, Django's letters", "l, j F"))


def language_name(code: str) -> str:
    """A language's name in the active language; its own name where Django knows none (Tigrinya)."""
    try:
        return str(translation.get_language_info(code)["name_translated"])
    except KeyError:
        return NATIVE.get(code, code)


def _help(here: Region) -> str:
    return _("Help from a person: %(who)s") % {"who": here.help_name}


def _nothing_more(plan: Plan, has_papers: bool) -> str:
    if _is_call(plan):
        return ""
    return _("Nothing else to bring") if has_papers else _("Nothing to bring")


def _is_call(plan: Plan) -> bool:
    """Nobody has to come anywhere."""
    return all(one.counter.by_phone for one in plan.appointments)


def _summary(plan: Plan) -> str:
    if _is_call(plan):
        return _("We call you.")
    visits = ngettext("You come once.", "You come %(n)s times.", plan.days) % {"n": plan.days}
    count = len(plan.appointments)
    return visits + " " + ngettext("%(n)s appointment.", "%(n)s appointments.", count) % {"n": count}


def _day(visit: Sequence[Planned], plan: Plan, extra: Mapping[datetime, Sequence[Paper]]) -> Day:
    first, last = visit[0], visit[-1]
    legs = dict(zip((one.start for one in plan.appointments), plan.legs, strict=False))
    floors: list[Floor] = []
    for before, one in zip((None, *visit), visit, strict=False):
        floors += _between(before, one, legs.get(before.start) if before else None)
        floors.append(_stop(one, extra[one.start]))
    span = {"start": clock(first.start), "end": clock(last.end)}
    return Day(
        date=day_text(first.start.date()),
        # In words: a dash between two times reads backwards in Arabic.
        hours=_("from %(start)s to %(end)s") % span,
        done=_("You are done at %(end)s.") % span,
        floors=floors,
    )


def _between(before: Planned | None, one: Planned, leg: Leg | None) -> list[Floor]:
    """From the end of one appointment to the door of the next: way, house, wait."""
    floors: list[Floor] = []
    gap = int((one.start - before.end).total_seconds() // 60) if before else 0
    if leg is not None:
        text = _("%(minutes)s by bus or train") if leg.mode == "bus" else _("%(minutes)s on foot")
        floors.append(Floor("way", text=text % {"minutes": duration(leg.minutes)}, mode=leg.mode))
        gap -= leg.minutes
    if before is None or before.location.pk != one.location.pk:
        floors.append(_place(one))
    if gap > 0:
        floors.append(Floor("wait", text=_("%(minutes)s break") % {"minutes": duration(gap)}))
    return floors


def _place(one: Planned) -> Floor:
    if one.counter.by_phone:
        return Floor("place", title=_("By phone"), text=_("We call you. You need not come."))
    where = one.location
    point = f"{where.latitude:.5f}/{where.longitude:.5f}"
    return Floor(
        "place",
        title=str(where.name),
        text=where.address,
        note=_("Entrance without steps") if where.step_free else "",
        map_url=f"https://www.openstreetmap.org/?mlat={where.latitude:.5f}&mlon={where.longitude:.5f}#map=18/{point}",
    )


def _stop(one: Planned, extra: Sequence[Paper]) -> Floor:
    counter = str(one.counter.name)
    with_language = _("%(counter)s, in %(language)s")
    return Floor(
        "stop",
        time=clock(one.start),
        length=duration(one.minutes),
        title=str(one.matter.name),
        text=with_language % {"counter": counter, "language": language_name(one.language)} if one.language else counter,
        note=_("This counter is closed. Please do not go there.") if one.displaced else "",
        papers=[_paper_text(paper) for paper in extra],
    )


def _paper_text(paper: Paper) -> str:
    return f"{paper.name} ({paper.note})" if paper.note else paper.name
