"""What each letter says. Short sentences, everyday words; subjects say neither office nor matter nor status."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _

from eindach.booking.models import Proposal
from eindach.directory.models import Region
from eindach.kernel.identifiers import readable

from .sheet import clock, day_text


@dataclass(frozen=True)
class Words:
    """`lines`: sentences below the headline; `gone_label`: above the list of what does not take place; `button`: the
    text of the link; `plan_label`: above the plan; `later`: sentences below it; `asks`: the plan is a proposal, so the
    button also stands above it, and nothing yet tells people to show their number."""

    subject: str
    headline: str
    lines: list[str]
    button: str
    later: list[str] = field(default_factory=list)
    gone_label: str = ""
    plan_label: str = ""
    asks: bool = False


@dataclass(frozen=True)
class Change:
    """What a letter is about: the reference, the proposal it may be about, and whether anything is left."""

    reference: str
    here: Region
    proposal: Proposal | None = None
    anything_left: bool = True


def words(kind: str, change: Change) -> Words:
    """The words in the active language. KeyError for an unknown kind."""
    return KINDS[kind](change)


def _subject(text: str, change: Change) -> str:
    return f"{text} ({readable(change.reference)})"


def _booked(change: Change) -> Words:
    return Words(
        subject=_subject(_("Your appointments are booked"), change),
        headline=_("All is booked"),
        lines=[_("Here is your plan. The PDF is for printing, the calendar file is for your phone.")],
        button=_("Move or cancel"),
    )


def _moved(change: Change) -> Words:
    return Words(
        subject=_subject(_("Your appointments have new times"), change),
        headline=_("Your new times"),
        lines=[
            _("The old times are no longer valid."),
            _("Open the calendar file. It puts the new times in your phone."),
        ],
        button=_("Move or cancel"),
    )


def _cancelled(change: Change) -> Words:
    lines = [_("These appointments are cancelled. Other people can have the times now.")]
    if change.anything_left:
        lines.append(_("Your other appointments stay. You find them below."))
    return Words(
        subject=_subject(_("Appointments cancelled"), change),
        headline=_("You cancelled appointments"),
        lines=lines,
        button=_("See your appointments"),
        later=[_("Are they still in your calendar? Then delete them there.")],
    )


def _resend(change: Change) -> Words:
    return Words(
        subject=_subject(_("Your appointments"), change),
        headline=_("Your appointments"),
        lines=[_("You asked us to send your plan again. Here it is.")],
        button=_("Move or cancel"),
    )


def _closure(change: Change) -> Words:
    return Words(
        subject=_subject(_("Please choose: new times for you"), change),
        headline=_("An appointment cannot take place"),
        lines=[
            _("We are sorry: a counter is closed."),
            _("We found new times and hold them for you until %(until)s.") % {"until": _until(change)},
            _("Please tell us if this plan suits you."),
        ],
        button=_("Say yes or no"),
        later=[_("Does nothing suit you? Call us. We will find a way together.")],
        gone_label=_("This cannot take place:"),
        plan_label=_("Our proposal (not booked yet)"),
        asks=True,
    )


def _shorter(change: Change) -> Words:
    return Words(
        subject=_subject(_("A better time for you"), change),
        headline=_("You can be done sooner"),
        lines=[
            _("Times have become free. This plan is shorter or earlier than yours."),
            _("We hold it for you until %(until)s.") % {"until": _until(change)},
            _("If you do nothing, your appointments stay as they are."),
        ],
        button=_("Say yes or no"),
        plan_label=_("Our proposal (not booked yet)"),
        asks=True,
    )


def _none(change: Change) -> Words:
    who = {"who": change.here.help_name}
    return Words(
        subject=_subject(_("We look for new times for you"), change),
        headline=_("An appointment cannot take place"),
        lines=[
            _("We are sorry: a counter is closed, and we found no new time by ourselves."),
            _("A person from %(who)s will contact you. You can also call us now.") % who,
        ],
        button=_("See your appointments"),
        gone_label=_("This cannot take place:"),
        plan_label=_("Your plan until now"),
    )


def _until(change: Change) -> str:
    if change.proposal is None:
        raise ValueError("this letter is about a proposal, and there is none")
    moment = timezone.localtime(change.proposal.held_until, change.here.zone)
    return _("%(day)s, %(time)s") % {"day": day_text(moment.date()), "time": clock(moment)}


KINDS: dict[str, Callable[[Change], Words]] = {
    "booked": _booked,
    "moved": _moved,
    "cancelled": _cancelled,
    "resend": _resend,
    "proposal-closure": _closure,
    "proposal-shorter": _shorter,
    "proposal-none": _none,
}
