"""What the guide asks, in which words. The keys are the vocabulary of the rules in `regions/`."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = str | Promise


@dataclass(frozen=True)
class Question:
    """`answers`: key → words; `several`: any number of them."""

    key: str
    title: Words
    hint: Words
    answers: dict[str, Words]
    several: bool = False


ELSEWHERE = "elsewhere"

REASON = Question(
    "reason",
    _("Why are you here?"),
    _("Different rules are valid for different reasons. Choose what fits best."),
    {
        "work": _("To work"),
        "study": _("To study at a university"),
        "training": _("To learn a trade (Ausbildung) or do a language course"),
        "family": _("My family lives here"),
        "asylum": _("I have asked for asylum"),
        "temporary-protection": _("I have temporary protection (§ 24), for example from Ukraine"),
        "protection": _("I have protection as a refugee"),
        "eu": _("I have a passport of an EU country, Iceland, Liechtenstein, Norway or Switzerland"),
    },
)
FAMILY = Question(
    "family",
    _("Who is here with you?"),
    _("So that we forget nobody. Leave it empty if you are alone."),
    {
        "partner": _("My wife, husband or partner"),
        "baby": _("We are expecting a child, or have one that is not yet one year old"),
        "child-under-6": _("Children under 6"),
        "school-child": _("Children from 6 to 17"),
    },
    several=True,
)
HAVE = Question(
    "have",
    _("What do you already have?"),
    _("We leave out what you need not do any more."),
    {
        "flat": _("A flat or a room of my own"),
        "registered": _("My address is registered (Anmeldung)"),
        "residence-permit": _("A residence permit (Aufenthaltstitel), not only a visa"),
        "insured": _("Health insurance in Germany"),
        "bank-account": _("A bank account in Germany"),
        "job": _("A job or a contract for one"),
        "german": pgettext_lazy("what somebody already has", "German for everyday (B1 or better)"),
    },
    several=True,
)
QUESTIONS = {one.key: one for one in (REASON, FAMILY, HAVE)}

EVENTS: dict[str, Words] = {
    "arrival": _("the day you came to Germany"),
    "moving-in": _("the day you moved in"),
    "visa-ends": _("the last day of your visa"),
}
"""Days deadlines count from. A person may tell each of them, or none."""
PLACE = "place"
"""Where somebody lives or will live: AGS of a municipality, or `elsewhere`."""

VISA, ENDED = "visa", "ended"
DERIVED = {VISA: (ENDED,)}
"""What is never asked, as it follows from the days that were told: a visa whose last day is over."""
